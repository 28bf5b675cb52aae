namespace Backprop.WebAssembly;

/// <summary>Writes the function <c>run</c> of a module: the loop over sweeps, and what ends it.</summary>
internal sealed class RunWriter<T>(ModuleWriter module, Counters counters, int errors, int errorCapacity, OrderWriter? order, PlacedCases<T> cases)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Runs sweeps of one change each.</summary>
    /// <param name="batch">The function that derives all cases and measures what stop rules look at.</param>
    /// <param name="change">The function that changes the weights.</param>
    public int WholeSweeps(int batch, int change) => Run((code, run, leave) =>
    {
        var sum = code.New(ValueType.F64);
        code.I32(cases.Batches[0][0].Address).Get(run.Measures).Call(batch).Set(sum);
        code.I32(0).Get(sum).At(Op.F64Store, counters.Error);
        EndUnlessFinite(code, sum, leave);
        KeepIfBest(code, sum);
        StopWhere(code, run, leave);
        code.Get(sum).Call(change);
        return sum;
    });

    /// <summary>Runs sweeps of several changes each.</summary>
    /// <param name="batch">The function that derives a batch.</param>
    /// <param name="change">The function that changes the weights.</param>
    /// <param name="evaluate">The function that measures E over all cases.</param>
    public int Batches(Func<PlacedBlock<T>[], int> batch, int change, int evaluate)
    {
        var shuffle = order is null ? (int?)null : module.Add(order.Shuffle());
        return Run((code, run, leave) => Batches(code, run, leave, batch, change, evaluate, shuffle));
    }

    private Local Batches(FunctionCode code, Conditions run, Action leave, Func<PlacedBlock<T>[], int> batch, int change, int evaluate, int? shuffle)
    {
        // As a run of a trainer does: what is not measured for a condition is taken from the sweep before.
        var measured = code.New(ValueType.F64);
        code.I32(0).At(Op.F64Load, counters.LastError).Set(measured);
        code.Get(run.Measures).Get(code.Parameter(2)).F64(0).Do(Op.F64Greater).Do(Op.I32Or);
        code.If(() => code.Call(evaluate).Set(measured));
        KeepIfBest(code, measured);
        StopWhere(code, run, leave);
        Local sum = code.New(ValueType.F64), own = code.New(ValueType.F64);
        code.F64(0).Set(sum);
        if (shuffle is { } ofOrder)
            code.Call(ofOrder);
        // Batches of as many cases follow one another in equal distances.
        for (var first = 0; first < cases.Batches.Count;)
        {
            var end = first + 1;
            var structure = BatchWriter<T>.StructureOf(cases.Batches[first]);
            while (end < cases.Batches.Count && BatchWriter<T>.StructureOf(cases.Batches[end]) == structure)
                end++;
            var blocks = cases.Batches[first];
            var function = batch(blocks);
            // Either each batch has its place, or all have one, and each its part of the order.
            var size = blocks.Sum(static block => block.Layout.Count);
            var step = order is not null ? size * sizeof(int) : end - first > 1 ? cases.Batches[first + 1][0].Address - blocks[0].Address : 1;
            var begin = first == 0 ? 0 : cases.Batches[0].Sum(static block => block.Layout.Count) * first;
            code.For((end - first) * step, step, at =>
            {
                if (order is null)
                    code.Get(at).I32(blocks[0].Address).Do(Op.I32Add).I32(0);
                else
                    code.I32(blocks[0].Address).Get(at).I32(order.Order + (begin * sizeof(int))).Do(Op.I32Add);
                code.Call(function).Set(own);
                EndUnlessFinite(code, own, leave);
                code.Get(own).Call(change).Get(sum).Get(own).Do(Op.F64Add).Set(sum);
            });
            first = end;
        }
        return sum;
    }

    /// <summary>The loop over sweeps; the body writes one and gives the local with its E.</summary>
    private int Run(Func<FunctionCode, Conditions, Action, Local> sweep)
    {
        var code = new FunctionCode([ValueType.I32, ValueType.F64, ValueType.F64, ValueType.I32], [ValueType.I32]);
        Local made = code.New(ValueType.I32), measures = code.New(ValueType.I32), sweeps = code.New(ValueType.I32);
        code.I32(0).Set(made);
        code.Get(code.Parameter(1)).F64(0).Do(Op.F64Greater).Get(code.Parameter(3)).I32(0).Do(Op.I32NotEqual).Do(Op.I32Or).Set(measures);
        code.I32(0).I32((int)RunEnd.Sweeps).At(Op.I32Store, counters.Status);
        code.Block(leave => code.Loop(again =>
        {
            code.Get(made).Get(code.Parameter(0)).Do(Op.I32LessSigned).Do(Op.I32EqualsZero);
            code.If(leave);
            var sum = sweep(code, new Conditions(measures), leave);
            code.I32(0).At(Op.I32Load, counters.Sweeps).Set(sweeps);
            code.Get(sweeps).I32(errorCapacity - 1).Do(Op.I32And).I32(sizeof(double)).Do(Op.I32Multiply).Get(sum).At(Op.F64Store, errors);
            code.I32(0).Get(sum).At(Op.F64Store, counters.LastError);
            code.I32(0).Get(sweeps).I32(1).Do(Op.I32Add).At(Op.I32Store, counters.Sweeps);
            code.Add(made, 1);
            again();
        }));
        code.Get(made);
        return module.Add(code);
    }

    private void EndUnlessFinite(FunctionCode code, Local sum, Action leave)
    {
        BatchWriter<T>.PushIsFinite(code, sum);
        code.Do(Op.I32EqualsZero);
        code.If(() => End(code, RunEnd.NotFinite, leave));
    }

    private void KeepIfBest(FunctionCode code, Local number)
    {
        code.Get(number).I32(0).At(Op.F64Load, counters.BestError).Do(Op.F64Less);
        code.If(() => code.I32(0).Get(number).At(Op.F64Store, counters.BestError).I32(0).I32(0).At(Op.I32Load, counters.Sweeps).At(Op.I32Store, counters.BestSweep));
    }

    private void StopWhere(FunctionCode code, Conditions run, Action leave)
    {
        code.Get(run.Measures);
        code.If(() =>
        {
            code.I32(0).At(Op.F64Load, counters.Distance).Get(code.Parameter(1)).Do(Op.F64Less);
            code.If(() => End(code, RunEnd.Within, leave));
            code.Get(code.Parameter(3)).I32(0).Do(Op.I32NotEqual).I32(0).At(Op.I32Load, counters.OnRightSide).Do(Op.I32And);
            code.If(() => End(code, RunEnd.RightSide, leave));
        });
        code.I32(0).At(Op.F64Load, counters.Error).Get(code.Parameter(2)).Do(Op.F64Less);
        code.If(() => End(code, RunEnd.ErrorBelow, leave));
    }

    private void End(FunctionCode code, RunEnd end, Action leave)
    {
        code.I32(0).I32((int)end).At(Op.I32Store, counters.Status);
        leave();
    }

    /// <summary>What a run looks at before each sweep.</summary>
    /// <param name="Measures">Whether distances and sides are asked for.</param>
    private readonly record struct Conditions(Local Measures);
}
