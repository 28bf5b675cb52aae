namespace Backprop.Tests;

public sealed unsafe class CaseBlockTests
{
    private static readonly Topology Net = Topology.Build(static net =>
    {
        var hidden = net.Group("hidden", 2).From(net.Input("in", 2));
        net.Output("out", 1).From(hidden);
    });

    private static Cases Numbered(int count, bool weights = false)
    {
        var cases = new CasesBuilder(count)
            .Input("in", [.. Enumerable.Range(1, 2 * count).Select(static k => (double)k)], 2)
            .Target("out", [.. Enumerable.Range(1, count).Select(static k => k / 1000.0)], 1)
            .Clamp("hidden", [.. Enumerable.Range(0, 2 * count).Select(static k => k % 2 == 0 ? k / 10.0 : double.NaN)], 2);
        return (weights ? cases.Weights([.. Enumerable.Range(1, count).Select(static k => 0.5 * k)]) : cases).ToCases();
    }

    private static double[] Row(double* matrix, CaseBlock<double> block, int unit) => new ReadOnlySpan<double>(matrix + (unit * block.Stride), block.Stride).ToArray();

    [Fact]
    public void Chosen_cases_stand_in_rows_by_unit_and_padded_cases_have_inputs_0_and_nothing_else()
    {
        var block = new CaseBlock<double>(new BoundCases(Net, Numbered(20, weights: true)), 18);
        block.Fill([.. Enumerable.Range(2, 18)]);

        block.Fill([4, 0, 9]);

        Assert.Equal((18, 3, 32, 16), (block.Capacity, block.Count, block.Stride, block.Width));
        Assert.Equal([9, 1, 19, 0, 0], Row(block.Input(Net["in"]), block, 0).Take(5));
        Assert.Equal([10, 2, 20, 0, 0], Row(block.Input(Net["in"].Index), block, 1).Take(5));
        Assert.Equal([0.005, 0.001, 0.01, double.NaN, double.NaN], Row(block.Target(Net["out"].Index), block, 0).Take(5));
        Assert.Equal([0.8, 0, 1.8, double.NaN], Row(block.Clamp(Net["hidden"].Index), block, 0).Take(4));
        Assert.All(Row(block.Clamp(Net["hidden"].Index), block, 1).Take(4), static clamp => Assert.Equal(double.NaN, clamp));
        Assert.Equal([2.5, 0.5, 5, 0, 0], new ReadOnlySpan<double>(block.Weights, 5).ToArray());
        Assert.All(Enumerable.Range(0, 2), unit => Assert.All(Row(block.Input(Net["in"]), block, unit)[3..block.Width], static input => Assert.Equal(0, input)));
    }

    [Fact]
    public void Groups_have_only_what_the_cases_give_them()
    {
        var block = new CaseBlock<double>(new BoundCases(Net, Cases.From([[1, 2]], [[0.5]])), 1);

        Assert.True(block.Weights == null && block.Clamp(Net["hidden"].Index) == null && block.Target(Net["hidden"].Index) == null && block.Input(Net["hidden"].Index) == null);
        Assert.True(block.Input(Net["in"].Index) != null && block.Target(Net["out"].Index) != null);
        Assert.Equal((false, true), (block.HasClamps, block.IsDense));
        Assert.True(new CaseBlock<double>(new BoundCases(Net, Numbered(2)), 2).HasClamps);
    }

    [Fact]
    public void A_block_has_no_room_for_more_cases_than_there_are()
    {
        var block = new CaseBlock<float>(new BoundCases(Net, Numbered(20)), 512);

        Assert.Equal((20, 32, 0), (block.Capacity, block.Stride, block.Count));
    }

    [Fact]
    public void All_cases_stand_in_order_in_blocks_of_512_and_the_rest()
    {
        var blocks = CaseBlock<double>.All(new BoundCases(Net, Numbered(1100)));

        Assert.Equal([512, 512, 76], blocks.Select(static block => block.Count));
        Assert.Equal([512, 512, 80], blocks.Select(static block => block.Width));
        Assert.Equal([1, 1025, 2049], blocks.Select(static block => block.Input(Net["in"])[0]));
        Assert.Equal([1024, 2048, 2200], blocks.Select(static block => block.Input(Net["in"])[block.Stride + block.Count - 1]));
    }

    [Fact]
    public void A_copy_with_clamps_keeps_the_inputs_and_leaves_every_unit_free_until_one_is_clamped()
    {
        var one = CaseBlock<double>.One(Net);
        one.Input(Net["in"])[0] = 3;
        one.Input(Net["in"])[one.Stride] = 4;

        var clamped = one.WithClamps();

        Assert.Equal((1, false, true), (clamped.Count, one.HasClamps, clamped.HasClamps));
        Assert.Equal([3, 4], [clamped.Input(Net["in"])[0], clamped.Input(Net["in"])[clamped.Stride]]);
        Assert.True(clamped.Clamp(Net["in"].Index) == null);
        foreach (var group in (Group[])[Net["hidden"], Net["out"]])
        {
            Assert.Equal(double.NaN, clamped.Clamp(group.Index)[0]);
            clamped.Clamp(group.Index)[0] = 1;
            clamped.ClearClamps();
            Assert.Equal(double.NaN, clamped.Clamp(group.Index)[0]);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void Threads_lay_out_the_same_numbers(int threads)
    {
        const int units = 1000, count = 200;
        var random = new RandomSource(1);
        var topology = Topology.Layered(units, 2);
        float[] inputs = [.. Enumerable.Range(0, count * units).Select(_ => (float)random.NextDouble())], targets = [.. Enumerable.Range(0, count * 2).Select(static k => (float)k)];
        var cases = new BoundCases(topology, new CasesBuilder(count).Input("input", inputs, units).Target("output", targets, 2).ToCases());
        int[] order = [.. Enumerable.Range(0, count)];
        random.Shuffle(order.AsSpan());
        var (alone, shared) = (new CaseBlock<float>(cases, count), new CaseBlock<float>(cases, count));
        var team = new ThreadTeam(threads);
        foreach (var chosen in (int[])[count, 40, 33, 190])
        {
            var some = order.AsSpan(0, chosen);
            new Span<float>(shared.Input(0), units * shared.Stride).Fill(7);
            alone.Fill(some);
            shared.Fill(some, team);

            Assert.True(new Span<float>(alone.Input(0), units * alone.Stride).SequenceEqual(new Span<float>(shared.Input(0), units * shared.Stride)), $"{chosen} cases");
            Assert.True(new Span<int>(alone.Target(1), 2 * alone.Stride).SequenceEqual(new Span<int>(shared.Target(1), 2 * shared.Stride)));
        }
    }
}
