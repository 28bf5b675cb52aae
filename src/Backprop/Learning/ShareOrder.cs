namespace Backprop;

/// <summary>A step of one rank in making the sum of all, and when its turn comes.</summary>
/// <param name="Step">The step.</param>
/// <param name="Wave">The wave of its part.</param>
/// <param name="Round">The round to which it belongs.</param>
/// <param name="IsSum">Whether it joins sums; otherwise it spreads the sum of all.</param>
internal readonly record struct ShareOperation(ShareStep Step, int Wave, int Round, bool IsSum);

/// <summary>
/// The steps of one rank in an order that all ranks share: wave after wave; in each, round after round (the levels of <see cref="ShareSchedule"/>, then the spreading of the sums along trees of ranks); in each round,
/// part after part. A round of a wave begins when this rank is done with the one before, and messages between two ranks are begun in this order, each as soon as it can be. The first step of all that is not done
/// never waits for a later one, whichever rank makes it, so that all come to an end.
/// </summary>
internal sealed class ShareOrder
{
    private readonly List<ShareOperation> operations = [];
    private readonly List<(int First, int End)> places = [];

    /// <param name="tree">The shares.</param>
    /// <param name="cases">The number of cases: where some shares have none, other sums are joined.</param>
    /// <param name="parts">The parts of the vector.</param>
    internal ShareOrder(ShareTree tree, int cases, ShareParts parts)
    {
        var schedule = new ShareSchedule(tree, cases, parts.Places);
        var levels = schedule.Steps.Select(static level => level.ToLookup(static step => step.Part)).ToArray();
        Vectors = schedule.Vectors;
        Parts = parts;
        Rounds = levels.Length + 1 + (tree.Ranks == 1 ? 0 : BitOperations.Log2((uint)(tree.Ranks - 1)) + 1);
        foreach (var (number, wave) in parts.Waves.Index())
        {
            for (var round = 0; round < Rounds; round++)
            {
                var first = operations.Count;
                for (var part = wave.FirstPart; part < wave.EndPart; part++)
                {
                    if (round < levels.Length)
                        operations.AddRange(levels[round][part].Select(step => new ShareOperation(step, number, round, IsSum: true)));
                    else if (Spread(tree, schedule, part, round - levels.Length) is { } step)
                        operations.Add(new(step, number, round, IsSum: false));
                }
                places.Add((first, operations.Count));
            }
        }
        Queues = [.. operations.Index().Where(static each => each.Item.Step.Peer is not null).GroupBy(static each => (each.Item.Step.Peer, each.Item.Step.IsSend)).Select(static queue => queue.Select(static each => each.Index).ToArray())];
    }

    internal ShareParts Parts { get; }

    /// <summary>The steps, in order.</summary>
    internal IReadOnlyList<ShareOperation> Operations => operations;

    /// <summary>The rounds that each wave goes through.</summary>
    internal int Rounds { get; }

    /// <summary>By rank and direction the steps that are messages, in the order in which they are begun.</summary>
    internal int[][] Queues { get; }

    /// <summary>The vectors that this rank has computed when the exchange of them begins, each of neighboring shares.</summary>
    internal int Vectors { get; }

    /// <summary>The ranks that this one exchanges messages with.</summary>
    internal IEnumerable<int> Peers => operations.Select(static operation => operation.Step.Peer).OfType<int>().Distinct().Order();

    /// <summary>The steps of a wave in a round, which may be made at the same time.</summary>
    internal (int First, int End) Of(int wave, int round) => places[(wave * Rounds) + round];

    /// <summary>
    /// What this rank does in a round of spreading the sum of a part from the rank that has it: first that brings it into its first vector, of which nothing else is needed any more; then ranks that have it
    /// send it to as many that have not. Null for nothing.
    /// </summary>
    private static ShareStep? Spread(ShareTree tree, ShareSchedule schedule, int part, int round)
    {
        var place = (tree.Rank - schedule.Owners[part] + tree.Ranks) % tree.Ranks;
        if (round == 0)
            return place == 0 && schedule.Places[part] > 0 ? new(part, Vector: 0, Peer: null, IsSend: false, schedule.Places[part]) : null;
        var step = 1 << (round - 1);
        return place < step && place + step < tree.Ranks ? new(part, Vector: 0, (tree.Rank + step) % tree.Ranks, IsSend: true, Other: -1)
            : place >= step && place < 2 * step ? new(part, Vector: 0, (tree.Rank - step + tree.Ranks) % tree.Ranks, IsSend: false, Other: -1)
            : null;
    }
}
