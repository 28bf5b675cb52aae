using Backprop.Figures;

namespace Backprop.Lab;

/// <summary>The states of a group in the cases, as codes.</summary>
internal static class GroupCodes
{
    /// <summary>The most cases on a map of codes.</summary>
    public const int MostOnMap = 400;

    /// <summary>The most cases of a cluster tree or a matrix of similarities.</summary>
    public const int MostInTree = 80;

    /// <summary>The group that is shown first: the first hidden one, or the outputs of a net without.</summary>
    public static Group First(Topology net) => net.Groups.FirstOrDefault(static group => !group.IsInput && !group.IsOutput) ?? net.Outputs[0];

    /// <summary>The codes of the first cases, told apart by their targets.</summary>
    /// <param name="session">The lab.</param>
    /// <param name="group">The group.</param>
    /// <param name="most">The most cases.</param>
    /// <param name="weights">The weights of a snapshot; null: as they are.</param>
    public static IReadOnlyList<Code> Of(LabSession session, Group group, int most, float[]? weights = null)
    {
        var cases = session.Opening.Cases;
        var states = session.Trainer.StatesOf([group], cases, weights)[0];
        return [.. Enumerable.Range(0, Math.Min(most, cases.Count)).Select(@case => new Code(CaseText.Name(cases, @case), states[@case], CaseRows.Desired(session, @case)))];
    }
}
