namespace Backprop.Onnx;

/// <summary>What a value of a graph is in terms of a net.</summary>
internal abstract record Meaning
{
    /// <summary>A constant of the file; <paramref name="Name"/> is its name there, or none where it was computed from others.</summary>
    internal sealed record Constant(GraphTensor Tensor, string? Name) : Meaning;

    /// <summary>States of units: those of one group, or of several side by side.</summary>
    internal sealed record States(IReadOnlyList<ImportedGroup> Groups) : Meaning
    {
        public override int Size => Groups.Sum(group => group.Size);
    }

    /// <summary>A total input: Σ w y + b.</summary>
    internal sealed record Total(int Units, IReadOnlyList<Term> Terms, double[]? Biases, string? BiasName) : Meaning
    {
        public override int Size => Units;
    }

    /// <summary>Units; of a constant, elements.</summary>
    public virtual int Size => ((Constant)this).Tensor.Numbers?.Length ?? 0;
}

/// <summary>
/// What one group adds to a total input: <paramref name="Weights"/> are [to · from size + from], or [unit] where <paramref name="OneToOne"/>.
/// <paramref name="Name"/> is that of the constant which they are, unchanged; none where they were computed. <paramref name="Implied"/>
/// weights stand nowhere in the file (y itself was added): learning must leave them as they are.
/// </summary>
internal sealed record Term(ImportedGroup From, double[] Weights, bool OneToOne, string? Name, bool Implied)
{
    /// <summary>Both terms come from one group: their sum is one projection.</summary>
    public Term Plus(Term other, int units)
    {
        if (OneToOne && other.OneToOne) return Sum(Weights, other.Weights, true);
        return Sum(Full(units), other.Full(units), false);

        Term Sum(double[] a, double[] b, bool oneToOne) => new(From, [.. a.Zip(b, (x, y) => x + y)], oneToOne, null, false);
    }

    private double[] Full(int units)
    {
        if (!OneToOne) return Weights;
        var full = new double[(long)units * units];
        for (var unit = 0; unit < units; unit++) full[((long)unit * units) + unit] = Weights[unit];
        return full;
    }
}

/// <summary>A group that the graph turned out to have; an input group has neither function nor total.</summary>
internal sealed class ImportedGroup(string name, int size)
{
    public string Name => name;

    public int Size => size;

    public UnitFunction? Function { get; init; }

    public Meaning.Total? Total { get; init; }

    public bool IsOutput { get; set; }
}
