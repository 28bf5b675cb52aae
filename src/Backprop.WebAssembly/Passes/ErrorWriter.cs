using Backprop.SourceCode;

namespace Backprop.WebAssembly;

/// <summary>Writes the error: E (equation 3), its derivatives (equation 4), and what stop rules look at.</summary>
internal sealed class ErrorWriter<T>(PassCode<T> pass)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Vector = VectorCode<T>.VectorBytes, Bundle = VectorCode<T>.BundleBytes;

    private readonly NetMemory<T> memory = pass.Memory;
    private readonly BlockLayout<T> layout = pass.Layout;
    private readonly VectorCode<T> vectors = pass.Vectors;
    private readonly FunctionCode code = pass.Code;
    private readonly Products<T> products = pass.Products;
    private readonly int width = pass.Width;

    private static int NumberBytes => VectorCode<T>.NumberBytes;

    /// <summary>E over all groups, left in a local, and ∂E/∂y at the units of measures that give it.</summary>
    public void Sum(IEnumerable<GroupSteps> groups, Local sum)
    {
        code.F64(0).Set(sum);
        foreach (var steps in groups)
        {
            code.Scope(() =>
            {
                var accumulated = pass.Sums();
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

    private void UnitError(Group group, Local[] sums)
    {
        var (kernel, places) = (memory[group].Error!, memory[group]);
        var (target, weights) = (layout.Target(group), layout.Weights);
        var formula = vectors.Prepare(4, a =>
        {
            var (x, y, d, weight) = (a[0], a[1], a[2], a[3]);
            var active = Lane<T>.Equal(d, d);
            var e = Lane<T>.Select(active, kernel.ErrorOf(kernel.DerivesTotalInput ? x : Lane<T>.Constant(0), y, d), Lane<T>.Constant(0));
            if (kernel.DerivesTotalInput)
                return [e];
            var slope = Lane<T>.Select(active, kernel.DerivativeOf(Lane<T>.Constant(0), y, d), Lane<T>.Constant(0));
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
                        var y = pass.Loaded(new Place(places.States), at, offset);
                        var x = places.Totals is { } totals && kernel.DerivesTotalInput ? pass.Loaded(new Place(totals), at, offset) : y;
                        var d = pass.Loaded(target, at, offset);
                        var weight = weights is { } some ? pass.Loaded(some, column, offset) : y;
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

    /// <summary>Adds what the measure gives as ∂E/∂x.</summary>
    public void ErrorDerivative(Group group)
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
            var e = Lane<T>.Select(Lane<T>.IsNaN(d), Lane<T>.Constant(0), kernel.DerivativeOf(x, y, d));
            return [before + (weights is null ? e : e * weight)];
        });
        code.For(group.Size, 1, unit => code.Scope(() =>
        {
            var row = products.Scaled(unit, width);
            code.For(width, Vector, column => code.Scope(() =>
            {
                var at = code.New(ValueType.I32);
                code.Get(row).Get(column).Do(Op.I32Add).Set(at);
                var y = pass.Loaded(new Place(places.States), at);
                var sum = formula.Of(pass.Loaded(new Place(places.Totals!.Value), at), y, pass.Loaded(layout.Target(group), at), pass.Loaded(new Place(places.Derivatives), at), weights is { } some ? pass.Loaded(some, column) : y)[0];
                code.Get(at);
                vectors.Get(sum).Store(places.Derivatives);
            }));
        }));
    }

    private void SoftmaxError(Group group, Local[] sums)
    {
        var (totals, states, target) = (new Place(memory[group].Totals!.Value), new Place(memory[group].States), layout.Target(group));
        var greater = vectors.Prepare(4, static a =>
        {
            var mask = Lane<T>.LessThan(a[0], a[2]);
            return [Lane<T>.Select(mask, a[2], a[0]), Lane<T>.Select(mask, a[3], a[1])];
        });
        var logarithm = vectors.Prepare(2, static a => [a[0] - Elementary.Log<TracedLanes<T>, T>(a[1])]);
        var term = vectors.Prepare(4, static a =>
        {
            var (logSum, x, d, e) = (a[0], a[1], Desired(a[2]), a[3]);
            return [Lane<T>.Select(Lane<T>.Equal(d, Lane<T>.Constant(0)), e, Lane<T>.MultiplyAdd(d, logSum - x, e))];
        });
        code.For(width, Bundle, bundle =>
        {
            for (var k = 0; k < sums.Length; k++)
            {
                code.Scope(() =>
                {
                    var column = code.New(ValueType.I32);
                    code.Get(bundle).I32(k * Vector).Do(Op.I32Add).Set(column);
                    var (greatestX, greatestY) = (pass.Loaded(totals, column), pass.Loaded(states, column));
                    if (group.Size > 1)
                    {
                        pass.Rows(group.Size - 1, column, (at, _) =>
                        {
                            var results = greater.Of(greatestX, greatestY, pass.Loaded(totals, at, width), pass.Loaded(states, at, width));
                            vectors.Get(results[0]).Set(greatestX);
                            vectors.Get(results[1]).Set(greatestY);
                        });
                    }
                    var logSum = logarithm.Of(greatestX, greatestY)[0];
                    var e = vectors.New();
                    vectors.Constant(T.Zero).Set(e);
                    pass.Rows(group.Size, column, (at, _) => vectors.Get(term.Of(logSum, pass.Loaded(totals, at), pass.Loaded(target, at), e)[0]).Set(e));
                    Accumulate(sums[k], e, layout.Weights is { } weights ? pass.Loaded(weights, column) : null);
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
            var e = Lane<T>.MultiplyAdd(a[0], a[1], -Desired(a[2]));
            return [a[3] + (weights is null ? e : e * a[4])];
        });
        code.For(width, Vector, column => code.Scope(() =>
        {
            var desired = vectors.New();
            vectors.Constant(T.Zero).Set(desired);
            pass.Rows(group.Size, column, (at, _) => vectors.Get(sum.Of(desired, pass.Loaded(target, at))[0]).Set(desired));
            var weight = weights is { } some ? pass.Loaded(some, column) : desired;
            pass.Rows(group.Size, column, (at, _) =>
            {
                var result = formula.Of(pass.Loaded(states, at), desired, pass.Loaded(target, at), pass.Loaded(derivatives, at), weight)[0];
                code.Get(at);
                vectors.Get(result).Store(derivatives.Offset);
            });
        }));
    }

    private static TracedLanes<T> Desired(TracedLanes<T> d) => Lane<T>.Select(Lane<T>.IsNaN(d), Lane<T>.Constant(0), d);

    /// <summary>What stop rules look at: the greatest of a local and the distance of any state from its target, and a local that becomes 0 unless all states are on the right side of 0.5.</summary>
    public void Distances(IEnumerable<GroupSteps> groups, Local greatest, Local onRightSide)
    {
        foreach (var steps in groups)
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
                    var distance = Lane<T>.Select(Lane<T>.IsNaN(d), Lane<T>.Constant(0), Lane<T>.Abs(y - d));
                    var half = Lane<T>.Constant(0.5);
                    var right = Lane<T>.Select(Lane<T>.LessThan(d, half), Lane<T>.LessThan(y, half), Lane<T>.LessThan(half, y));
                    return [Lane<T>.Select(Lane<T>.IsNaN(far), far, Lane<T>.Max(far, distance)), Lane<T>.Select(Lane<T>.Select(Lane<T>.IsNaN(d), Lane<T>.Equal(half, half), right), Lane<T>.Constant(0), Lane<T>.Constant(1))];
                });
                code.For(group.Size * width, Vector, at => code.Scope(() =>
                {
                    var results = formula.Of(pass.Loaded(new Place(memory[group].States), at), pass.Loaded(layout.Target(group), at), own);
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
}
