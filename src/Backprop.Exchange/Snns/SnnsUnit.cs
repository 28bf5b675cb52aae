namespace Backprop.Exchange;

/// <summary>A unit of SNNS, with the entries that its type and the default section give.</summary>
/// <param name="Number">Its number in the file.</param>
/// <param name="Name">Its name; empty for none.</param>
/// <param name="State">The activation that is stored, from which a context unit starts.</param>
/// <param name="Bias">Its bias, which is added to the sum.</param>
/// <param name="Kind">What it is for.</param>
/// <param name="IsSpecial">Whether learning leaves it as it is.</param>
/// <param name="Activation">Its activation function, as in "Act_Logistic".</param>
/// <param name="Line">The line of its row.</param>
internal sealed record SnnsUnit(int Number, string Name, double State, double Bias, GroupRole Kind, bool IsSpecial, string Activation, long Line)
{
    /// <summary>What it receives, as the file lists it.</summary>
    public List<(int From, double Weight)> Links { get; } = [];
}

/// <summary>A network of SNNS.</summary>
/// <param name="Units">By number, ascending.</param>
/// <param name="Learning">The learning function, as in "Std_Backpropagation"; empty if none is named.</param>
/// <param name="Update">The update function, as in "Topological_Order"; empty if none is named.</param>
internal sealed record SnnsNet(IReadOnlyList<SnnsUnit> Units, string Learning, string Update)
{
    /// <summary>Whether special hidden units are context units: copies of states of the pattern before (Elman, Jordan).</summary>
    public bool HasContext => Update.StartsWith("JE", StringComparison.Ordinal) || Learning.StartsWith("JE", StringComparison.Ordinal);
}
