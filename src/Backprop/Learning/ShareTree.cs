namespace Backprop;

/// <summary>
/// The cases of a weight change, cut into a fixed number of shares whose sums are joined by one binary tree: the order of every addition follows from the number of shares alone,
/// not from how many processes compute them. Share s of n cases has those from n·s/S to n·(s + 1)/S; node i of level l joins the shares from i·2ˡ to (i + 1)·2ˡ.
/// Each rank computes neighboring shares, rank r those from S·r/R to S·(r + 1)/R.
/// </summary>
internal sealed class ShareTree
{
    private readonly int[] owners;

    internal ShareTree(int shares, int ranks, int rank)
    {
        (Shares, Ranks, Rank) = (shares, ranks, rank);
        owners = new int[shares];
        for (var r = 0; r < ranks; r++)
            owners.AsSpan(FirstOf(r)..FirstOf(r + 1)).Fill(r);
        Levels = BitOperations.Log2((uint)shares) + (BitOperations.IsPow2(shares) ? 0 : 1);
    }

    internal int Shares { get; }

    internal int Ranks { get; }

    /// <summary>The rank of this process.</summary>
    internal int Rank { get; }

    /// <summary>The level of the one node that joins all shares.</summary>
    internal int Levels { get; }

    /// <summary>The first share of a rank; of the number of ranks, the number of shares.</summary>
    internal int FirstOf(int rank) => (int)((long)Shares * rank / Ranks);

    /// <summary>The first of <paramref name="cases"/> cases that a share has.</summary>
    internal int FirstCase(int share, int cases) => (int)((long)cases * share / Shares);

    /// <summary>How many of <paramref name="cases"/> cases a share has.</summary>
    internal int CountOf(int share, int cases) => FirstCase(share + 1, cases) - FirstCase(share, cases);

    /// <summary>The place of a share's cases among <paramref name="cases"/> cases.</summary>
    internal Range CasesOf(int share, int cases) => FirstCase(share, cases)..FirstCase(share + 1, cases);

    /// <summary>The most cases that a share has of <paramref name="cases"/> cases.</summary>
    internal int MostCases(int cases) => (int)(((long)cases + Shares - 1) / Shares);

    /// <summary>The shares that a node joins.</summary>
    internal (int First, int End) SharesOf(int level, int index) => (Math.Min(index << level, Shares), (int)Math.Min((long)(index + 1) << level, Shares));

    /// <summary>Whether a node joins no case.</summary>
    internal bool IsEmpty(int level, int index, int cases)
    {
        var (first, end) = SharesOf(level, index);
        return FirstCase(first, cases) == FirstCase(end, cases);
    }

    /// <summary>The one rank that computes all shares of a node; null where several do.</summary>
    internal int? OwnerOf(int level, int index)
    {
        var (first, end) = SharesOf(level, index);
        return owners[first] == owners[end - 1] ? owners[first] : null;
    }

    /// <summary>The sum of one number per share, in the order of the tree.</summary>
    internal double Sum(ReadOnlySpan<double> ofShares)
    {
        Span<double> sums = [.. ofShares];
        for (var step = 1; step < Shares; step *= 2)
        {
            for (var k = 0; k + step < Shares; k += 2 * step)
                sums[k] += sums[k + step];
        }
        return sums[0];
    }
}
