using Backprop.SourceCode;

namespace Backprop.WebAssembly;

/// <summary>Writes the plan of a pass over blocks of one layout as code: each step as the library does it, each sum in its order.</summary>
internal sealed class PassWriter<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Vector = VectorCode<T>.VectorBytes, Bundle = VectorCode<T>.BundleBytes;

    private readonly NetMemory<T> memory;
    private readonly BlockLayout<T> layout;
    private readonly Predicate<Group> hasUnitStates;
    private readonly VectorCode<T> vectors;
    private readonly FunctionCode code;
    private readonly Local block;
    private readonly Products<T> products;
    private readonly PropagationPlan plan;
    private readonly int width;

    /// <summary>Writes into a function whose first parameter is the address of a block.</summary>
    /// <param name="memory">Where the net has its numbers.</param>
    /// <param name="layout">The layout of the block.</param>
    /// <param name="plan">What is done with it.</param>
    /// <param name="hasUnitStates">Whether all states of an input group are 0, 1 or −1 in all cases.</param>
    /// <param name="vectors">Writes the arithmetic.</param>
    public PassWriter(NetMemory<T> memory, BlockLayout<T> layout, PropagationPlan plan, Predicate<Group> hasUnitStates, VectorCode<T> vectors)
    {
        (this.memory, this.layout, this.plan, this.hasUnitStates, this.vectors) = (memory, layout, plan, hasUnitStates, vectors);
        code = vectors.Code;
        block = code.Parameter(0);
        products = new Products<T>(vectors, block);
        width = layout.RowBytes;
    }

    private static int NumberBytes => VectorCode<T>.NumberBytes;

    /// <summary>Equations 1 and 2.</summary>
    public void Forward() => Write(plan.Forward);

    /// <summary>Equations 5 to 7.</summary>
    public void Backward() => Write(plan.Backward);

    /// <summary>Equations 3 and 4; E is left in a local.</summary>
    public void Error(Local sum)
    {
        code.F64(0).Set(sum);
        foreach (var steps in plan.Error)
        {
            code.Scope(() =>
            {
                var accumulated = Sums();
                if (memory[steps.Group].Error!.IsOfUnits)
                    UnitError(steps.Group, accumulated);
                else
                    SoftmaxError(steps.Group, accumulated);
                code.Get(sum);
                vectors.SumOfLanes(accumulated[0], accumulated[1], accumulated[2], accumulated[3]);
                vectors.ToDouble();
                code.Do(Op.F64Add).Set(sum);
            });
        }
    }

    /// <summary>What stop rules look at: the greatest of a local and the distance of any state from its target, and a local that becomes 0 unless all states are on the right side of 0.5.</summary>
    public void Distances(Local greatest, Local onRightSide)
    {
        foreach (var steps in plan.Error)
        {
            var group = steps.Group;
            code.Scope(() =>
            {
                var own = vectors.New();
                var wrong = vectors.New();
                vectors.Constant(T.Zero).Set(own);
                vectors.Constant(T.Zero).Set(wrong);
                // The largest of all lanes is the same whatever their order; NaN stays.
                var formula = vectors.Prepare(3, static arguments =>
                {
                    var (y, d, far) = (arguments[0], arguments[1], arguments[2]);
                    var distance = Lane.Select(Lane.IsNaN(d), Lane.Constant(0), Lane.Abs(y - d));
                    var half = Lane.Constant(0.5);
                    var right = Lane.Select(Lane.LessThan(d, half), Lane.LessThan(y, half), Lane.LessThan(half, y));
                    return [Lane.Select(Lane.IsNaN(far), far, Lane.Max(far, distance)), Lane.Select(Lane.Select(Lane.IsNaN(d), Lane.Equal(half, half), right), Lane.Constant(0), Lane.Constant(1))];
                });
                code.For(group.Size * width, Vector, at => code.Scope(() =>
                {
                    var results = formula.Of(Loaded(new Place(memory[group].States), at), Loaded(layout.Target(group), at), own);
                    vectors.Get(results[0]).Set(own);
                    code.Get(results[1]).Get(wrong).Do(VectorOp.Or).Set(wrong);
                }));
                code.Get(wrong).Do(VectorOp.AnyTrue).Do(Op.I32EqualsZero).Get(onRightSide).Do(Op.I32And).Set(onRightSide);
                for (var lane = 0; lane < Vector / NumberBytes; lane++)
                {
                    code.Get(greatest).Get(own).Lane(NumberBytes == 4 ? VectorOp.F32x4ExtractLane : VectorOp.F64x2ExtractLane, lane);
                    vectors.ToDouble();
                    code.Do(Op.F64Maximum).Set(greatest);
                }
            });
        }
    }

    private void Write(IEnumerable<GroupSteps> groups)
    {
        foreach (var steps in groups)
        {
            foreach (var step in steps.Steps)
            {
                if (step.Parts.IsEmpty)
                    code.Scope(() => Write(steps.Group, step));
                foreach (var part in step.Parts)
                    code.Scope(() => Write(steps.Group, part));
            }
        }
    }

    private void Write(Group group, PlanStep step)
    {
        var (places, size) = (memory[group], group.Size);
        var free = layout.Shape[group].HasClamps ? places.Free ?? places.States : places.States;
        var totals = places.Totals ?? free;
        var derivatives = places.Derivatives;
        var clamp = layout.Shape[group].HasClamps ? layout.Clamp(group) : default;
        switch (step.Operation)
        {
            case Operation.Start:
                Fill(totals, size, Start(group, step));
                break;
            case Operation.StartBack:
                Fill(derivatives, size, Start(group, step));
                break;
            case Operation.Dense:
                var incoming = step.Projection!;
                products.Multiply(size, incoming.From.Size, width, (Weights(incoming), incoming.From.Size * NumberBytes, NumberBytes), (States(incoming.From), width), (new Place(totals), width), Start(group, step), HasUnitStates(incoming.From));
                break;
            case Operation.DenseBack:
                var outgoing = step.Projection!;
                products.Multiply(size, outgoing.To.Size, width, (Weights(outgoing), NumberBytes, size * NumberBytes), (new Place(memory[outgoing.To].Derivatives), width), (new Place(derivatives), width), Start(group, step), exact: false);
                break;
            case Operation.Sparse:
                ForwardSparse(group, step, totals);
                break;
            case Operation.OneToOne:
                OneToOne(Weights(step.Projection!), States(step.Projection!.From), totals, size);
                break;
            case Operation.OneToOneBack:
                OneToOne(Weights(step.Projection!), new Place(memory[step.Projection!.To].Derivatives), derivatives, size);
                break;
            case Operation.DenseGradient when plan.Key.Gradient == GradientLayout.Lanes:
                GradientInLanes(group, step);
                break;
            case Operation.BiasGradient when plan.Key.Gradient == GradientLayout.Lanes:
                BiasesInLanes(group, step);
                break;
            case Operation.DenseGradient:
                DenseGradient(group, step);
                break;
            case Operation.BiasGradient:
                BiasGradient(group, step);
                break;
            case Operation.SparseGradient:
                SparseGradient(group, step);
                break;
            case Operation.SparseColumns:
                break; // The whole gradient is cleared instead.
            case Operation.OneToOneGradient:
                OneToOneGradient(group, step);
                break;
            case Operation.Value when group.UnitFunction.IsGroupWide:
                SoftmaxValue(size, totals, free);
                break;
            case Operation.Value when group.UnitFunction == UnitFunction.Identity && totals == free:
                break;
            case Operation.Value:
                Each(size, [new Place(totals)], [new Place(free)], arguments => [group.UnitFunction.Value<TracedLanes<T>, T>(arguments[0])]);
                break;
            case Operation.Derivative when group.UnitFunction.IsGroupWide:
                SoftmaxDerivative(size, free, derivatives);
                break;
            case Operation.Derivative:
                Each(size, [new Place(derivatives), new Place(group.UnitFunction.UsesTotalInput ? totals : free), new Place(free)], [new Place(derivatives)],
                    arguments => [arguments[0] * group.UnitFunction.Derivative<TracedLanes<T>, T>(arguments[1], arguments[2])]);
                break;
            case Operation.ErrorDerivative:
                ErrorDerivative(group);
                break;
            case Operation.Clamp:
                Each(size, [clamp, new Place(places.States)], [new Place(places.States)], static a => [Lane.Select(Lane.IsNaN(a[0]), a[1], a[0])]);
                break;
            case Operation.ClearClamped:
                Each(size, [clamp, new Place(derivatives)], [new Place(derivatives)], static a => [Lane.Select(Lane.IsNaN(a[0]), a[1], Lane.Constant(0))]);
                break;
            case Operation.ClampSoftly:
                Each(size, [clamp, new Place(free)], [new Place(places.States)], a =>
                    [Lane.Select(Lane.IsNaN(a[0]), a[1], Lane.MultiplyAdd(TracedLanes<T>.Broadcast(T.CreateTruncating(group.ClampStrength)), a[0] - a[1], a[1]))]);
                break;
            case Operation.BackClampSoftly:
                Each(size, [clamp, new Place(derivatives)], [new Place(derivatives)], a =>
                    [Lane.Select(Lane.IsNaN(a[0]), a[1], TracedLanes<T>.Broadcast(T.One - T.CreateTruncating(group.ClampStrength)) * a[1])]);
                break;
            case Operation.Lesion:
                Clear(places.States, group.LesionedUnits);
                break;
            case Operation.ClearLesioned:
                Clear(derivatives, group.LesionedUnits);
                break;
            case Operation.Leak:
                var before = group.Before!;
                Each(size, [before.IsInput ? layout.Input(before) : new Place(memory[before].Totals!.Value), new Place(totals)], [new Place(totals)], a =>
                    [Lane.MultiplyAdd(TracedLanes<T>.Broadcast(T.CreateTruncating(group.LeakRate)), a[1] - a[0], a[0])]);
                break;
            case Operation.BackLeak:
                BackLeak(group, step);
                break;
            case Operation.ClearVanished:
                Each(size, [new Place(derivatives)], [new Place(derivatives)], static a => [Vanishing(a[0])]);
                break;
            default:
                throw new NotSupportedException($"the net needs {step.Operation}");
        }
    }

    private static TracedLanes<T> Vanishing(TracedLanes<T> value) =>
        Lane.Select(Lane.LessThan(Lane.Abs(value), TracedLanes<T>.Broadcast(Kernels<T>.Vanished)), Lane.Constant(0), value);

    /// <summary>The states that a projection sends, dense.</summary>
    private Place States(Group group) => group.IsInput ? layout.Input(group) : new Place(memory[group].States);

    private bool HasUnitStates(Group group) => group.IsInput && hasUnitStates(group);

    private Place Weights(Projection projection) => new(memory.Weights + (projection.Weights.Offset * NumberBytes));

    private int Gradient(WeightBlock weights) => memory.Gradient + (weights.Offset * NumberBytes);

    private int Lanes(WeightBlock weights) => memory.Lanes + (weights.Offset * Bundle);

    private RowStart Start(Group group, PlanStep step) =>
        new(step.Start, step.Start == StartValue.Biases ? memory.Weights + (group.Biases!.Offset * NumberBytes) : 0);

    /// <summary>A bundle of zeros in four locals.</summary>
    private Local[] Sums()
    {
        var sums = new Local[Bundle / Vector];
        for (var k = 0; k < sums.Length; k++)
        {
            sums[k] = vectors.New();
            vectors.Constant(T.Zero).Set(sums[k]);
        }
        return sums;
    }

    /// <summary>A new local with the vector at a place, moved by a local.</summary>
    private Local Loaded(Place place, Local at, int more = 0)
    {
        var loaded = vectors.New();
        Push(place, at);
        vectors.Load(place.Offset + more).Set(loaded);
        return loaded;
    }

    private void Push(Place place, Local at)
    {
        code.Get(at);
        if (place.IsInBlock)
            code.Get(block).Do(Op.I32Add);
    }

    /// <summary>Computes a formula of numbers in places, unit by unit and case by case, and stores its results; rows follow one another.</summary>
    private void Each(int units, Place[] arguments, Place[] results, Func<TracedLanes<T>[], TracedLanes<T>[]> function)
    {
        var formula = vectors.Prepare(arguments.Length, function);
        code.For(units * width, Vector, at => code.Scope(() =>
        {
            var computed = formula.Of([.. arguments.Select(argument => Loaded(argument, at))]);
            for (var k = 0; k < results.Length; k++)
            {
                Push(results[k], at);
                vectors.Get(computed[k]).Store(results[k].Offset);
            }
        }));
    }

    private void Fill(int target, int units, RowStart start)
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

    private void Clear(int rows, IEnumerable<int> units)
    {
        foreach (var unit in units)
        {
            code.For(width, Vector, at =>
            {
                code.Get(at);
                vectors.Constant(T.Zero).Store(rows + (unit * width));
            });
        }
    }

    private void OneToOne(Place weights, Place from, int to, int units) => code.For(units, 1, unit => code.Scope(() =>
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
            vectors.MultiplyAdd(weight, Loaded(from, at), Loaded(new Place(to), at)).Set(sum);
            code.Get(at);
            vectors.Get(sum).Store(to);
        }));
    }));

    private void GradientInLanes(Group group, PlanStep step)
    {
        var projection = step.Projection!;
        var from = projection.From;
        products.Gradient(group.Size, from.Size, width, (new Place(memory[group].Derivatives), width), (States(from), width), HasUnitStates(from), step.Writes,
            (first, count) => (new Place(Lanes(projection.Weights) + (first * from.Size * Bundle)), count * from.Size * Bundle), null);
        BiasesInLanes(group, step);
    }

    private void BiasesInLanes(Group group, PlanStep step)
    {
        if (step.Biases != BiasUse.None)
            products.SumOverCases(group.Size, width, (new Place(memory[group].Derivatives), width), Lanes(group.Biases!), fresh: step.Biases == BiasUse.Write);
    }

    private void DenseGradient(Group group, PlanStep step)
    {
        var projection = step.Projection!;
        var from = projection.From;
        var gradient = Gradient(projection.Weights);
        if (step.InCaseOrder)
        {
            GradientInCaseOrder(group, step);
        }
        else
        {
            products.Gradient(group.Size, from.Size, width, (new Place(memory[group].Derivatives), width), (States(from), width), HasUnitStates(from), fresh: true,
                (_, _) => (new Place(memory.RowLanes), 0),
                (first, count, tile) => products.Join(memory.RowLanes, gradient + (first * from.Size * NumberBytes), count * from.Size, step.Writes, products.Scaled(tile, count * from.Size * NumberBytes)));
        }
        if (step.Biases != BiasUse.None)
            BiasGradient(group, step);
    }

    private void BiasGradient(Group group, PlanStep step)
    {
        var gradient = Gradient(group.Biases!);
        code.For(group.Size, 1, unit => code.Scope(() =>
        {
            var from = products.Scaled(unit, width);
            var sums = Sums();
            code.For(width, Bundle, at => code.Scope(() =>
            {
                var next = code.New(ValueType.I32);
                code.Get(from).Get(at).Do(Op.I32Add).Set(next);
                for (var k = 0; k < sums.Length; k++)
                    vectors.Get(sums[k]).Get(Loaded(new Place(memory[group].Derivatives), next, k * Vector)).Add().Set(sums[k]);
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
        var (from, gradient) = (projection.From, Gradient(projection.Weights));
        var states = States(from);
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
            new RowStart(step.Writes ? StartValue.Zero : StartValue.None), HasUnitStates(from));
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

    private void ForwardSparse(Group group, PlanStep step, int totals)
    {
        var projection = step.Projection!;
        var (from, start) = (projection.From, Start(group, step));
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
                    vectors.Get(Loaded(new Place(totals), at)).Set(sum);
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
                        code.Get(gathered).LaneAt(NumberBytes == 4 ? VectorOp.Load32Lane : VectorOp.Load64Lane, Weights(projection).Offset, lane).Set(gathered);
                    }
                    var state = vectors.New();
                    code.Get(value);
                    vectors.Load(values.Offset).Set(state).MultiplyAdd(gathered, state, sum, HasUnitStates(from)).Set(sum);
                }));
                code.Get(at);
                vectors.Get(sum).Store(totals);
            }));
        }));
    }

    private void SparseGradient(Group group, PlanStep step)
    {
        var projection = step.Projection!;
        var (from, gradient) = (projection.From, Gradient(projection.Weights));
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
                vectors.MultiplyAdd(ofUnit, state, sum, HasUnitStates(from)).StoreOne(gradient);
            }));
        })));
    }

    private void OneToOneGradient(Group group, PlanStep step)
    {
        var projection = step.Projection!;
        var states = States(projection.From);
        code.For(group.Size, 1, unit => code.Scope(() =>
        {
            var row = products.Scaled(unit, width);
            var sums = Sums();
            code.For(width, Bundle, column => code.Scope(() =>
            {
                var at = code.New(ValueType.I32);
                code.Get(row).Get(column).Do(Op.I32Add).Set(at);
                for (var k = 0; k < sums.Length; k++)
                    vectors.MultiplyAdd(Loaded(new Place(memory[group].Derivatives), at, k * Vector), Loaded(states, at, k * Vector), sums[k], HasUnitStates(projection.From)).Set(sums[k]);
            }));
            var target = products.Scaled(unit, NumberBytes);
            vectors.SumOfLanes(sums[0], sums[1], sums[2], sums[3]);
            vectors.AddToMemory(target, Gradient(projection.Weights), step.Writes);
        }));
    }

    private void BackLeak(Group group, PlanStep step)
    {
        var rate = T.CreateTruncating(group.LeakRate);
        var (passed, derivatives) = (new Place(memory[group].Passed!.Value), new Place(memory[group].Derivatives));
        var fresh = step.Start != StartValue.None;
        Each(group.Size, [derivatives, passed], [passed, derivatives], a =>
        {
            var total = fresh ? a[0] : a[0] + a[1];
            return [Vanishing(TracedLanes<T>.Broadcast(T.One - rate) * total), TracedLanes<T>.Broadcast(rate) * total];
        });
    }

    private void UnitError(Group group, Local[] sums)
    {
        var (kernel, places) = (memory[group].Error!, memory[group]);
        var (target, weights) = (layout.Target(group), layout.Weights);
        var formula = vectors.Prepare(4, a =>
        {
            var (x, y, d, weight) = (a[0], a[1], a[2], a[3]);
            var active = Lane.Equal(d, d);
            var e = Lane.Select(active, kernel.ErrorOf(kernel.DerivesTotalInput ? x : Lane.Constant(0), y, d), Lane.Constant(0));
            if (kernel.DerivesTotalInput)
                return [e];
            var slope = Lane.Select(active, kernel.DerivativeOf(Lane.Constant(0), y, d), Lane.Constant(0));
            return [e, weights is null ? slope : slope * weight];
        });
        code.For(group.Size, 1, unit => code.Scope(() =>
        {
            var row = products.Scaled(unit, width);
            code.For(width, Bundle, column => code.Scope(() =>
            {
                var at = code.New(ValueType.I32);
                code.Get(row).Get(column).Do(Op.I32Add).Set(at);
                for (var k = 0; k < sums.Length; k++)
                {
                    code.Scope(() =>
                    {
                        var offset = k * Vector;
                        var y = Loaded(new Place(places.States), at, offset);
                        var x = places.Totals is { } totals && kernel.DerivesTotalInput ? Loaded(new Place(totals), at, offset) : y;
                        var d = Loaded(target, at, offset);
                        var weight = weights is { } some ? Loaded(some, column, offset) : y;
                        var results = formula.Of(x, y, d, weight);
                        Accumulate(sums[k], results[0], weights is null ? null : weight);
                        if (results.Length == 1)
                            return;
                        code.Get(at);
                        vectors.Get(results[1]).Store(places.Derivatives + offset);
                    });
                }
            }));
        }));
    }

    /// <summary>sum += e, or weight · e with one rounding.</summary>
    private void Accumulate(Local sum, Local e, Local? weight)
    {
        if (weight is { } factor)
            vectors.MultiplyAdd(factor, e, sum).Set(sum);
        else
            vectors.Get(sum).Get(e).Add().Set(sum);
    }

    private void ErrorDerivative(Group group)
    {
        var (kernel, places) = (memory[group].Error!, memory[group]);
        if (!kernel.IsOfUnits)
        {
            SoftmaxErrorDerivative(group);
            return;
        }
        var weights = layout.Weights;
        var formula = vectors.Prepare(5, a =>
        {
            var (x, y, d, before, weight) = (a[0], a[1], a[2], a[3], a[4]);
            var e = Lane.Select(Lane.IsNaN(d), Lane.Constant(0), kernel.DerivativeOf(x, y, d));
            return [before + (weights is null ? e : e * weight)];
        });
        code.For(group.Size, 1, unit => code.Scope(() =>
        {
            var row = products.Scaled(unit, width);
            code.For(width, Vector, column => code.Scope(() =>
            {
                var at = code.New(ValueType.I32);
                code.Get(row).Get(column).Do(Op.I32Add).Set(at);
                var y = Loaded(new Place(places.States), at);
                var sum = formula.Of(Loaded(new Place(places.Totals!.Value), at), y, Loaded(layout.Target(group), at), Loaded(new Place(places.Derivatives), at), weights is { } some ? Loaded(some, column) : y)[0];
                code.Get(at);
                vectors.Get(sum).Store(places.Derivatives);
            }));
        }));
    }

    private void SoftmaxValue(int units, int totals, int states)
    {
        var exponential = vectors.Prepare(2, static a => [Elementary.ExpOfNonPositive<TracedLanes<T>, T>(a[0] - a[1])]);
        var larger = vectors.Prepare(2, static a => [Lane.Max(a[0], a[1])]);
        code.For(width, Vector, column => code.Scope(() =>
        {
            var largest = Loaded(new Place(totals), column);
            if (units > 1)
                Rows(units - 1, column, (at, _) => vectors.Get(larger.Of(largest, Loaded(new Place(totals), at, width))[0]).Set(largest));
            var sum = vectors.New();
            vectors.Constant(T.Zero).Set(sum);
            Rows(units, column, (at, _) =>
            {
                var e = exponential.Of(Loaded(new Place(totals), at), largest)[0];
                code.Get(at);
                vectors.Get(e).Store(states);
                vectors.Get(sum).Get(e).Add().Set(sum);
            });
            Rows(units, column, (at, _) =>
            {
                code.Get(at);
                vectors.Get(Loaded(new Place(states), at)).Get(sum).Divide().Store(states);
            });
        }));
    }

    private void SoftmaxDerivative(int units, int states, int derivatives) => code.For(width, Vector, column => code.Scope(() =>
    {
        var sum = vectors.New();
        vectors.Constant(T.Zero).Set(sum);
        Rows(units, column, (at, _) => vectors.MultiplyAdd(Loaded(new Place(derivatives), at), Loaded(new Place(states), at), sum).Set(sum));
        Rows(units, column, (at, _) =>
        {
            code.Get(at);
            vectors.Get(Loaded(new Place(states), at)).Get(Loaded(new Place(derivatives), at)).Get(sum).Subtract().Multiply().Store(derivatives);
        });
    }));

    private void SoftmaxError(Group group, Local[] sums)
    {
        var (totals, states, target) = (new Place(memory[group].Totals!.Value), new Place(memory[group].States), layout.Target(group));
        var greater = vectors.Prepare(4, static a =>
        {
            var mask = Lane.LessThan(a[0], a[2]);
            return [Lane.Select(mask, a[2], a[0]), Lane.Select(mask, a[3], a[1])];
        });
        var logarithm = vectors.Prepare(2, static a => [a[0] - Elementary.Log<TracedLanes<T>, T>(a[1])]);
        var term = vectors.Prepare(4, static a =>
        {
            var (logSum, x, d, e) = (a[0], a[1], Desired(a[2]), a[3]);
            return [Lane.Select(Lane.Equal(d, Lane.Constant(0)), e, Lane.MultiplyAdd(d, logSum - x, e))];
        });
        code.For(width, Bundle, bundle =>
        {
            for (var k = 0; k < sums.Length; k++)
            {
                code.Scope(() =>
                {
                    var column = code.New(ValueType.I32);
                    code.Get(bundle).I32(k * Vector).Do(Op.I32Add).Set(column);
                    var (greatestX, greatestY) = (Loaded(totals, column), Loaded(states, column));
                    if (group.Size > 1)
                    {
                        Rows(group.Size - 1, column, (at, _) =>
                        {
                            var results = greater.Of(greatestX, greatestY, Loaded(totals, at, width), Loaded(states, at, width));
                            vectors.Get(results[0]).Set(greatestX);
                            vectors.Get(results[1]).Set(greatestY);
                        });
                    }
                    var logSum = logarithm.Of(greatestX, greatestY)[0];
                    var e = vectors.New();
                    vectors.Constant(T.Zero).Set(e);
                    Rows(group.Size, column, (at, _) => vectors.Get(term.Of(logSum, Loaded(totals, at), Loaded(target, at), e)[0]).Set(e));
                    Accumulate(sums[k], e, layout.Weights is { } weights ? Loaded(weights, column) : null);
                });
            }
        });
    }

    private void SoftmaxErrorDerivative(Group group)
    {
        var (states, target, derivatives) = (new Place(memory[group].States), layout.Target(group), new Place(memory[group].Derivatives));
        var weights = layout.Weights;
        var sum = vectors.Prepare(2, static a => [a[0] + Desired(a[1])]);
        var formula = vectors.Prepare(5, a =>
        {
            var e = Lane.MultiplyAdd(a[0], a[1], -Desired(a[2]));
            return [a[3] + (weights is null ? e : e * a[4])];
        });
        code.For(width, Vector, column => code.Scope(() =>
        {
            var desired = vectors.New();
            vectors.Constant(T.Zero).Set(desired);
            Rows(group.Size, column, (at, _) => vectors.Get(sum.Of(desired, Loaded(target, at))[0]).Set(desired));
            var weight = weights is { } some ? Loaded(some, column) : desired;
            Rows(group.Size, column, (at, _) =>
            {
                var result = formula.Of(Loaded(states, at), desired, Loaded(target, at), Loaded(derivatives, at), weight)[0];
                code.Get(at);
                vectors.Get(result).Store(derivatives.Offset);
            });
        }));
    }

    private static TracedLanes<T> Desired(TracedLanes<T> d) => Lane.Select(Lane.IsNaN(d), Lane.Constant(0), d);

    /// <summary>Runs through the rows of a column: the body receives what to add to the address of the first row, and the row.</summary>
    private void Rows(int rows, Local column, Action<Local, Local> body) => code.For(rows, 1, row => code.Scope(() =>
    {
        var at = code.New(ValueType.I32);
        code.Get(products.Scaled(row, width)).Get(column).Do(Op.I32Add).Set(at);
        body(at, row);
    }));

    /// <summary>Operations on lanes that write down what is computed, by short names.</summary>
    private static class Lane
    {
        public static TracedLanes<T> Constant(double value) => Of<TracedLanes<T>>.Constant(value);

        public static TracedLanes<T> Select(TracedLanes<T> mask, TracedLanes<T> a, TracedLanes<T> b) => TracedLanes<T>.Select(mask, a, b);

        public static TracedLanes<T> IsNaN(TracedLanes<T> a) => TracedLanes<T>.IsNaN(a);

        public static TracedLanes<T> Abs(TracedLanes<T> a) => TracedLanes<T>.Abs(a);

        public static TracedLanes<T> Max(TracedLanes<T> a, TracedLanes<T> b) => TracedLanes<T>.Max(a, b);

        public static TracedLanes<T> LessThan(TracedLanes<T> a, TracedLanes<T> b) => TracedLanes<T>.LessThan(a, b);

        public static TracedLanes<T> Equal(TracedLanes<T> a, TracedLanes<T> b) => TracedLanes<T>.Equal(a, b);

        public static TracedLanes<T> MultiplyAdd(TracedLanes<T> a, TracedLanes<T> b, TracedLanes<T> c) => TracedLanes<T>.MultiplyAdd(a, b, c);

        private static class Of<TLanes>
            where TLanes : unmanaged, ILanes<TLanes, T>
        {
            public static TLanes Constant(double value) => TLanes.Constant(value);
        }
    }
}
