using Backprop.SourceCode;

namespace Backprop.WebAssembly;

/// <summary>Writes what becomes of numbers unit by unit: unit functions that look at a whole group, leaks, lesions.</summary>
internal sealed class UnitWriter<T>(PassCode<T> pass)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Vector = VectorCode<T>.VectorBytes;

    private readonly NetMemory<T> memory = pass.Memory;
    private readonly VectorCode<T> vectors = pass.Vectors;
    private readonly FunctionCode code = pass.Code;
    private readonly int width = pass.Width;

    /// <summary>States of a softmax group (equation 2).</summary>
    public void SoftmaxValue(int units, int totals, int states)
    {
        var exponential = vectors.Prepare(2, static a => [Elementary.ExpOfNonPositive<TracedLanes<T>, T>(a[0] - a[1])]);
        var larger = vectors.Prepare(2, static a => [Lane<T>.Max(a[0], a[1])]);
        code.For(width, Vector, column => code.Scope(() =>
        {
            var largest = pass.Loaded(new Place(totals), column);
            if (units > 1)
                pass.Rows(units - 1, column, (at, _) => vectors.Get(larger.Of(largest, pass.Loaded(new Place(totals), at, width))[0]).Set(largest));
            var sum = vectors.New();
            vectors.Constant(T.Zero).Set(sum);
            pass.Rows(units, column, (at, _) =>
            {
                var e = exponential.Of(pass.Loaded(new Place(totals), at), largest)[0];
                code.Get(at);
                vectors.Get(e).Store(states);
                vectors.Get(sum).Get(e).Add().Set(sum);
            });
            pass.Rows(units, column, (at, _) =>
            {
                code.Get(at);
                vectors.Get(pass.Loaded(new Place(states), at)).Get(sum).Divide().Store(states);
            });
        }));
    }

    /// <summary>∂E/∂x of a softmax group from ∂E/∂y (equation 5).</summary>
    public void SoftmaxDerivative(int units, int states, int derivatives) => code.For(width, Vector, column => code.Scope(() =>
    {
        var sum = vectors.New();
        vectors.Constant(T.Zero).Set(sum);
        pass.Rows(units, column, (at, _) => vectors.MultiplyAdd(pass.Loaded(new Place(derivatives), at), pass.Loaded(new Place(states), at), sum).Set(sum));
        pass.Rows(units, column, (at, _) =>
        {
            code.Get(at);
            vectors.Get(pass.Loaded(new Place(states), at)).Get(pass.Loaded(new Place(derivatives), at)).Get(sum).Subtract().Multiply().Store(derivatives);
        });
    }));

    /// <summary>∂E/∂x of leaky units, and what of it goes back to the iteration before.</summary>
    public void BackLeak(Group group, PlanStep step)
    {
        var rate = T.CreateTruncating(group.LeakRate);
        var (passed, derivatives) = (new Place(memory[group].Passed!.Value), new Place(memory[group].Derivatives));
        var fresh = step.Start != StartValue.None;
        pass.Each(group.Size, [derivatives, passed], [passed, derivatives], a =>
        {
            var total = fresh ? a[0] : a[0] + a[1];
            return [Vanishing(TracedLanes<T>.Broadcast(T.One - rate) * total), TracedLanes<T>.Broadcast(rate) * total];
        });
    }

    /// <summary>Sets the numbers of units to 0.</summary>
    public void Clear(int rows, IEnumerable<int> units)
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

    /// <summary>A number, or 0 where it is too small to be kept.</summary>
    public static TracedLanes<T> Vanishing(TracedLanes<T> value) =>
        Lane<T>.Select(Lane<T>.LessThan(Lane<T>.Abs(value), TracedLanes<T>.Broadcast(Kernels<T>.Vanished)), Lane<T>.Constant(0), value);
}
