namespace Backprop;

/// <content>What a training does whose cases are cut into shares, which one process computes, or many.</content>
public sealed partial class Trainer<T>
{
    private readonly ShareNumbers? shares;
    private readonly ShareCases? shareCases;
    private string? fingerprint;
    private Action? undo;

    /// <summary>Refuses cases of which this process has other ones than those of its shares.</summary>
    private void CheckHeld()
    {
        if (Cases.Held is { } held && (shareCases is null || (held.First, held.End) != shareCases.Own || held.Shares != shareCases.Shares || !(Options.Shuffle || IsWholeSweep)))
            throw new CasesException($"This process has cases {held.First} to {held.End - 1} alone, which are not those of its shares; read all of them.");
    }

    private Func<Evaluation> EvaluatorOf(Cases cases) =>
        // Windows of sequences carry on from one another, and are not cut.
        shares is null || cases.Sequences is not null ? new Evaluator<T>(Network, cases, ErrorMeasure).Evaluate : new ShareEvaluator<T>(Network, cases, ErrorMeasure, shares, SharesOf(cases)).Evaluate;

    /// <summary>What a checkpoint knows the training and the validation cases by.</summary>
    internal string CasesFingerprint => fingerprint ??= FingerprintOf(Cases) + (Options.Validation is { } validation ? " " + FingerprintOf(validation) : "");

    private string FingerprintOf(Cases cases) => shares is null ? Backprop.CasesFingerprint.Of(cases) : Backprop.CasesFingerprint.Of(cases, SharesOf(cases));

    /// <summary>Which cases each share has: of the training, those of all sweeps; of the validation cases, of which there is one batch, neighboring ones.</summary>
    private ShareCases SharesOf(Cases cases) => ReferenceEquals(cases, Cases) ? shareCases! : new ShareCases(shares!.Tree, cases.Count, cases.Count);

    /// <summary>Whether other processes train with this one.</summary>
    internal bool IsOneOfMany => shares is { Tree.Ranks: > 1 };

    /// <summary>The number by which all ranks decide: that of the first one.</summary>
    internal double OfFirstRank(double number) => shares is null ? number : shares.FromFirst(number);

    /// <summary>Lets a signal end a derivation that is cut into shares, and the wait for other ranks.</summary>
    internal void EndOn(CancellationToken cancellationToken)
    {
        if (shares is not null)
            gradient.SharesToken = cancellationToken;
    }

    /// <summary>Takes back what a change that was ended on the way has begun; nothing where none was.</summary>
    internal void TakeBack()
    {
        undo?.Invoke();
        undo = null;
    }

    /// <summary>Keeps what a change that may be ended on the way begins with.</summary>
    private void BeginChange()
    {
        if (shares is null)
            return;
        if (Rule.Searches)
        {
            var state = Capture();
            undo = () => Restore(state);
        }
        else if (order.Position == 0 && order.Shuffles)
        {
            var (cases, generator) = order.Capture();
            undo = () => order.Restore(cases, generator, 0);
        }
    }
}
