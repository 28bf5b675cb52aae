namespace Backprop;

/// <summary>Back-propagation: ∂E/∂w by equations 4 to 7, exactly. The default.</summary>
public sealed record Backpropagation : GradientMethod
{
    /// <inheritdoc/>
    public override string Name => "back-propagation";

    /// <inheritdoc/>
    public override bool IsExact => true;

    internal override GradientPass<T> Bind<T>(GradientTask task) => new(task.Propagate<T>());
}
