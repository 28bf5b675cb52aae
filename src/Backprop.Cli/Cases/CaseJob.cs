namespace Backprop.Cli;

/// <summary>One training on a case file: its cases, its net, its model file and how it learns.</summary>
internal sealed record CaseJob : Job
{
    public override string DataKind => "case file";

    public override string? Net { get => Choice.File; init => Choice = Choice with { File = value }; }

    /// <summary>What the command said of the net.</summary>
    public required NetChoice Choice { get; init; }

    /// <summary>The net.</summary>
    public required Topology Topology { get; init; }

    public required CaseTraining Training { get; init; }

    /// <summary>Fixes the starting weights and the orders of the cases.</summary>
    public required ulong Seed { get; init; }

    public required int Threads { get; init; }

    /// <summary>Whether the backward pass recomputes states, with the same bits in less memory.</summary>
    public bool Recompute { get; init; }

    /// <summary>The model whose weights the net starts from; null for random ones.</summary>
    public StartingModel? Start { get; init; }

    public override string? StartFile => Start?.Path;

    /// <summary>What is recorded while the net trains; null for nothing.</summary>
    public Snapshots? Snapshots { get; init; }

    protected override IEnumerable<string> Words => CaseCommandLine.Words(this);

    public override string? Difference(string settings) => CaseSettings.Difference(settings, this);
}
