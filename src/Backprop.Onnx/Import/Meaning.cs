using Backprop.Onnx.Schema;

namespace Backprop.Onnx;

/// <summary>What a value of a graph is in terms of a net.</summary>
internal abstract record Meaning
{
    /// <summary>Units; of a constant, elements.</summary>
    public abstract int Size { get; }

    /// <summary>A constant of the file; <paramref name="Name"/> is its name there, or none where it was computed from others.</summary>
    internal sealed record Constant(GraphTensor Tensor, string? Name) : Meaning
    {
        private double[]? transposed;

        public override int Size => Tensor.Count;

        /// <summary>The matrix [to · from size + from] of a constant [from, to]; made once, however often the constant is used.</summary>
        public double[] Transposed(WorkLimit limit)
        {
            if (transposed is not null) return transposed;
            limit.Numbers(Size);
            return transposed = Operators.Transpose(Tensor).Numbers!;
        }

        /// <summary>The number that all its elements are; null where they differ.</summary>
        public double? Single => Tensor.Numbers is { Length: > 0 } numbers && numbers.AsSpan().IndexOfAnyExcept(numbers[0]) < 0 ? numbers[0] : null;

        /// <summary>Numbers as a constant without a name.</summary>
        public static Constant Of(double[] numbers, WorkLimit limit)
        {
            limit.Numbers(numbers.Length);
            return new Constant(GraphTensor.Vector(numbers), null);
        }

        /// <summary>A function of each of its numbers.</summary>
        public Constant Map(Converter<double, double> function, WorkLimit limit)
        {
            limit.Numbers(Size);
            return new Constant(Tensor with { Numbers = Array.ConvertAll(Tensor.Numbers ?? [], function) }, null);
        }

        /// <summary>As one number for all units of a form, or one each.</summary>
        /// <exception cref="FormatException">It does not fit them.</exception>
        public Constant Spread(Form form, WorkLimit limit)
        {
            if (Tensor.Numbers is not { } numbers || numbers.Length == 1) return this;
            if (form.IsFlat && Tensor.Columns == form.Units && numbers.Length == form.Units) return this;
            int[] sizes = [.. form.Dims.Select((size, axis) => axis == form.Batch ? 1 : size)];
            GraphTensor spread;
            try
            {
                if (Tensor.Dims.Length > 16) throw Unfit();
                limit.Numbers(form.Units);
                spread = Operators.Pairwise(new GraphTensor(sizes, new double[form.Units]), Tensor, limit, (_, x) => x);
            }
            catch (FormatException)
            {
                throw Unfit();
            }
            return spread.Count == form.Units ? new Constant(GraphTensor.Vector(spread.Numbers!), numbers.Length == form.Units ? Name : null) : throw Unfit();

            FormatException Unfit() => new($"joins {form.Units} units of shape {form} and a constant of shape {Tensor.Shape}");
        }
    }

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

    /// <summary>
    /// A value computed unit by unit by something that is neither linear nor one unit function: perhaps a step on the way to one, such as
    /// the sigmoid's product with x. <paramref name="Inputs"/> and <paramref name="Forms"/> are those of the node; <paramref name="Depth"/> counts such steps.
    /// </summary>
    internal sealed record Curve(NodeProto Node, Meaning?[] Inputs, Form?[] Forms, int Units, int Depth) : Meaning
    {
        public override int Size => Units;
    }

    /// <summary>Logarithms of the states of a softmax group.</summary>
    internal sealed record Logarithms(States Of) : Meaning
    {
        public override int Size => Of.Size;
    }

    /// <summary>The class of the greatest of some values: its index, or one of <paramref name="Classes"/>.</summary>
    internal sealed record Label(Meaning Of, IReadOnlyList<string>? Classes) : Meaning
    {
        public override int Size => 1;
    }

    /// <summary>Whether values are not finite, as an exported graph asks before it names a class.</summary>
    internal sealed record Unknown : Meaning
    {
        public override int Size => 1;
    }

    /// <summary>A raw column of an exported graph on its way to states of units.</summary>
    internal sealed record Raw(RawColumn Column, RawStage Stage, int Units) : Meaning
    {
        public override int Size => Units;
    }
}

/// <summary>
/// What one group adds to a total input: <paramref name="Weights"/> are [to · from size + from], or [unit] where <paramref name="OneToOne"/>.
/// <paramref name="Name"/> is that of the constant which they are, unchanged; none where they were computed. <paramref name="Implied"/>
/// weights stand nowhere in the file (y itself was added): learning must leave them as they are.
/// </summary>
internal sealed record Term(ImportedGroup From, double[] Weights, bool OneToOne, string? Name, bool Implied)
{
    /// <summary>Both terms come from one group: their sum is one projection.</summary>
    public Term Plus(Term other, int units, WorkLimit limit)
    {
        if (OneToOne && other.OneToOne) return Sum(Weights, other.Weights, true);
        return Sum(Full(units, limit), other.Full(units, limit), false);

        Term Sum(double[] a, double[] b, bool oneToOne)
        {
            limit.Numbers(a.Length);
            var sum = new double[a.Length];
            for (var k = 0; k < sum.Length; k++) sum[k] = a[k] + b[k];
            return new(From, sum, oneToOne, null, false);
        }
    }

    private double[] Full(int units, WorkLimit limit)
    {
        if (!OneToOne) return Weights;
        limit.Numbers((long)units * units);
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
}

/// <summary>
/// A graph as a net: its groups in an order in which they can be computed, its outputs in the order of the file, the columns that
/// the file says of inputs and outputs, and what was left out or approximated.
/// </summary>
internal sealed record ImportedNet(
    IReadOnlyList<ImportedGroup> Groups, IReadOnlyList<ImportedGroup> Outputs, IReadOnlyList<OnnxGroup> InputColumns, IReadOnlyList<OnnxGroup> OutputColumns, IReadOnlyList<string> Notes);
