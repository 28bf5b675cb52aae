namespace Backprop.Experiments;

/// <summary>A training that continues from criterion to criterion and can be canceled.</summary>
internal sealed class Training<T>(Network<T> net, Cases cases, LearningRule rule, CancellationToken cancellationToken, ErrorMeasure? error = null)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Trainer<T> trainer = new(net, cases, rule, error);

    /// <summary>E over all cases with the present weights.</summary>
    public double Error => trainer.History.Error;

    /// <summary>Trains until the criterion holds, or up to a total number of sweeps.</summary>
    /// <returns>The number of sweeps after which it held; null if it did not.</returns>
    public int? Until(StopRule criterion, int sweeps)
    {
        var history = trainer.Run(criterion | StopWhen.Sweeps(sweeps), progress: null, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        return ReferenceEquals(history.Stopped, criterion) ? history.Sweeps : null;
    }

    /// <summary>Trains up to a total number of sweeps.</summary>
    public void To(int sweeps) => Until(StopWhen.Sweeps(sweeps), sweeps);
}
