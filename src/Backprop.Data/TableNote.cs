namespace Backprop.Data;

/// <summary>A decision about a table that may surprise: one line for the user, and what to do where it is wrong.</summary>
/// <param name="Text">What was decided.</param>
/// <param name="Remedies">What to do where the decision is wrong; the first is the likeliest.</param>
public sealed record TableNote(string Text, params IReadOnlyList<Remedy> Remedies)
{
    /// <summary>What to do where the decision is wrong; the first is the likeliest.</summary>
    public IReadOnlyList<Remedy> Remedies { get; init => field = ValueList.Of(value); } = ValueList.Of(Remedies);

    /// <summary>The text.</summary>
    public override string ToString() => Text;
}
