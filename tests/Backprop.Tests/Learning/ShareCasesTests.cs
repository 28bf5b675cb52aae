namespace Backprop.Tests;

public sealed class ShareCasesTests
{
    public static TheoryData<int, int, int> Sizes
    {
        get
        {
            var all = new TheoryData<int, int, int> { { 1, 1, 1 }, { 4, 100, 100 }, { 64, 1000, 32 }, { 64, 61, 7 }, { 7, 61, 10 }, { 5, 3, 2 }, { 64, 10, 10 } };
            var random = new RandomSource(11);
            for (var k = 0; k < 40; k++)
            {
                var count = 1 + Drawn(random, 500);
                all.Add(1 + Drawn(random, 70), count, 1 + Drawn(random, count));
            }
            return all;
        }
    }

    private static int Drawn(RandomSource random, int below) => (int)((random.NextSigned() + 1) / 2 * below);

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Shares_have_neighboring_cases_and_places_that_are_all_of_them(int shares, int count, int batchSize)
    {
        var its = new ShareCases(new ShareTree(shares, 1, 0), count, batchSize);

        Assert.Equal((0, count), its.Own);
        Assert.All(Enumerable.Range(0, shares), share => Assert.InRange(its.First(share), 0, its.First(share + 1)));
        Assert.Equal(Enumerable.Range(0, count), Enumerable.Range(0, shares).SelectMany(share => Places(its, share)).Order());
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void The_places_of_a_share_in_a_batch_are_those_that_the_tree_gives_it(int shares, int count, int batchSize)
    {
        var tree = new ShareTree(shares, 1, 0);
        var its = new ShareCases(tree, count, batchSize);

        for (var begin = 0; begin < count; begin += batchSize)
        {
            var size = Math.Min(batchSize, count - begin);
            for (var share = 0; share < shares; share++)
                Assert.Equal(Enumerable.Range(begin + tree.FirstCase(share, size), tree.CountOf(share, size)), Places(its, share).Where(place => place >= begin && place < begin + size));
        }
    }

    [Fact]
    public void Processes_have_the_cases_of_their_shares()
    {
        (int First, int End)[] own = [.. Enumerable.Range(0, 3).Select(static rank => new ShareCases(new ShareTree(8, 3, rank), 100, 30).Own)];

        Assert.Equal(0, own[0].First);
        Assert.Equal(100, own[2].End);
        Assert.Equal([own[0].End, own[1].End], [own[1].First, own[2].First]);
        Assert.Equal(own[1].First, new ShareCases(new ShareTree(8, 1, 0), 100, 30).First(2));
    }

    private static IEnumerable<int> Places(ShareCases cases, int share) => Enumerable.Range(0, cases.First(share + 1) - cases.First(share)).Select(k => cases.Place(share, k));
}
