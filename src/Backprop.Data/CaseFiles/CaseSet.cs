namespace Backprop.Data;

/// <summary>The cases of a file, one after the other.</summary>
internal sealed class CaseSet
{
    private readonly CaseHead head;
    private readonly CaseGroups groups;
    private readonly IReadOnlyList<CaseGroup> inputOrder, targetOrder;
    private readonly bool inputsMayBeEmpty, targetsMayBeEmpty;
    private readonly CaseColumns inputs, targets, clamps;

    public CaseSet(CaseHead head)
    {
        this.head = head;
        groups = CaseGroups.OfCases(head.Topology);
        (inputOrder, targetOrder) = head.Order(groups);
        inputsMayBeEmpty = inputOrder.All(group => Input(group) is not null);
        targetsMayBeEmpty = targetOrder.All(group => head.Default(group) is not null);
        inputs = new(CaseRole.Input, Input);
        targets = new(CaseRole.Target, group => head.Default(group) ?? Cases.DontCare);
        clamps = new(CaseRole.Clamp, static _ => Cases.DontCare);

        double? Input(CaseGroup group) => head.Default(group) ?? group.Group.InitialState;
    }

    /// <summary>Takes one case more.</summary>
    /// <param name="place">Where it begins.</param>
    /// <param name="said">Both sides, without name and weight.</param>
    /// <param name="name">Its name; empty where it has none.</param>
    public void Add(CaseText place, CaseText said, string name)
    {
        var (left, right) = CaseHead.Halves(said);
        var given = CaseHalf.Read(left, CaseRole.Input, inputOrder, groups, head.Otherwise, inputsMayBeEmpty);
        if (name.Length > 0 && (given.IsByOrder || given.States.Count == 0) && inputOrder is [var first, ..] && first.Group.UnitNames.Contains(name, StringComparer.Ordinal))
            throw place.Error($"\"{DisplayText.Name(name)}\" at the beginning is the name of the case, but also of a unit of group '{first.Shown}'; name the groups of the inputs: \"name of the case\" {first.Shown}: \"{DisplayText.Name(name)}\".");
        var desired = CaseHalf.Read(right, CaseRole.Target, targetOrder, groups, head.Otherwise, targetsMayBeEmpty);
        inputs.Add(place, given.States, inputOrder);
        targets.Add(place, desired.States, []);
        clamps.Add(place, given.Clamps, []);
    }

    /// <summary>The cases.</summary>
    public Cases ToCases(IReadOnlyList<string>? names, double[] weights)
    {
        var builder = new CasesBuilder(inputs.Count);
        inputs.AddTo(builder, inputOrder, head.Default);
        targets.AddTo(builder, targetOrder, head.Default);
        clamps.AddTo(builder, [], static _ => null);
        if (names is not null)
            builder.Names(names);
        if (weights.Length > 0)
            builder.Weights(weights);
        return builder.ToCases();
    }
}
