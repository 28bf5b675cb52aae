namespace Backprop.Onnx;

/// <summary>Arithmetic of total inputs: products, sums and scalings that leave them total inputs. Anything else is refused.</summary>
internal static class TotalInput
{
    /// <summary>States as the total input of other units: weights of 1, one to one.</summary>
    public static Meaning.Total Of(Meaning value) => value switch
    {
        Meaning.Total total => total,
        Meaning.States { Groups: [var group] } => new(group.Size, [new Term(group, Ones(group.Size), true, null, true)], null, null),
        Meaning.States => throw new FormatException("uses several joined groups otherwise than in a product, which is not supported"),
        _ => throw new FormatException("has a constant where units are expected"),
    };

    /// <summary>factor · Y W for states Y and a constant W, [from, to] or, transposed, [to, from].</summary>
    public static Meaning.Total Product(Meaning.States states, Meaning weights, bool transposed, double factor)
    {
        if (weights is not Meaning.Constant { Tensor: { Numbers: { } numbers, Dims: [var rows, var columns] } tensor } constant)
            throw new FormatException("multiplies by something that is no constant matrix");
        var (from, to) = transposed ? (columns, rows) : (rows, columns);
        if (from != states.Size) throw new FormatException($"multiplies {states.Size} units by weights of shape {tensor.Shape}");
        if (to == 0) throw new FormatException("makes no units");
        if (!transposed) numbers = Operators.Transpose(tensor).Numbers!;

        var terms = new List<Term>();
        var first = 0;
        foreach (var group in states.Groups)
        {
            var part = new double[to * group.Size];
            for (var unit = 0; unit < to; unit++)
                for (var k = 0; k < group.Size; k++) part[(unit * group.Size) + k] = factor * numbers[(unit * from) + first + k];
            first += group.Size;
            Add(terms, new Term(group, part, false, factor == 1 && states.Groups.Count == 1 ? Named(constant.Name, transposed) : null, false), to);
        }
        return new(to, terms, null, null);
    }

    /// <summary>The sum of total inputs, states or constants.</summary>
    public static Meaning.Total Sum(Meaning a, Meaning b)
    {
        if (a is Meaning.Constant) (a, b) = (b, a);
        var left = Of(a);
        if (b is Meaning.Constant constant)
        {
            var biases = Vector(constant, left.Size);
            return left.Biases is null
                ? left with { Biases = biases, BiasName = constant.Tensor.Numbers!.Length == left.Size ? constant.Name : null }
                : left with { Biases = [.. left.Biases.Zip(biases, (x, y) => x + y)], BiasName = null };
        }
        var right = Of(b);
        if (left.Size != right.Size) throw new FormatException($"adds {left.Size} units and {right.Size}");
        var terms = left.Terms.ToList();
        foreach (var term in right.Terms) Add(terms, term, left.Size);
        return (left.Biases, right.Biases) switch
        {
            ({ } x, { } y) => new(left.Size, terms, [.. x.Zip(y, (p, q) => p + q)], null),
            (null, _) => new(left.Size, terms, right.Biases, right.BiasName),
            _ => new(left.Size, terms, left.Biases, left.BiasName),
        };
    }

    /// <summary>Units times a constant, unit by unit.</summary>
    public static Meaning.Total Scale(Meaning a, Meaning b)
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
            total.Biases is null ? null : [.. total.Biases.Zip(factors, (x, y) => x * y)],
            null);
    }

    private static double[] Scaled(Term term, double[] factors)
    {
        var columns = term.OneToOne ? 1 : term.From.Size;
        var scaled = new double[term.Weights.Length];
        for (var k = 0; k < scaled.Length; k++) scaled[k] = term.Weights[k] * factors[k / columns];
        return scaled;
    }

    private static void Add(List<Term> terms, Term term, int units)
    {
        var same = terms.FindIndex(known => known.From == term.From);
        if (same < 0) terms.Add(term);
        else terms[same] = terms[same].Plus(term, units);
    }

    // One number for all units, or one each.
    private static double[] Vector(Meaning.Constant constant, int units)
    {
        var tensor = constant.Tensor;
        if (tensor.Numbers is not { } numbers || tensor.Dims.SkipLast(1).Any(dimension => dimension != 1) || (numbers.Length != units && numbers.Length != 1))
            throw new FormatException($"joins {units} units and a constant of shape {tensor.Shape}");
        return numbers.Length == units ? numbers : [.. Enumerable.Repeat(numbers[0], units)];
    }

    // The same constant used in two ways is two blocks of weights.
    private static string? Named(string? name, bool transposed) => name is null || transposed ? name : name + " (transposed)";

    private static double[] Ones(int count) => [.. Enumerable.Repeat(1.0, count)];
}
