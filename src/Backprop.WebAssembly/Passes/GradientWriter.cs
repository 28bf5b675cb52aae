namespace Backprop.WebAssembly;

/// <summary>Writes equation 6: what a pass backward leaves at the weights.</summary>
internal sealed class GradientWriter<T>(PassCode<T> pass)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Vector = VectorCode<T>.VectorBytes, Bundle = VectorCode<T>.BundleBytes;

    private readonly NetMemory<T> memory = pass.Memory;
    private readonly BlockLayout<T> layout = pass.Layout;
    private readonly VectorCode<T> vectors = pass.Vectors;
    private readonly FunctionCode code = pass.Code;
    private readonly Local block = pass.Block;
    private readonly Products<T> products = pass.Products;
    private readonly int width = pass.Width;

    private static int NumberBytes => VectorCode<T>.NumberBytes;

    /// <summary>Of a projection and its biases, in lanes that are joined when all blocks are over.</summary>
    public void GradientInLanes(Group group, PlanStep step)
    {
        var projection = step.Projection!;
        var from = projection.From;
        products.Gradient(group.Size, from.Size, width, (new Place(memory[group].Derivatives), width), (pass.States(from), width), pass.HasUnitStates(from), step.Writes,
            (first, count) => (new Place(pass.Lanes(projection.Weights) + (first * from.Size * Bundle)), count * from.Size * Bundle), null);
        BiasesInLanes(group, step);
    }

    /// <summary>Of biases, in lanes.</summary>
    public void BiasesInLanes(Group group, PlanStep step)
    {
        if (step.Biases != BiasUse.None)
            products.SumOverCases(group.Size, width, (new Place(memory[group].Derivatives), width), pass.Lanes(group.Biases!), fresh: step.Biases == BiasUse.Write);
    }

    /// <summary>Of a projection and its biases.</summary>
    public void DenseGradient(Group group, PlanStep step)
    {
        var projection = step.Projection!;
        var from = projection.From;
        var gradient = pass.Gradient(projection.Weights);
        if (step.InCaseOrder)
        {
            GradientInCaseOrder(group, step);
        }
        else
        {
            products.Gradient(group.Size, from.Size, width, (new Place(memory[group].Derivatives), width), (pass.States(from), width), pass.HasUnitStates(from), fresh: true,
                (_, _) => (new Place(memory.RowLanes), 0),
                (first, count, tile) => products.Join(memory.RowLanes, gradient + (first * from.Size * NumberBytes), count * from.Size, step.Writes, products.Scaled(tile, count * from.Size * NumberBytes)));
        }
        if (step.Biases != BiasUse.None)
            BiasGradient(group, step);
    }

    /// <summary>Of biases.</summary>
    public void BiasGradient(Group group, PlanStep step)
    {
        var gradient = pass.Gradient(group.Biases!);
        code.For(group.Size, 1, unit => code.Scope(() =>
        {
            var from = products.Scaled(unit, width);
            var sums = pass.Sums();
            code.For(width, Bundle, at => code.Scope(() =>
            {
                var next = code.New(ValueType.I32);
                code.Get(from).Get(at).Do(Op.I32Add).Set(next);
                for (var k = 0; k < sums.Length; k++)
                    vectors.Get(sums[k]).Get(pass.Loaded(new Place(memory[group].Derivatives), next, k * Vector)).Add().Set(sums[k]);
            }));
            var target = products.Scaled(unit, NumberBytes);
            vectors.SumOfLanes(sums[0], sums[1], sums[2], sums[3]);
            vectors.AddToMemory(target, gradient, step.Biases == BiasUse.Write);
        }));
    }

    /// <summary>The states of the senders are laid out case by case, so that each sum over cases is a chain in one lane.</summary>
    private void GradientInCaseOrder(Group group, PlanStep step)
    {
        var projection = step.Projection!;
        var (from, gradient) = (projection.From, pass.Gradient(projection.Weights));
        var states = pass.States(from);
        var rowBytes = from.Size * NumberBytes;
        var padded = (rowBytes + Vector - 1) / Vector * Vector;
        code.For(from.Size, 1, unit => code.Scope(() =>
        {
            var source = products.Pointer(states, products.Scaled(unit, width));
            var target = products.Scaled(unit, NumberBytes);
            code.For(layout.Count * NumberBytes, NumberBytes, at => code.Scope(() =>
            {
                // Case · padded bytes: a case has NumberBytes in the source.
                code.Get(target).Get(at).I32(padded / NumberBytes).Do(Op.I32Multiply).Do(Op.I32Add);
                code.Get(source).Get(at).Do(Op.I32Add);
                Move(states.Offset, memory.Transposed);
            }));
        }));
        var direct = padded == rowBytes;
        var sums = direct ? gradient : memory.PaddedGradient;
        if (!direct && !step.Writes)
            CopyRows(gradient, rowBytes, sums, padded, group.Size, rowBytes);
        products.Multiply(group.Size, layout.Count, padded, (new Place(memory[group].Derivatives), width, NumberBytes), (new Place(memory.Transposed), padded), (new Place(sums), padded),
            new RowStart(step.Writes ? StartValue.Zero : StartValue.None), pass.HasUnitStates(from));
        if (!direct)
            CopyRows(sums, padded, gradient, rowBytes, group.Size, rowBytes);
    }

    private void CopyRows(int source, int sourceRow, int target, int targetRow, int rows, int bytes) => code.For(rows, 1, row => code.Scope(() =>
    {
        var from = products.Scaled(row, sourceRow);
        var to = products.Scaled(row, targetRow);
        code.For(bytes, NumberBytes, at =>
        {
            code.Get(to).Get(at).Do(Op.I32Add).Get(from).Get(at).Do(Op.I32Add);
            Move(source, target);
        });
    }));

    /// <summary>Copies the bits of one number; the addresses of the target and of the source are on the stack.</summary>
    private void Move(int source, int target)
    {
        if (NumberBytes == 4)
            code.At(Op.I32Load, source).At(Op.I32Store, target);
        else
            code.At(Op.I64Load, source).At(Op.I64Store, target);
    }

    /// <summary>Of a projection from sparse states.</summary>
    public void SparseGradient(Group group, PlanStep step)
    {
        var projection = step.Projection!;
        var (from, gradient) = (projection.From, pass.Gradient(projection.Weights));
        var (slots, units, values) = (layout.Shape[from].Slots!.Value, layout.SparseUnits(from), layout.Input(from));
        var derivatives = memory[group].Derivatives;
        var unitRow = width / NumberBytes * sizeof(int);
        if (step.Writes)
        {
            code.For(projection.Weights.Length * NumberBytes, NumberBytes, at =>
            {
                code.Get(at);
                if (NumberBytes == 4)
                    code.I32(0).At(Op.I32Store, gradient);
                else
                    code.I64(0).At(Op.I64Store, gradient);
            });
        }
        if (slots == 0)
            return;
        code.For(slots, 1, slot => code.For(group.Size, 1, unit => code.Scope(() =>
        {
            var ofUnits = code.New(ValueType.I32);
            code.Get(products.Scaled(slot, unitRow)).Get(block).Do(Op.I32Add).Set(ofUnits);
            var value = products.Pointer(values, products.Scaled(slot, width));
            var derivative = products.Scaled(unit, width);
            var row = products.Scaled(unit, from.Size * NumberBytes);
            code.For(layout.Count, 1, @case => code.Scope(() =>
            {
                var at = products.Scaled(@case, NumberBytes);
                var target = code.New(ValueType.I32);
                code.Get(products.Scaled(@case, sizeof(int))).Get(ofUnits).Do(Op.I32Add).At(Op.I32Load, units.Offset).I32(NumberBytes).Do(Op.I32Multiply).Get(row).Do(Op.I32Add).Set(target);
                Local ofUnit = vectors.New(), state = vectors.New(), sum = vectors.New();
                code.Get(derivative).Get(at).Do(Op.I32Add);
                vectors.LoadOne(derivatives).Set(ofUnit);
                code.Get(value).Get(at).Do(Op.I32Add);
                vectors.LoadOne(values.Offset).Set(state);
                code.Get(target);
                vectors.LoadOne(gradient).Set(sum);
                code.Get(target);
                vectors.MultiplyAdd(ofUnit, state, sum, pass.HasUnitStates(from)).StoreOne(gradient);
            }));
        })));
    }

    /// <summary>Of a projection one to one.</summary>
    public void OneToOneGradient(Group group, PlanStep step)
    {
        var projection = step.Projection!;
        var states = pass.States(projection.From);
        code.For(group.Size, 1, unit => code.Scope(() =>
        {
            var row = products.Scaled(unit, width);
            var sums = pass.Sums();
            code.For(width, Bundle, column => code.Scope(() =>
            {
                var at = code.New(ValueType.I32);
                code.Get(row).Get(column).Do(Op.I32Add).Set(at);
                for (var k = 0; k < sums.Length; k++)
                    vectors.MultiplyAdd(pass.Loaded(new Place(memory[group].Derivatives), at, k * Vector), pass.Loaded(states, at, k * Vector), sums[k], pass.HasUnitStates(projection.From)).Set(sums[k]);
            }));
            var target = products.Scaled(unit, NumberBytes);
            vectors.SumOfLanes(sums[0], sums[1], sums[2], sums[3]);
            vectors.AddToMemory(target, pass.Gradient(projection.Weights), step.Writes);
        }));
    }
}
