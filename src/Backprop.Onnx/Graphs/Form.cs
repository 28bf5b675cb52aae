using Backprop.Onnx.Schema;

namespace Backprop.Onnx;

/// <summary>
/// The shape of a value, and which of its axes counts cases: [batch, 1, 28, 28] has 784 units. A value whose units keep their order
/// when it takes another form is the same value to a net.
/// </summary>
/// <param name="Dims">The size of each axis; that of <paramref name="Batch"/> is 0 where any number of cases may be given.</param>
/// <param name="Batch">The axis of the cases; −1 where the graph takes one case.</param>
internal sealed record Form(int[] Dims, int Batch)
{
    /// <summary>How a list of sizes names that of the batch where it is not known.</summary>
    public const double AnyBatch = double.NaN;

    /// <summary>Of a value whose axes are all alike.</summary>
    public static Form Of(int[] dims) => new(dims, -1);

    /// <summary>[batch, units].</summary>
    public static Form OfUnits(int units) => new([0, units], 0);

    /// <summary>Elements per case.</summary>
    public long Units => Dims.Where((_, axis) => axis != Batch).Aggregate(1L, (product, size) => Math.Min(int.MaxValue, product * size));

    /// <summary>The sizes as a graph computes them.</summary>
    public double[] Sizes => [.. Dims.Select((size, axis) => axis == Batch && size == 0 ? AnyBatch : size)];

    private bool HasAnyBatch => Batch >= 0 && Dims[Batch] == 0;

    // Elements of all cases, where their number is known: of one where it is not.
    private long Count => Units * (Batch >= 0 && Dims[Batch] > 0 ? Dims[Batch] : 1);

    /// <summary>Whether all units lie along the last axis.</summary>
    public bool IsFlat => Dims.Length > 0 && Batch != Dims.Length - 1 && Dims[^1] == Units;

    /// <summary>Whether the axis is the last, or all from it on are one list of units as operator sets before 13 take them.</summary>
    public bool IsLast(long axis)
    {
        var first = axis < 0 ? axis + Dims.Length : axis;
        return first >= 0 && first < Dims.Length && first > Batch && (first == Dims.Length - 1 || (IsFlat && Dims.Skip((int)first).SkipLast(1).All(size => size == 1)));
    }

    /// <summary>Whether it is the same form: leading axes of 1 make no difference.</summary>
    public bool IsSame(Form other)
    {
        var (a, b) = Dims.Length > other.Dims.Length ? (other, this) : (this, other);
        var more = b.Dims.Length - a.Dims.Length;
        return b.Dims.Take(more).All(size => size == 1) && b.Batch >= more == a.Batch >= 0 && (a.Batch < 0 || a.Batch + more == b.Batch)
            && a.Dims.Zip(b.Dims.Skip(more)).Select((pair, axis) => pair.First == pair.Second || axis == a.Batch).All(same => same);
    }

    /// <summary>The form of what is computed from values of some forms, unit by unit: that of the most units; null stands for constants.</summary>
    public static Form Common(Form?[] known) => known.OfType<Form>().MaxBy(form => form.Units) ?? throw new FormatException("has no states of units among its inputs");

    /// <summary>With the last axis of another size.</summary>
    public Form WithLast(int size) => this with { Dims = [.. Dims.SkipLast(1), size] };

    /// <summary>What a Flatten, Reshape, Squeeze or Unsqueeze makes of it.</summary>
    /// <param name="node">The node.</param>
    /// <param name="second">Its second input, where it has one.</param>
    /// <exception cref="FormatException">The sizes do not fit, or units of one case would become several cases.</exception>
    public Form After(NodeProto node, GraphTensor? second)
    {
        double[]? list = second?.Numbers ?? (node.Find(node.OpType == "Reshape" ? "shape" : "axes") is { } attribute ? [.. attribute.Ints.Select(value => (double)value)] : null);
        return node.OpType switch
        {
            "Flatten" => Flattened(node.Long("axis", 1)),
            "Reshape" => Reshaped(list ?? throw new FormatException("does not say the new shape"), node.Long("allowzero", 0) != 0),
            "Squeeze" => Squeezed(list),
            _ => Unsqueezed(list ?? throw new FormatException("does not say which axes are new")),
        };
    }

    /// <summary>With its axes in another order, which must leave that of the units alone.</summary>
    /// <exception cref="FormatException">It does not.</exception>
    public Form Transposed(long[] order)
    {
        if (order.Length == 0) order = [.. Enumerable.Range(0, Dims.Length).Reverse().Select(axis => (long)axis)];
        if (!order.Order().SequenceEqual(Enumerable.Range(0, Dims.Length).Select(axis => (long)axis))) throw new FormatException($"orders the axes of a value of shape {this} by [{string.Join(", ", order)}]");
        var moved = order.Where(axis => axis != Batch && Dims[axis] != 1);
        if (!moved.SequenceEqual(moved.Order())) throw new FormatException($"changes the order of the units of a value of shape {this} by [{string.Join(", ", order)}], which is not supported");
        return new([.. order.Select(axis => Dims[axis])], Array.IndexOf(order, Batch));
    }

