namespace Backprop.Onnx;

/// <summary>Arithmetic of total inputs: products, sums and scalings that leave them total inputs. Anything else is refused.</summary>
internal sealed class TotalInput(WorkLimit limit)
{
    /// <summary>States as the total input of other units: weights of 1, one to one.</summary>
    public Meaning.Total Of(Meaning value) => value switch
    {
        Meaning.Total total => total,
        Meaning.States { Groups: [var group] } => new(group.Size, [new Term(group, Repeated(1, group.Size), true, null, true)], null, null),
        Meaning.States joined => Joined(joined),
        _ => throw new FormatException("has a constant where units are expected"),
    };

    // Weights of 1 from each group to its place.
    private Meaning.Total Joined(Meaning.States states)
    {
        var terms = new TermList(states.Size, limit);
        var first = 0;
        foreach (var group in states.Groups)
        {
            limit.Numbers((long)states.Size * group.Size);
            var weights = new double[(long)states.Size * group.Size];
            for (var unit = 0; unit < group.Size; unit++) weights[((long)(first + unit) * group.Size) + unit] = 1;
            first += group.Size;
            terms.Add(new Term(group, weights, false, null, true));
        }
        return new(states.Size, terms.All, null, null);
    }

    /// <summary>A value or a constant times a number.</summary>
    public Meaning Scaled(Meaning value, double factor) => value switch
    {
        _ when factor == 1 => value,
        Meaning.Constant constant => constant.Map(x => factor * x, limit),
        _ => Scale(value, new Meaning.Constant(new GraphTensor([], [factor]), null)),
    };

    /// <summary>factor · Y W for states Y and a constant W, [from, to] or, transposed, [to, from].</summary>
    public Meaning.Total Product(Meaning.States states, Meaning weights, bool transposed, double factor)
    {
        if (weights is not Meaning.Constant { Tensor: { Numbers: { } numbers, Dims: [var rows, var columns] } tensor } constant)
            throw new FormatException("multiplies by something that is not a constant matrix");
        var (from, to) = transposed ? (columns, rows) : (rows, columns);
        if (from != states.Size) throw new FormatException($"multiplies {states.Size} units by weights of shape {tensor.Shape}");
        if (to == 0) throw new FormatException("makes no units");
        if (!transposed) numbers = constant.Transposed(limit);
        if (factor == 1 && states.Groups is [var only])
            return new(to, [new Term(only, numbers, false, Named(constant.Name, transposed), false)], null, null);

        var terms = new TermList(to, limit);
        var first = 0;
        foreach (var group in states.Groups)
        {
            limit.Numbers((long)to * group.Size);
            var part = new double[to * group.Size];
            for (var unit = 0; unit < to; unit++)
                for (var k = 0; k < group.Size; k++) part[(unit * group.Size) + k] = factor * numbers[(unit * from) + first + k];
            first += group.Size;
            terms.Add(new Term(group, part, false, null, false));
        }
        return new(to, terms.All, null, null);
    }

    /// <summary>The sum of total inputs, states or constants.</summary>
    public Meaning.Total Sum(Meaning a, Meaning b)
    {
        if (a is Meaning.Constant) (a, b) = (b, a);
        var left = Of(a);
        if (b is Meaning.Constant constant)
        {
            var biases = Vector(constant, left.Size);
            return left.Biases is null
                ? left with { Biases = biases, BiasName = constant.Tensor.Numbers!.Length == left.Size ? constant.Name : null }
                : left with { Biases = Sum(left.Biases, biases), BiasName = null };
        }
        var right = Of(b);
        if (left.Size != right.Size) throw new FormatException($"adds {left.Size} units and {right.Size}");
        var terms = new TermList(left.Size, limit);
        foreach (var term in left.Terms) terms.Add(term);
        foreach (var term in right.Terms) terms.Add(term);
        return (left.Biases, right.Biases) switch
        {
            ({ } x, { } y) => new(left.Size, terms.All, Sum(x, y), null),
            (null, _) => new(left.Size, terms.All, right.Biases, right.BiasName),
            _ => new(left.Size, terms.All, left.Biases, left.BiasName),
        };
    }

    /// <summary>Units times a constant, unit by unit.</summary>
    public Meaning.Total Scale(Meaning a, Meaning b)
    {
        if (a is Meaning.Constant) (a, b) = (b, a);
        if (b is not Meaning.Constant constant) throw new FormatException("multiplies units by units, which is not supported");
        var total = Of(a);
        var factors = Vector(constant, total.Size);
        var whole = constant.Tensor.Numbers!.Length == total.Size;
        return new(
            total.Size,
            [.. total.Terms.Select(term => term with
            {
                Weights = Scaled(term, factors),
                Name = term.Implied && whole ? Named(constant.Name, transposed: true) : null,
                Implied = false,
            })],
            total.Biases is { } biases ? Scaled(biases, factors, 1) : null,
            null);
    }

    private double[] Scaled(Term term, double[] factors) => Scaled(term.Weights, factors, term.OneToOne ? 1 : term.From.Size);

    private double[] Scaled(double[] weights, double[] factors, int columns)
    {
        limit.Numbers(weights.Length);
        var scaled = new double[weights.Length];
        for (var k = 0; k < scaled.Length; k++) scaled[k] = weights[k] * factors[k / columns];
        return scaled;
    }

    private double[] Sum(double[] a, double[] b)
    {
        limit.Numbers(a.Length);
        return [.. a.Zip(b, (x, y) => x + y)];
    }

    // One number for all units, or one each.
    private double[] Vector(Meaning.Constant constant, int units)
    {
        var tensor = constant.Tensor;
        if (tensor.Numbers is not { } numbers || tensor.Dims.SkipLast(1).Any(dimension => dimension != 1) || (numbers.Length != units && numbers.Length != 1))
            throw new FormatException($"joins {units} units and a constant of shape {tensor.Shape}");
        return numbers.Length == units ? numbers : Repeated(numbers[0], units);
    }

    private double[] Repeated(double value, int count)
    {
        limit.Numbers(count);
        return [.. Enumerable.Repeat(value, count)];
    }

    // The same constant used in two ways is two blocks of weights.
    private static string? Named(string? name, bool transposed) => name is null || transposed ? name : name + " (transposed)";

    /// <summary>Terms of which those from the same group are added up.</summary>
    private sealed class TermList(int units, WorkLimit limit)
    {
        private readonly Dictionary<ImportedGroup, int> places = [];

        public List<Term> All { get; } = [];

        public void Add(Term term)
        {
            limit.Numbers(1);
            if (places.TryAdd(term.From, All.Count)) All.Add(term);
            else All[places[term.From]] = All[places[term.From]].Plus(term, units, limit);
        }
    }
}
