namespace Backprop.Data;

/// <summary>The cases of a file, one after the other.</summary>
internal sealed class CaseSet
{
    private readonly CaseHead head;
    private readonly IReadOnlyList<CaseGroup> inputOrder, targetOrder;
    private readonly bool inputsMayBeEmpty, targetsMayBeEmpty;
    private readonly CaseColumns inputs, targets, clamps;

    public CaseSet(CaseHead head)
    {
        this.head = head;
        head.CheckNoTiming();
        Groups = CaseGroups.OfCases(head.Topology);
        (inputOrder, targetOrder) = head.Order(Groups);
        inputsMayBeEmpty = inputOrder.All(group => Input(group) is not null);
        targetsMayBeEmpty = targetOrder.All(group => head.Default(group) is not null);
        inputs = new(CaseRole.Input, Input);
        targets = new(CaseRole.Target, group => head.Default(group) ?? Cases.DontCare);
        clamps = new(CaseRole.Clamp, static _ => Cases.DontCare);

        double? Input(CaseGroup group) => head.Default(group) ?? group.Group.InitialState;
    }

    /// <summary>The groups that cases can name.</summary>
    public CaseGroups Groups { get; }

    /// <summary>Takes one case more.</summary>
    /// <param name="place">Where it begins.</param>
    /// <param name="said">Both sides, without name and weight.</param>
    /// <param name="name">Its name; empty where it has none.</param>
    public void Add(CaseText place, CaseText said, string name)
    {
        var (left, right) = CaseHead.Halves(said);
        var given = CaseHalf.Read(left, CaseRole.Input, inputOrder, Groups, head.Otherwise, inputsMayBeEmpty);
        if (name.Length > 0 && (given.IsByOrder || given.States.Count == 0) && inputOrder is [var first, ..] && first.Group.UnitNames.Contains(name, StringComparer.Ordinal))
            throw place.Error($"\"{DisplayText.Name(name)}\" at the beginning is the name of the case, but also of a unit of group '{first.Shown}'; name the groups of the inputs: \"name of the case\" {first.Shown}: \"{DisplayText.Name(name)}\".");
        var desired = CaseHalf.Read(right, CaseRole.Target, targetOrder, Groups, head.Otherwise, targetsMayBeEmpty);
        Add(place, given.States, desired.States, given.Clamps);
    }

    /// <summary>Takes one case more.</summary>
    /// <param name="place">Where it begins.</param>
    /// <param name="given">States of input groups.</param>
    /// <param name="desired">Desired states of output groups.</param>
    /// <param name="held">States that units are held at.</param>
    public void Add(CaseText place, Dictionary<CaseGroup, double[]> given, Dictionary<CaseGroup, double[]> desired, Dictionary<CaseGroup, double[]> held)
    {
        inputs.Add(place, given, inputOrder);
        targets.Add(place, desired, []);
        clamps.Add(place, held, []);
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