    private Form Flattened(long axis)
    {
        var first = axis < 0 ? axis + Dims.Length : axis;
        if (first < 0 || first > Dims.Length) throw new FormatException($"flattens a value of shape {this} from axis {axis}");
        double before = 1, after = 1;
        for (var k = 0; k < Dims.Length; k++)
        {
            if (k < first) before *= Sizes[k];
            else after *= Sizes[k];
        }
        return Reshaped([before, after], allowsZero: true);
    }

    // −1 is what is left, 0 the size that the axis has. The axis of the cases is where the number of cases goes.
    private Form Reshaped(double[] wanted, bool allowsZero)
    {
        string Problem() => $"turns a value of shape {this} into [{string.Join(", ", wanted.Select(size => double.IsNaN(size) ? "batch" : size.ToString(System.Globalization.CultureInfo.InvariantCulture)))}], which does not keep the {Units} units of a case together";
        if (wanted.Length > 16) throw new FormatException(Problem());
        var (batch, left) = (-1, -1);
        var sizes = new long[wanted.Length];
        for (var axis = 0; axis < wanted.Length; axis++)
        {
            var size = wanted[axis] == 0 && !allowsZero && axis < Dims.Length ? Sizes[axis] : wanted[axis];
            if (double.IsNaN(size))
            {
                if (batch >= 0) throw new FormatException(Problem());
                batch = axis;
            }
            else if (size == -1)
            {
                if (left >= 0) throw new FormatException(Problem());
                left = axis;
            }
            else if (size is < 0 or > int.MaxValue)
            {
                throw new FormatException(Problem());
            }
            else
            {
                sizes[axis] = (long)size;
            }
        }
        long Product() => sizes.Where((_, axis) => axis != batch && axis != left).Aggregate(1L, (product, size) => Math.Min(long.MaxValue >> 32, product * Math.Min(size, int.MaxValue)));

        if (batch < 0 && HasAnyBatch && left >= 0 && Product() == Units) (batch, left) = (left, -1);
        if (left >= 0)
        {
            // What is left of any number of cases is known only where the new shape is that of one case.
            if (batch < 0 && HasAnyBatch && (left == 0 || sizes[0] != 1)) throw new FormatException(Problem());
            var (total, others) = (batch >= 0 ? Units : Count, Product());
            if (others == 0 || total % others != 0) throw new FormatException(Problem());
            sizes[left] = total / others;
            left = -1;
        }
        if (batch >= 0) return Product() == Units ? new([.. sizes.Select(size => (int)size)], batch) : throw new FormatException(Problem());

        // Without a batch in the new shape, a file for one case keeps its axis of 1 where there is one.
        if (Product() != Count) throw new FormatException(Problem());
        if (Batch >= 0)
        {
            var cases = Math.Max(1, Dims[Batch]);
            for (var axis = 0; axis < sizes.Length; axis++)
                if (sizes[axis] == cases && sizes.Take(axis).All(size => size == 1) && sizes.Length > 1) return new([.. sizes.Select(size => (int)size)], axis);
            if (cases > 1) throw new FormatException(Problem());
        }
        return new([.. sizes.Select(size => (int)size)], -1);
    }

    private Form Squeezed(double[]? axes)
    {
        var gone = Places(axes ?? [.. Enumerable.Range(0, Dims.Length).Where(axis => Dims[axis] == 1).Select(axis => (double)axis)], Dims.Length);
        foreach (var axis in gone)
            if (Dims[axis] != 1 && !(axis == Batch && Dims[axis] == 0)) throw new FormatException($"takes axis {axis}, which does not have the size 1, from a value of shape {this}");
        return new([.. Dims.Where((_, axis) => !gone.Contains(axis))], gone.Contains(Batch) ? -1 : Batch - gone.Count(axis => axis < Batch));
    }

    private Form Unsqueezed(double[] axes)
    {
        var rank = Dims.Length + axes.Length;
        var made = Places(axes, rank);
        var (dims, batch, at) = (new int[rank], -1, 0);
        for (var axis = 0; axis < rank; axis++)
        {
            if (made.Contains(axis))
            {
                dims[axis] = 1;
                continue;
            }
            if (at == Batch) batch = axis;
            dims[axis] = Dims[at++];
        }
        return new(dims, batch);
    }

    private HashSet<int> Places(double[] axes, int rank)
    {
        var places = axes.Select(axis => axis < 0 ? axis + rank : axis).Where(axis => axis >= 0 && axis < rank).Select(axis => (int)axis).ToHashSet();
        return places.Count == axes.Length ? places : throw new FormatException($"names axes [{string.Join(", ", axes)}] of a value of shape {this}");
    }

    /// <summary>[batch, 1, 28, 28].</summary>
    public override string ToString() => $"[{string.Join(", ", Dims.Select((size, axis) => axis == Batch && size == 0 ? "batch" : size.ToString(System.Globalization.CultureInfo.InvariantCulture)))}]";
}
