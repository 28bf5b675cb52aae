namespace Backprop.WebAssembly;

/// <summary>Writes functions over blocks of cases: passes, E of a batch with its gradient, what stop rules look at.</summary>
internal sealed class BatchWriter<T>(ModuleWriter module, SoftwareMultiplyAdd? software, Topology topology, NetMemory<T> memory, Counters counters, PlacedCases<T> cases, GradientLayout gradientLayout, NoiseWriter<T>? noise, Noise? noiseOfTraining)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Dictionary<(int, GradientLayout, bool), int> passes = [];
    private readonly Dictionary<int, int> distances = [];
    private readonly Dictionary<int, int> gathers = [];
    private readonly Dictionary<string, int> carries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> written = new(StringComparer.Ordinal);

    private PassWriter<T> Pass(BlockLayout<T> layout, GradientLayout gradient, bool fresh, FunctionCode code) => new(
        new PassCode<T>(memory, layout, group => cases.HasUnitStates[group.Index], new VectorCode<T>(code, software)),
        PropagationPlanner.Plan(topology, new PlanKey(layout.Shape, layout.Count, gradient, fresh), group => memory[group].Error is { DerivesTotalInput: true }, noise: layout.Numbers is null ? null : noiseOfTraining));

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

    /// <summary>Pushes whether a number is finite.</summary>
    public static void PushIsFinite(FunctionCode code, Local number) => code.Get(number).Get(number).Do(Op.F64Subtract).F64(0).Do(Op.F64Equal);

    private void ClearDistances(FunctionCode code) => code.I32(0).F64(0).At(Op.F64Store, counters.Distance).I32(0).I32(1).At(Op.I32Store, counters.OnRightSide);

    /// <summary>() → E over all cases.</summary>
    public int Evaluate()
    {
        var code = new FunctionCode([], [ValueType.F64]);
        var sum = code.New(ValueType.F64);
        code.F64(0).Set(sum);
        ClearDistances(code);
        foreach (var block in cases.All)
        {
            code.Get(sum).I32(block.Address).Call(PassOver(block.Layout, GradientLayout.None, false)).Do(Op.F64Add).Set(sum);
            code.I32(block.Address).Call(DistancesOf(block.Layout));
            if (block.Carry is { } carry)
                code.I32(block.Address).I32(carry.To.Address).Call(CarryOn(block.Layout, carry));
        }
        code.I32(0).Get(sum).At(Op.F64Store, counters.Error);
        code.Get(sum);
        return module.Add(code);
    }

    /// <summary>(address of the first block, whether to measure, or where cases are copied the address of the first one's number) → E over a batch, whose gradient is then complete unless E is not finite.</summary>
    public int Batch(PlacedBlock<T>[] blocks, int finish, bool measures)
    {
        var key = $"{StructureOf(blocks)} {measures}";
        if (written.TryGetValue(key, out var known))
            return known;
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
                if (cases.Origin is not null && !measures)
                {
                    code.Get(code.Parameter(0)).I32(offset).Do(Op.I32Add).Get(code.Parameter(1)).I32(blocks.Take(k).Sum(static block => block.Layout.Count) * sizeof(int)).Do(Op.I32Add);
                    code.Call(GatherInto(blocks[k].Layout));
                }
                if (noise is not null)
                    code.Get(code.Parameter(0)).I32(offset).Do(Op.I32Add).Call(noise.Draw(blocks[k].Layout));
                code.Get(sum).Get(code.Parameter(0)).I32(offset).Do(Op.I32Add).Call(PassOver(blocks[k].Layout, gradientLayout, fresh: k == 0)).Do(Op.F64Add).Set(sum);
                PushIsFinite(code, sum);
                code.Do(Op.I32EqualsZero);
                code.If(leave);
                if (blocks[k].Carry is { } carry)
                    code.Get(code.Parameter(0)).I32(offset).Do(Op.I32Add).Get(code.Parameter(0)).I32(carry.To.Address - blocks[0].Address).Do(Op.I32Add).Call(CarryOn(blocks[k].Layout, carry));
                if (!measures)
                    continue;
                code.Get(code.Parameter(1));
                var layout = blocks[k].Layout;
                code.If(() => code.Get(code.Parameter(0)).I32(offset).Do(Op.I32Add).Call(DistancesOf(layout)));
            }
            code.Call(finish);
        });
        code.Get(sum);
        var function = module.Add(code);
        written.Add(key, function);
        return function;
    }

    /// <summary>What the function of a batch depends on beside the place of its first block: batches of one structure have one function.</summary>
    public static string StructureOf(PlacedBlock<T>[] blocks) => string.Join(' ', blocks.Select(block =>
        $"{block.Layout.Count}@{block.Address - blocks[0].Address}" + (block.Carry is { } carry ? $">{carry.To.Address - blocks[0].Address}:{(carry.Columns is null ? "" : string.Join(',', carry.Columns))}" : "")));

    /// <summary>(address of a window, address of the next one): copies the states at the end of the window that ran last to where the next one begins.</summary>
    private int CarryOn(BlockLayout<T> from, CarriedOn<T> carry)
    {
        var to = carry.To.Layout;
        var key = $"{from.Count} {to.Count} {(carry.Columns is null ? "" : string.Join(',', carry.Columns))}";
        if (carries.TryGetValue(key, out var known))
            return known;
        var code = new FunctionCode([ValueType.I32, ValueType.I32], []);
        var vectors = new VectorCode<T>(code, software);
        foreach (var group in topology.Inputs.Where(topology.IsCarriedOn))
        {
            var last = topology[IterativeTopology.Copy(group.Origin, topology.Unrolling!.Iterations + group.Iteration!.Value)];
            var source = last.IsInput ? from.Input(last) : new Place(group.Description.IsTotalInput ? memory[last].Totals!.Value : memory[last].States);
            var target = to.Input(group).Offset;
            if (carry.Columns is null)
            {
                code.For(group.Size * from.RowBytes, VectorCode<T>.VectorBytes, at =>
                {
                    code.Get(code.Parameter(1)).Get(at).Do(Op.I32Add);
                    PushSource(at);
                    vectors.Load(source.Offset).Store(target);
                });
                continue;
            }
            code.For(group.Size, 1, unit => code.Scope(() =>
            {
                Local row = code.New(ValueType.I32), next = code.New(ValueType.I32);
                code.Get(unit).I32(from.RowBytes).Do(Op.I32Multiply).Set(row);
                code.Get(unit).I32(to.RowBytes).Do(Op.I32Multiply).Get(code.Parameter(1)).Do(Op.I32Add).Set(next);
                for (var column = 0; column < carry.Columns.Length; column++)
                {
                    code.Get(next);
                    PushSource(row);
                    vectors.LoadOne(source.Offset + (carry.Columns[column] * VectorCode<T>.NumberBytes)).StoreOne(target + (column * VectorCode<T>.NumberBytes));
                }
            }));

            void PushSource(Local at)
            {
                code.Get(at);
                if (source.IsInBlock)
                    code.Get(code.Parameter(0)).Do(Op.I32Add);
            }
        }
        var function = module.Add(code);
        carries.Add(key, function);
        return function;
    }

    /// <summary>(address of a block, address of the number of its first case): copies its cases.</summary>
    private int GatherInto(BlockLayout<T> layout)
    {
        if (gathers.TryGetValue(layout.Count, out var known))
            return known;
        var code = new FunctionCode([ValueType.I32, ValueType.I32], []);
        layout.Gather(code, topology, cases.Origin!.Layout, cases.Origin.Address);
        var function = module.Add(code);
        gathers.Add(layout.Count, function);
        return function;
    }

    /// <summary>The last steps before the rule uses the gradient.</summary>
    public int Finish()
    {
        var code = new FunctionCode([], []);
        var vectors = new VectorCode<T>(code, software);
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
            if (block.MaskArray is null && block.FrozenArray is null)
                continue;
            for (var k = 0; k < block.Length; k++)
            {
                if (block.MaskArray?[k] != false && block.FrozenArray?[k] != true)
                    continue;
                code.I32(0);
                vectors.Constant(T.Zero).StoreOne(first + (k * VectorCode<T>.NumberBytes));
            }
        }
        return module.Add(code);
    }
}
