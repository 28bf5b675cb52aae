namespace Backprop.Defaults;

/// <summary>What methods are compared by, on tables of one task; <see cref="Of"/> is larger where a method is better.</summary>
internal sealed record Measure(string Name, string Task, Func<Result, double> Of)
{
    public static readonly Measure Accuracy = new("accuracy", "classes", static result => result.Accuracy!.Value);

    /// <summary>With its sign changed, for less is better.</summary>
    public static readonly Measure LogLoss = new("log-loss", "classes", static result => -result.LogLoss!.Value);

    public static readonly Measure R2 = new("R²", "numbers", static result => result.R2!.Value);

    /// <summary>What a table is judged by first.</summary>
    public static Measure First(BenchTable table) => table.HasClasses ? Accuracy : R2;
}
