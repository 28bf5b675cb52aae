using System.Runtime.InteropServices;
using Backprop.SourceCode;

namespace Backprop.WebAssembly;

/// <summary>Writes the drawing of noise, other numbers in each sweep: <see cref="NoiseBuffers{T}"/>, <see cref="NormalDistribution"/> and <see cref="RandomSource"/>, as code.</summary>
internal sealed class NoiseWriter<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Noise noise;
    private readonly ModuleWriter module;
    private readonly NetMemory<T> memory;
    private readonly Counters counters;
    private readonly Group[] groups;
    private readonly SoftwareMultiplyAdd? software;
    private readonly Dictionary<int, int> given = [];
    private readonly Dictionary<BlockLayout<T>, int> draws = [];
    private int? row;

    /// <summary>Reserves the given states of input groups that have noise, which the code only reads.</summary>
    /// <param name="map">The memory.</param>
    /// <param name="module">The module.</param>
    /// <param name="trainer">The training.</param>
    /// <param name="fused">Whether multiply-adds are instructions.</param>
    /// <param name="memory">Where the net has its numbers.</param>
    /// <param name="counters">Where sweeps are counted.</param>
    public NoiseWriter(MemoryMap map, ModuleWriter module, Trainer<T> trainer, bool fused, NetMemory<T> memory, Counters counters)
    {
        (noise, this.module, this.memory, this.counters) = (trainer.Options.Noise!, module, memory, counters);
        groups = [.. trainer.Network.Topology.Groups.Where(group => noise.OfTotalInputs(group) > 0 || noise.OfStates(group) > 0)];
        module.Initialize(counters.NoiseSeed, BitConverter.GetBytes(noise.Seed));
        software = fused ? null : SoftwareMultiplyAdd.Of<double>(module);
        var bound = new BoundCases(trainer.Network.Topology, trainer.Cases, trainer.ErrorMeasure, trainingNoise: noise);
        foreach (var group in groups.Where(static group => group.IsInput))
        {
            // In double, as noise is added to them before they are rounded.
            var count = trainer.Cases.Count;
            var address = map.Reserve((long)count * group.Size * sizeof(double));
            given.Add(group.Index, address);
            if (map.End > Limits.MemoryBytes)
                continue;
            var values = bound.Input(group);
            var states = new double[count * group.Size];
            for (var k = 0; k < states.Length; k++)
                states[k] = values is null ? group.InitialState!.Value : values[k / group.Size, k % group.Size];
            module.Initialize(address, MemoryMarshal.AsBytes(states.AsSpan()).ToArray());
        }
    }

    /// <summary>The function (block) that draws the noise of a block in the sweep under way.</summary>
    public int Draw(BlockLayout<T> layout)
    {
        if (draws.TryGetValue(layout, out var known))
            return known;
        var draw = Row();
        var code = new FunctionCode([ValueType.I32], []);
        Local ofSweep = code.New(ValueType.I64), ofCase = code.New(ValueType.I64), number = code.New(ValueType.I32), next = code.New(ValueType.I64);
        code.I32(0).At(Op.I32Load, counters.Sweeps).Do(Op.I64ExtendI32Unsigned).I64(1).Do(Op.I64Add).I64(-1).Do(Op.I64Xor).Set(next);
        code.I32(0).At(Op.I64Load, counters.NoiseSeed).Set(ofSweep);
        Mix(ofSweep, () => code.Get(next), ofSweep);
        code.For(layout.Count, 1, @case =>
        {
            code.Get(@case).I32(sizeof(int)).Do(Op.I32Multiply).Get(code.Parameter(0)).Do(Op.I32Add).At(Op.I32Load, layout.Numbers!.Value.Offset).Set(number);
            Mix(ofSweep, () => code.Get(number).Do(Op.I64ExtendI32Unsigned), ofCase);
            foreach (var group in groups)
            {
                if (noise.OfTotalInputs(group) is > 0 and var onTotals)
                    DrawInto(group, onTotals, new Place(memory[group].NoiseOnTotals!.Value), ofStates: false);
                if (noise.OfStates(group) is > 0 and var onStates)
                    DrawInto(group, onStates, group.IsInput ? layout.Input(group) : new Place(memory[group].NoiseOnStates!.Value), ofStates: true);
            }

            void DrawInto(Group group, double deviation, Place target, bool ofStates)
            {
                Mix(ofCase, () => code.I64((group.Index * 2L) + (ofStates ? 1 : 0)), next);
                code.Get(next).I32(group.Size).F64(deviation);
                code.Get(@case).I32(VectorCode<T>.NumberBytes).Do(Op.I32Multiply).I32(target.Offset).Do(Op.I32Add);
                if (target.IsInBlock)
                    code.Get(code.Parameter(0)).Do(Op.I32Add);
                code.I32(layout.RowBytes);
                if (group.IsInput)
                    code.Get(number).I32(group.Size * sizeof(double)).Do(Op.I32Multiply).I32(given[group.Index]).Do(Op.I32Add);
                else
                    code.I32(-1);
                code.Call(draw);
                foreach (var unit in group.IsInput ? group.LesionedUnits : [])
                {
                    code.Get(@case).I32(VectorCode<T>.NumberBytes).Do(Op.I32Multiply).Get(code.Parameter(0)).Do(Op.I32Add);
                    new VectorCode<T>(code, null).Constant(T.Zero).StoreOne(target.Offset + (unit * layout.RowBytes));
                }
            }
        });
        var function = module.Add(code);
        draws.Add(layout, function);
        return function;

        // A seed that follows from another one and a value.
        void Mix(Local seed, Action pushValue, Local into)
        {
            code.Get(seed);
            pushValue();
            code.Do(Op.I64Xor).I64(unchecked((long)0x9E3779B97F4A7C15)).Do(Op.I64Multiply).Set(into);
            code.Get(into).Get(into).I64(32).Do(Op.I64ShiftRightUnsigned).Do(Op.I64Xor).I64(unchecked((long)0xBF58476D1CE4E5B9)).Do(Op.I64Multiply).Set(into);
            code.Get(into).Get(into).I64(29).Do(Op.I64ShiftRightUnsigned).Do(Op.I64Xor).Set(into);
        }
    }

    /// <summary>(seed, units, deviation, address of the first number, bytes from unit to unit, address of doubles to add to or −1): draws one number per unit.</summary>
    private int Row()
    {
        if (row is { } known)
            return known;
        var code = new FunctionCode([ValueType.I64, ValueType.I32, ValueType.F64, ValueType.I32, ValueType.I32, ValueType.I32], []);
        var vectors = new VectorCode<double>(code, software);
        Local seed = code.Parameter(0), deviation = code.Parameter(2), target = code.Parameter(3), from = code.Parameter(5);
        var state = new Local[4];
        for (var k = 0; k < state.Length; k++)
            SplitMix(state[k] = code.New(ValueType.I64));
        Local unit = code.New(ValueType.I32), hasSpare = code.New(ValueType.I32);
        Local spare = code.New(ValueType.F64), normal = code.New(ValueType.F64), value = code.New(ValueType.F64);
        code.I32(0).Set(unit).I32(0).Set(hasSpare);
        code.DoWhile(() =>
        {
            code.Get(hasSpare);
            code.If(() => code.Get(spare).Set(normal).I32(0).Set(hasSpare), () => code.Scope(DrawTwo));
            code.Get(deviation).Get(normal).Do(Op.F64Multiply).Set(value);
            code.Get(from).I32(-1).Do(Op.I32NotEqual);
            code.If(() => code.Get(from).Get(unit).I32(sizeof(double)).Do(Op.I32Multiply).Do(Op.I32Add).At(Op.F64Load, 0).Get(value).Do(Op.F64Add).Set(value));
            code.Get(target).Get(value);
            if (VectorCode<T>.NumberBytes == 4)
                code.Do(Op.F32DemoteF64).At(Op.F32Store, 0);
            else
                code.At(Op.F64Store, 0);
            code.Get(target).Get(code.Parameter(4)).Do(Op.I32Add).Set(target);
            code.Add(unit, 1).Get(unit).Get(code.Parameter(1)).Do(Op.I32LessSigned);
        });
        row = module.Add(code);
        return row.Value;

        void SplitMix(Local word)
        {
            code.Get(seed).I64(unchecked((long)0x9E3779B97F4A7C15)).Do(Op.I64Add).Tee(seed).Set(word);
            code.Get(word).Get(word).I64(30).Do(Op.I64ShiftRightUnsigned).Do(Op.I64Xor).I64(unchecked((long)0xBF58476D1CE4E5B9)).Do(Op.I64Multiply).Set(word);
            code.Get(word).Get(word).I64(27).Do(Op.I64ShiftRightUnsigned).Do(Op.I64Xor).I64(unchecked((long)0x94D049BB133111EB)).Do(Op.I64Multiply).Set(word);
            code.Get(word).Get(word).I64(31).Do(Op.I64ShiftRightUnsigned).Do(Op.I64Xor).Set(word);
        }

        // The polar method: two numbers from a point within the circle.
        void DrawTwo()
        {
            Local u = code.New(ValueType.F64), v = code.New(ValueType.F64), square = code.New(ValueType.F64), bits = code.New(ValueType.I64);
            Local a = vectors.New(), c = vectors.New();
            code.DoWhile(() =>
            {
                Signed(u, bits);
                Signed(v, bits);
                code.Get(u).Do(VectorOp.F64x2Splat).Set(a).Get(v).Get(v).Do(Op.F64Multiply).Do(VectorOp.F64x2Splat).Set(c);
                vectors.MultiplyAdd(a, a, c);
                code.Lane(VectorOp.F64x2ExtractLane, 0).Set(square);
                code.Get(square).F64(0).Do(Op.F64Equal).Get(square).F64(1).Do(Op.F64Less).Do(Op.I32EqualsZero).Do(Op.I32Or);
            });
            code.Get(square).Do(VectorOp.F64x2Splat).Set(a);
            var logarithm = vectors.Prepare(1, static x => [Elementary.Log<TracedLanes<double>, double>(x[0])]).Of(a)[0];
            code.F64(-2).Get(logarithm).Lane(VectorOp.F64x2ExtractLane, 0).Do(Op.F64Multiply).Get(square).Do(Op.F64Divide).Do(Op.F64SquareRoot).Set(square);
            code.Get(v).Get(square).Do(Op.F64Multiply).Set(spare).I32(1).Set(hasSpare);
            code.Get(u).Get(square).Do(Op.F64Multiply).Set(normal);
        }

        // Uniform in [−1, 1), from the next 64 bits.
        void Signed(Local number, Local bits)
        {
            code.Get(state[1]).I64(5).Do(Op.I64Multiply).I64(7).Do(Op.I64RotateLeft).I64(9).Do(Op.I64Multiply).Set(bits);
            code.Get(bits).I64(11).Do(Op.I64ShiftRightUnsigned).Do(Op.F64ConvertI64Unsigned).F64(1.0 / (1UL << 53)).Do(Op.F64Multiply).F64(2).Do(Op.F64Multiply).F64(1).Do(Op.F64Subtract).Set(number);
            code.Get(state[1]).I64(17).Do(Op.I64ShiftLeft).Set(bits);
            Xor(2, state[0]);
            Xor(3, state[1]);
            Xor(1, state[2]);
            Xor(0, state[3]);
            Xor(2, bits);
            code.Get(state[3]).I64(45).Do(Op.I64RotateLeft).Set(state[3]);
        }

        void Xor(int word, Local other) => code.Get(state[word]).Get(other).Do(Op.I64Xor).Set(state[word]);
    }
}
