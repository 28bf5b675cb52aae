namespace Backprop.Lab;

/// <summary>Every number of the passes forward and back in one case, as the library computes it, in double precision whatever that of the net.</summary>
internal sealed class CaseReading
{
    private CaseReading(Topology net)
    {
        Net = net;
        (Weights, ByWeight) = (new double[net.WeightCount], new double[net.WeightCount]);
        (TotalInputs, States, OfError, ByState, ByTotalInput) = (new double[net.Groups.Count][], new double[net.Groups.Count][], new double[net.Groups.Count][], new double[net.Groups.Count][], new double[net.Groups.Count][]);
        ErrorGivesTotalInput = new bool[net.Groups.Count];
    }

    /// <summary>The net.</summary>
    public Topology Net { get; }

    /// <summary>Whether the net computes in double precision.</summary>
    public bool IsDouble { get; private init; }

    /// <summary>E of the case, without its weight (equation 3).</summary>
    public double Error { get; private init; }

    /// <summary>All weights, in the order of the flat vector.</summary>
    public double[] Weights { get; }

    /// <summary>∂E/∂w of the case (equation 6), likewise; where all cases are windows of sequences, over all of them. 0 for frozen weights.</summary>
    public double[] ByWeight { get; }

    /// <summary>x by the index of the group, then by the unit (equation 1); none for input groups.</summary>
    public double[][] TotalInputs { get; }

    /// <summary>y (equation 2), likewise.</summary>
    public double[][] States { get; }

    /// <summary>What the error measure gives (equation 4), likewise: <see cref="CaseDerivatives{T}.OfError"/>.</summary>
    public double[][] OfError { get; }

    /// <summary>∂E/∂y (equations 4 and 7), likewise.</summary>
    public double[][] ByState { get; }

    /// <summary>∂E/∂x (equation 5), likewise; none for input groups.</summary>
    public double[][] ByTotalInput { get; }

    /// <summary>Whether what the error measure gives is ∂E/∂x, by the index of the group.</summary>
    public bool[] ErrorGivesTotalInput { get; }

    /// <summary>The numbers of one of the cases that were derived.</summary>
    public static CaseReading Of<T>(Network<T> network, CaseDerivatives<T> derivatives, int @case, double error)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var reading = new CaseReading(network.Topology) { IsDouble = typeof(T) == typeof(double), Error = error };
        Put(network.Weights, reading.Weights);
        Put(derivatives.ByWeight, reading.ByWeight);
        foreach (var group in network.Topology.Groups)
        {
            reading.TotalInputs[group.Index] = Doubles(derivatives.TotalInputs(group, @case));
            reading.States[group.Index] = Doubles(derivatives.States(group, @case));
            reading.OfError[group.Index] = Doubles(derivatives.OfError(group, @case));
            reading.ByState[group.Index] = Doubles(derivatives.ByState(group, @case));
            reading.ByTotalInput[group.Index] = Doubles(derivatives.ByTotalInput(group, @case));
            reading.ErrorGivesTotalInput[group.Index] = derivatives.ErrorGivesTotalInput(group);
        }
        return reading;
    }

    /// <summary>The shortest text of a number in the precision of the net.</summary>
    public string Text(double number) => number == 0 ? "0" : IsDouble ? Numeral.Text(number) : Numeral.Text((float)number);

    /// <summary>a · b + sum, rounded once in the precision of the net: a step of its sums.</summary>
    public double MultiplyAdd(double a, double b, double sum) => IsDouble ? Math.FusedMultiplyAdd(a, b, sum) : MathF.FusedMultiplyAdd((float)a, (float)b, (float)sum);

    /// <summary>a · b, rounded in the precision of the net.</summary>
    public double Multiply(double a, double b) => IsDouble ? a * b : (float)a * (float)b;

    private static double[] Doubles<T>(ReadOnlySpan<T> numbers)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var doubles = new double[numbers.Length];
        Put(numbers, doubles);
        return doubles;
    }

    private static void Put<T>(ReadOnlySpan<T> numbers, double[] doubles)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var k = 0; k < numbers.Length; k++)
            doubles[k] = double.CreateTruncating(numbers[k]);
    }
}
