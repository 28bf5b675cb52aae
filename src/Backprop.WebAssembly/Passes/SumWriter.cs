namespace Backprop.WebAssembly;

/// <summary>Writes sums over what units receive: equation 1, and equation 7 backward.</summary>
internal sealed class SumWriter<T>(PassCode<T> pass)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Vector = VectorCode<T>.VectorBytes;

    private readonly BlockLayout<T> layout = pass.Layout;
    private readonly VectorCode<T> vectors = pass.Vectors;
    private readonly FunctionCode code = pass.Code;
    private readonly Local block = pass.Block;
    private readonly Products<T> products = pass.Products;
    private readonly int width = pass.Width;

    private static int NumberBytes => VectorCode<T>.NumberBytes;

    /// <summary>What the sums of rows begin with.</summary>
    public void Fill(int target, int units, RowStart start)
    {
        if (start.Value == StartValue.None)
            return;
        code.For(units, 1, unit => code.Scope(() =>
        {
            var value = vectors.New();
            if (start.Value == StartValue.Zero)
            {
                vectors.Constant(T.Zero).Set(value);
            }
            else
            {
                code.Get(products.Scaled(unit, NumberBytes));
                vectors.LoadSplat(start.Address).Set(value);
            }
            var row = products.Scaled(unit, width);
            code.For(width, Vector, at =>
            {
                code.Get(row).Get(at).Do(Op.I32Add);
                vectors.Get(value).Store(target);
            });
        }));
    }

    /// <summary>Adds what a projection one to one sends.</summary>
    public void OneToOne(Place weights, Place from, int to, int units) => code.For(units, 1, unit => code.Scope(() =>
    {
        var weight = vectors.New();
        code.Get(products.Scaled(unit, NumberBytes));
        vectors.LoadSplat(weights.Offset).Set(weight);
        var row = products.Scaled(unit, width);
        code.For(width, Vector, column => code.Scope(() =>
        {
            var at = code.New(ValueType.I32);
            code.Get(row).Get(column).Do(Op.I32Add).Set(at);
            var sum = vectors.New();
            vectors.MultiplyAdd(weight, pass.Loaded(from, at), pass.Loaded(new Place(to), at)).Set(sum);
            code.Get(at);
            vectors.Get(sum).Store(to);
        }));
    }));

    /// <summary>Adds what sparse states send.</summary>
    public void ForwardSparse(Group group, PlanStep step, int totals)
    {
        var projection = step.Projection!;
        var (from, start) = (projection.From, pass.Start(group, step));
        var (slots, units, values) = (layout.Shape[from].Slots!.Value, layout.SparseUnits(from), layout.Input(from));
        var lanes = Vector / NumberBytes;
        var unitRow = width / NumberBytes * sizeof(int);
        code.For(group.Size, 1, unit => code.Scope(() =>
        {
            var row = products.Scaled(unit, width);
            var weights = products.Scaled(unit, from.Size * NumberBytes);
            var first = vectors.New();
            if (start.Value == StartValue.Biases)
            {
                code.Get(products.Scaled(unit, NumberBytes));
                vectors.LoadSplat(start.Address).Set(first);
            }
            else
            {
                vectors.Constant(T.Zero).Set(first);
            }
            code.For(width, Vector, column => code.Scope(() =>
            {
                var at = code.New(ValueType.I32);
                code.Get(row).Get(column).Do(Op.I32Add).Set(at);
                var sum = vectors.New();
                if (start.Value == StartValue.None)
                    vectors.Get(pass.Loaded(new Place(totals), at)).Set(sum);
                else
                    vectors.Get(first).Set(sum);
                code.For(slots, 1, slot => code.Scope(() =>
                {
                    var value = products.Pointer(values, column, products.Scaled(slot, width));
                    var number = code.New(ValueType.I32);
                    // Of 4 bytes each, whatever the precision.
                    code.Get(column).I32(NumberBytes == sizeof(int) ? 0 : 1).Do(Op.I32ShiftRightUnsigned);
                    code.Get(products.Scaled(slot, unitRow)).Do(Op.I32Add).Get(block).Do(Op.I32Add).Set(number);
                    var gathered = vectors.New();
                    vectors.Constant(T.Zero).Set(gathered);
                    for (var lane = 0; lane < lanes; lane++)
                    {
                        code.Get(number).At(Op.I32Load, units.Offset + (lane * sizeof(int))).I32(NumberBytes).Do(Op.I32Multiply).Get(weights).Do(Op.I32Add);
                        code.Get(gathered).LaneAt(NumberBytes == 4 ? VectorOp.Load32Lane : VectorOp.Load64Lane, pass.Weights(projection).Offset, lane).Set(gathered);
                    }
                    var state = vectors.New();
                    code.Get(value);
                    vectors.Load(values.Offset).Set(state).MultiplyAdd(gathered, state, sum, pass.HasUnitStates(from)).Set(sum);
                }));
                code.Get(at);
                vectors.Get(sum).Store(totals);
            }));
        }));
    }
}
