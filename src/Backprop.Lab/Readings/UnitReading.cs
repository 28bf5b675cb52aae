namespace Backprop.Lab;

/// <summary>One term of a sum over links: what a unit at the other end gives, times the weight between.</summary>
/// <param name="Group">The group at the other end.</param>
/// <param name="Unit">The unit at the other end.</param>
/// <param name="Weight">The place of the weight in the flat vector.</param>
/// <param name="Factor">Its state, or its ∂E/∂x.</param>
/// <param name="Value">The weight.</param>
/// <param name="Product">Their product, rounded in the precision of the net.</param>
internal sealed record LinkTerm(Group Group, int Unit, int Weight, double Factor, double Value, double Product);

/// <summary>What one unit computes in one case, term by term: equations 1 to 7 with their numbers.</summary>
internal sealed class UnitReading
{
    private UnitReading(CaseReading reading, Group group, int unit) => (Reading, Group, Unit) = (reading, group, unit);

    public CaseReading Reading { get; }

    public Group Group { get; }

    public int Unit { get; }

    /// <summary>The bias, with which the sum begins; null for none.</summary>
    public double? Bias => Group.Biases is { } block ? Reading.Weights[block.Offset + Unit] : null;

    /// <summary>The place of the bias in the flat vector; null for none.</summary>
    public int? BiasWeight => Group.Biases is { } block ? block.Offset + Unit : null;

    /// <summary>What it receives: states times weights, in the order of the sum (equation 1).</summary>
    public required IReadOnlyList<LinkTerm> Received { get; init; }

    /// <summary>What is sent back to it: ∂E/∂x of each receiver times the weight, in the order of the sum (equation 7).</summary>
    public required IReadOnlyList<LinkTerm> SentBack { get; init; }

    /// <summary>The bias and the terms received, added as the net adds them.</summary>
    public required double Sum { get; init; }

    /// <summary>What the error measure and the receivers give, added as the net adds them.</summary>
    public required double SumBack { get; init; }

    /// <summary>x; null for an input unit. Of leaky units it is moved only a part of the way to <see cref="Sum"/>.</summary>
    public double? TotalInput => Group.IsInput ? null : Reading.TotalInputs[Group.Index][Unit];

    /// <summary>y.</summary>
    public double State => Reading.States[Group.Index][Unit];

    /// <summary>The desired state; null for none.</summary>
    public required double? Target { get; init; }

    /// <summary>What holds the state whatever the total input; null for nothing.</summary>
    public required double? Clamp { get; init; }

    /// <summary>What the error measure gives: ∂E/∂y, or ∂E/∂x where <see cref="ErrorGivesTotalInput"/>; null for a unit without a target.</summary>
    public double? OfError => Target is null ? null : Reading.OfError[Group.Index][Unit];

    public bool ErrorGivesTotalInput => Reading.ErrorGivesTotalInput[Group.Index];

    /// <summary>∂E/∂y.</summary>
    public double ByState => Reading.ByState[Group.Index][Unit];

    /// <summary>∂E/∂x; null for an input unit.</summary>
    public double? ByTotalInput => Group.IsInput ? null : Reading.ByTotalInput[Group.Index][Unit];

    public bool IsLesioned => Group.LesionedUnits.Contains(Unit);

    /// <summary>Reads a unit.</summary>
    /// <param name="reading">The numbers of the case.</param>
    /// <param name="group">A group of its net.</param>
    /// <param name="unit">The unit, from 0.</param>
    /// <param name="cases">The cases.</param>
    /// <param name="case">The case, from 0.</param>
    public static UnitReading Of(CaseReading reading, Group group, int unit, Cases cases, int @case)
    {
        var bound = new BoundCases(reading.Net, cases);
        var received = new List<LinkTerm>();
        var sum = group.Biases is { } biases ? reading.Weights[biases.Offset + unit] : 0;
        foreach (var projection in group.Incoming)
        {
            foreach (var (from, weight) in Links(projection.Weights, unit, null))
            {
                var (state, value) = (reading.States[projection.From.Index][from], reading.Weights[weight]);
                sum = reading.MultiplyAdd(value, state, sum);
                if (Exists(projection.Weights, weight)) received.Add(new(projection.From, from, weight, state, value, reading.Multiply(value, state)));
            }
        }
        var sentBack = new List<LinkTerm>();
        var back = group.IsOutput && !reading.ErrorGivesTotalInput[group.Index] ? reading.OfError[group.Index][unit] : 0;
        foreach (var projection in group.Outgoing)
        {
            foreach (var (to, weight) in Links(projection.Weights, null, unit))
            {
                var (derivative, value) = (reading.ByTotalInput[projection.To.Index][to], reading.Weights[weight]);
                back = reading.MultiplyAdd(value, derivative, back);
                if (Exists(projection.Weights, weight)) sentBack.Add(new(projection.To, to, weight, derivative, value, reading.Multiply(value, derivative)));
            }
        }
        return new UnitReading(reading, group, unit)
        {
            Received = received,
            SentBack = sentBack,
            Sum = sum,
            SumBack = back,
            Target = Given(bound.Target(group), unit, @case),
            Clamp = Given(bound.Clamp(group), unit, @case),
        };
    }

    private static double? Given(CaseValues? values, int unit, int @case) => values?[@case, unit] is { } given && !double.IsNaN(given) ? given : null;

    private static bool Exists(WeightBlock block, int weight) => block.Mask?[weight - block.Offset] != false;

    /// <summary>The units at the other end with the places of their weights: of a receiving unit the senders, of a sending one the receivers.</summary>
    private static IEnumerable<(int Other, int Weight)> Links(WeightBlock block, int? to, int? from)
    {
        if (block.IsOneToOne) return [((to ?? from)!.Value, block.Offset + (to ?? from)!.Value)];
        return to is { } receiver
            ? Enumerable.Range(0, block.Columns).Select(sender => (sender, block.Offset + (receiver * block.Columns) + sender))
            : Enumerable.Range(0, block.Rows).Select(other => (other, block.Offset + (other * block.Columns) + from!.Value));
    }
}
