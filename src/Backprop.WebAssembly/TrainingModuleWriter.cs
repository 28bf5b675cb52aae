using System.Runtime.InteropServices;

namespace Backprop.WebAssembly;

/// <summary>Writes the module of one training: blocks of cases, passes over them, the change of the weights, and the loop over sweeps.</summary>
internal sealed class TrainingModuleWriter<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The sweeps whose E are kept: more than a page makes between two pictures.</summary>
    private const int ErrorCapacity = 1 << 15;

    private readonly Topology topology;
    private readonly ErrorMeasure error;
    private readonly ModuleWriter module = new();
    private readonly SoftwareMultiplyAdd? software;
    private readonly MemoryMap map = new();
    private readonly Counters counters;
    private readonly NetMemory<T> memory;
    private readonly WeightMemory weights;
    private readonly int stateBytes;
    private readonly UpdateWriter<T> update;
    private readonly GradientLayout gradientLayout;
    private readonly bool[] unitStates;
    private readonly int errors;
    private readonly bool isWholeSweep;

    /// <summary>Where each sweep has a new order: the order, and all cases, from which those of a batch are copied to its block.</summary>
    private readonly OrderWriter? order;
    private readonly PlacedBlock? origin;

    /// <summary>Blocks of all cases, as they are measured, and those of the batches; the same where a sweep is one change.</summary>
    private readonly List<PlacedBlock> all = [];
    private readonly List<PlacedBlock[]> batches = [];
    private readonly Dictionary<(int, GradientLayout, bool), int> passes = [];
    private readonly Dictionary<int, int> distances = [];
    private readonly Dictionary<int, int> gathers = [];

    public TrainingModuleWriter(Trainer<T> trainer, bool fused)
    {
        (topology, error, isWholeSweep) = (trainer.Network.Topology, trainer.ErrorMeasure, trainer.IsWholeSweep);
        software = fused ? null : SoftwareMultiplyAdd.Of<T>(module);
        // What a page reads and writes comes first, E of the sweeps at its end.
        counters = new Counters(map);
        weights = new WeightMemory(map, topology.WeightCount, VectorCode<T>.NumberBytes);
        update = new UpdateWriter<T>(map, module, topology, trainer.Rule, weights, counters);
        order = trainer.Shuffles ? new OrderWriter(map, module, trainer.Cases.Count, trainer.Options.Seed) : null;
        errors = map.Reserve(ErrorCapacity * sizeof(double));
        stateBytes = (int)Math.Min(map.End, int.MaxValue);
        update.ReserveConstants(map, module);
        var bound = new BoundCases(topology, trainer.Cases, error);
        var count = trainer.Cases.Count;
        var batch = trainer.Batch.Size ?? count;
        var layouts = new Dictionary<int, BlockLayout<T>>();
        var whole = Place(0, count);
        all.AddRange(whole);
        var places = new Dictionary<int, PlacedBlock[]>();
        for (var first = 0; first < count && !isWholeSweep && map.End <= Limits.MemoryBytes; first += batch)
        {
            var length = Math.Min(batch, count - first);
            // What is copied anew for each batch has one place for all of them.
            if (!trainer.Shuffles || !places.TryGetValue(length, out var blocks))
                blocks = places[length] = Place(first, length);
            batches.Add(blocks);
        }
        if (trainer.Shuffles)
            origin = PlaceBlock(Enumerable.Range(0, count).ToArray(), shares: false);
        if (isWholeSweep)
            batches.Add(whole);
        unitStates = [.. topology.Groups.Select(group => group.IsInput && HasUnitStates(bound, group))];
        gradientLayout = new Gradient<T>(topology, layouts.Values.First().IsDense(topology)).Layout;
        memory = new NetMemory<T>(map, weights, topology, error, layouts.Values.Max(static layout => layout.RowBytes), gradientLayout);

        PlacedBlock[] Place(int from, int length)
        {
            var placed = new List<PlacedBlock>();
            for (var first = from; first < from + length; first += CaseBlock<T>.LargestCount)
                placed.Add(PlaceBlock(Enumerable.Range(first, Math.Min(CaseBlock<T>.LargestCount, from + length - first)).ToArray(), shares: true));
            return [.. placed];
        }

        PlacedBlock PlaceBlock(int[] chosen, bool shares)
        {
            var block = new CaseBlock<T>(bound, chosen.Length);
            block.Fill(chosen);
            var layout = shares ? layouts.GetValueOrDefault(chosen.Length) : null;
            layout ??= new BlockLayout<T>(topology, block);
            if (shares)
                layouts[chosen.Length] = layout;
            var address = map.Reserve(layout.Bytes);
            if (map.End <= Limits.MemoryBytes)
                module.Initialize(address, layout.Content(topology, block));
            return new PlacedBlock(layout, address);
        }
    }

    /// <summary>Why there is no module; null if there is one.</summary>
    public string? Problem => map.End <= Limits.MemoryBytes ? null
        : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"the net and its cases take more than {Limits.MemoryBytes >> 20} MB of memory");

    /// <summary>Writes the module.</summary>
    public TrainingModule Write()
    {
        var infinity = new byte[sizeof(double)];
        BitConverter.TryWriteBytes(infinity, double.PositiveInfinity);
        module.Initialize(counters.PreviousError, infinity);
        module.Initialize(counters.BestError, infinity);
        var unknown = new byte[sizeof(double)];
        BitConverter.TryWriteBytes(unknown, double.NaN);
        module.Initialize(counters.LastError, unknown);
        var evaluate = Evaluate();
        var finish = Finish();
        var change = Change();
        module.Export("run", isWholeSweep ? RunWholeSweeps(Batch(batches[0], finish, measures: true), change) : RunBatches(finish, change, evaluate));
        module.Export("evaluate", evaluate);
        module.MemoryBytes = (int)map.End;
        return new TrainingModule(module.ToArray(), new ModuleLayout
        {
            StateBytes = stateBytes,
            NumberBytes = VectorCode<T>.NumberBytes,
            WeightCount = topology.WeightCount,
            Weights = memory.Weights,
            Gradient = memory.Gradient,
            RuleVectors = ValueList.Of(update.Vectors.Select(static vector => new RuleVectorAddress(vector.Name, vector.Address)).ToArray()),
            Errors = errors,
            ErrorCapacity = ErrorCapacity,
            Changes = counters.Changes,
            Sweeps = counters.Sweeps,
            PreviousError = counters.PreviousError,
            End = counters.Status,
            Error = counters.Error,
            GreatestDistance = counters.Distance,
            AllOnRightSide = counters.OnRightSide,
            BestSweep = counters.BestSweep,
            BestError = counters.BestError,
            LastError = counters.LastError,
            Order = order?.Order,
            Generator = order?.Generator,
        });
    }

    private static bool HasUnitStates(BoundCases bound, Group group)
    {
        if (bound.Input(group) is not { } values)
            return group.InitialState is 0 or 1 or -1;
        for (var @case = 0; @case < values.Count; @case++)
        {
            for (var unit = 0; unit < values.Size; unit++)
            {
                if (values[@case, unit] is not (0 or 1 or -1))
                    return false;
            }
        }
        return true;
    }

    private VectorCode<T> Vectors(FunctionCode code) => new(code, software);

    private PassWriter<T> Pass(BlockLayout<T> layout, GradientLayout gradient, bool fresh, FunctionCode code) => new(
        memory,
        layout,
        PropagationPlanner.Plan(topology, new PlanKey(layout.Shape, layout.Count, gradient, fresh), group => memory[group].Error is { DerivesTotalInput: true }),
        group => unitStates[group.Index],
        Vectors(code));

    /// <summary>(block) → E: a pass over a block, backward too where there is a gradient and E is finite.</summary>
    private int PassOver(BlockLayout<T> layout, GradientLayout gradient, bool fresh)
    {
        if (passes.TryGetValue((layout.Count, gradient, fresh), out var known))
            return known;
        var code = new FunctionCode([ValueType.I32], [ValueType.F64]);
        var pass = Pass(layout, gradient, fresh, code);
        var sum = code.New(ValueType.F64);
        pass.Forward();
        pass.Error(sum);
        if (gradient != GradientLayout.None)
        {
            PushIsFinite(code, sum);
            code.If(pass.Backward);
        }
        code.Get(sum);
        var function = module.Add(code);
        passes.Add((layout.Count, gradient, fresh), function);
        return function;
    }

    /// <summary>(block): adds what stop rules look at in the states of the block that ran last.</summary>
    private int DistancesOf(BlockLayout<T> layout)
    {
        if (distances.TryGetValue(layout.Count, out var known))
            return known;
        var code = new FunctionCode([ValueType.I32], []);
        Local greatest = code.New(ValueType.F64), right = code.New(ValueType.I32);
        code.I32(0).At(Op.F64Load, counters.Distance).Set(greatest).I32(0).At(Op.I32Load, counters.OnRightSide).Set(right);
        Pass(layout, GradientLayout.None, false, code).Distances(greatest, right);
        code.I32(0).Get(greatest).At(Op.F64Store, counters.Distance).I32(0).Get(right).At(Op.I32Store, counters.OnRightSide);
        var function = module.Add(code);
        distances.Add(layout.Count, function);
        return function;
    }

    private static void PushIsFinite(FunctionCode code, Local number) => code.Get(number).Get(number).Do(Op.F64Subtract).F64(0).Do(Op.F64Equal);

    private void ClearDistances(FunctionCode code) => code.I32(0).F64(0).At(Op.F64Store, counters.Distance).I32(0).I32(1).At(Op.I32Store, counters.OnRightSide);

    /// <summary>() → E over all cases.</summary>
    private int Evaluate()
    {
        var code = new FunctionCode([], [ValueType.F64]);
        var sum = code.New(ValueType.F64);
        code.F64(0).Set(sum);
        ClearDistances(code);
        foreach (var block in all)
        {
            code.Get(sum).I32(block.Address).Call(PassOver(block.Layout, GradientLayout.None, false)).Do(Op.F64Add).Set(sum);
            code.I32(block.Address).Call(DistancesOf(block.Layout));
        }
        code.I32(0).Get(sum).At(Op.F64Store, counters.Error);
        code.Get(sum);
        return module.Add(code);
    }

    /// <summary>(address of the first block, whether to measure, or where cases are copied the address of the first one's number) → E over a batch, whose gradient is then complete unless E is not finite.</summary>
    private int Batch(PlacedBlock[] blocks, int finish, bool measures)
    {
        var code = new FunctionCode([ValueType.I32, ValueType.I32], [ValueType.F64]);
        var sum = code.New(ValueType.F64);
        code.F64(0).Set(sum);
        if (measures)
            ClearDistances(code);
        code.Block(leave =>
        {
            for (var k = 0; k < blocks.Length; k++)
            {
                var offset = blocks[k].Address - blocks[0].Address;
                if (origin is not null && !measures)
                {
                    code.Get(code.Parameter(0)).I32(offset).Do(Op.I32Add).Get(code.Parameter(1)).I32(blocks.Take(k).Sum(static block => block.Layout.Count) * sizeof(int)).Do(Op.I32Add);
                    code.Call(GatherInto(blocks[k].Layout));
                }
                code.Get(sum).Get(code.Parameter(0)).I32(offset).Do(Op.I32Add).Call(PassOver(blocks[k].Layout, gradientLayout, fresh: k == 0)).Do(Op.F64Add).Set(sum);
                PushIsFinite(code, sum);
                code.Do(Op.I32EqualsZero);
                code.If(leave);
                if (!measures)
                    continue;
                code.Get(code.Parameter(1));
                var layout = blocks[k].Layout;
                code.If(() => code.Get(code.Parameter(0)).I32(offset).Do(Op.I32Add).Call(DistancesOf(layout)));
            }
            code.Call(finish);
        });
        code.Get(sum);
        return module.Add(code);
    }

    /// <summary>(address of a block, address of the number of its first case): copies its cases.</summary>
    private int GatherInto(BlockLayout<T> layout)
    {
        if (gathers.TryGetValue(layout.Count, out var known))
            return known;
        var code = new FunctionCode([ValueType.I32, ValueType.I32], []);
        layout.Gather(code, topology, origin!.Layout, origin.Address);
        var function = module.Add(code);
        gathers.Add(layout.Count, function);
        return function;
    }

    /// <summary>The last steps before the rule uses the gradient.</summary>
    private int Finish()
    {
        var code = new FunctionCode([], []);
        var vectors = Vectors(code);
        if (gradientLayout == GradientLayout.Lanes)
            new Products<T>(vectors, default).Join(memory.Lanes, memory.Gradient, topology.WeightCount, fresh: true);
        foreach (var block in topology.Blocks)
        {
            var first = memory.Gradient + (block.Offset * VectorCode<T>.NumberBytes);
            if (block.Sharing == SharedGradient.Mean && block.Copies > 1)
            {
                code.For(block.Length * VectorCode<T>.NumberBytes, VectorCode<T>.NumberBytes, at =>
                {
                    code.Get(at).Get(at);
                    vectors.LoadOne(first).Constant(T.CreateTruncating(block.Copies)).Divide().StoreOne(first);
                });
            }
            if (block.MaskArray is not { } mask)
                continue;
            for (var k = 0; k < mask.Length; k++)
            {
                if (mask[k])
                    continue;
                code.I32(0);
                vectors.Constant(T.Zero).StoreOne(first + (k * VectorCode<T>.NumberBytes));
            }
        }
        return module.Add(code);
    }

    /// <summary>(E): one change of the weights.</summary>
    private int Change()
    {
        var code = new FunctionCode([ValueType.F64], []);
        var batchError = code.Parameter(0);
        code.I32(0).I32(0).At(Op.I64Load, counters.Changes).I64(1).Do(Op.I64Add).At(Op.I64Store, counters.Changes);
        update.Write(Vectors(code), batchError);
        code.I32(0).Get(batchError).At(Op.F64Store, counters.PreviousError);
        return module.Add(code);
    }

    private int RunWholeSweeps(int batch, int change) => Run((code, run, leave) =>
    {
        var sum = code.New(ValueType.F64);
        code.I32(batches[0][0].Address).Get(run.Measures).Call(batch).Set(sum);
        code.I32(0).Get(sum).At(Op.F64Store, counters.Error);
        EndUnlessFinite(code, sum, leave);
        KeepIfBest(code, sum);
        StopWhere(code, run, leave);
        code.Get(sum).Call(change);
        return sum;
    });

    private int RunBatches(int finish, int change, int evaluate)
    {
        var shuffle = order is null ? (int?)null : module.Add(order.Shuffle());
        return Run((code, run, leave) => Batches(code, run, leave, finish, change, evaluate, shuffle));
    }

    private Local Batches(FunctionCode code, Conditions run, Action leave, int finish, int change, int evaluate, int? shuffle)
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
        for (var first = 0; first < batches.Count;)
        {
            var end = first + 1;
            while (end < batches.Count && batches[end].Sum(static block => block.Layout.Count) == batches[first].Sum(static block => block.Layout.Count))
                end++;
            var blocks = batches[first];
            var function = Batch(blocks, finish, measures: false);
            // Either each batch has its place, or all have one, and each its part of the order.
            var size = blocks.Sum(static block => block.Layout.Count);
            var step = order is not null ? size * sizeof(int) : end - first > 1 ? batches[first + 1][0].Address - blocks[0].Address : 1;
            var begin = first == 0 ? 0 : batches[0].Sum(static block => block.Layout.Count) * first;
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
            code.Get(sweeps).I32(ErrorCapacity - 1).Do(Op.I32And).I32(sizeof(double)).Do(Op.I32Multiply).Get(sum).At(Op.F64Store, errors);
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
        PushIsFinite(code, sum);
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

    /// <summary>A block of cases in the memory.</summary>
    private sealed record PlacedBlock(BlockLayout<T> Layout, int Address);

    /// <summary>What a run looks at before each sweep.</summary>
    /// <param name="Measures">Whether distances and sides are asked for.</param>
    private readonly record struct Conditions(Local Measures);
}
