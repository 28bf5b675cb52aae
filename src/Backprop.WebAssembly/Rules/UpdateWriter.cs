using System.Runtime.InteropServices;
using Backprop.SourceCode;

namespace Backprop.WebAssembly;

/// <summary>Writes the change of all weights that are not frozen, by a rule of the library: the penalty, the limits of the gradient, the schedule of the rate, the rule itself, decay and bounds.</summary>
internal sealed class UpdateWriter<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Topology topology;
    private readonly LearningRule rule;
    private readonly WeightMemory memory;
    private readonly Counters counters;
    private readonly RuleState<T> fresh;
    private readonly RuleWriter<T> writer;
    private ScheduleTable? schedule;

    /// <summary>Reserves what the rule remembers, as it is at the beginning.</summary>
    public UpdateWriter(MemoryMap map, ModuleWriter module, Topology topology, LearningRule rule, WeightMemory memory, Counters counters)
    {
        (this.topology, this.rule, this.memory, this.counters) = (topology, rule, memory, counters);
        fresh = rule.Start<T>(topology.WeightCount);
        Vectors = [.. fresh.Vectors.Select(vector => (vector.Name, map.Reserve(memory.VectorBytes)))];
        for (var k = 0; k < Vectors.Length; k++)
            module.Initialize(Vectors[k].Address, MemoryMarshal.AsBytes(fresh.Vectors[k].Values.Span).ToArray());
        writer = new RuleWriter<T>(rule, memory, counters, [.. Vectors.Select(static vector => vector.Address)]);
    }

    /// <summary>Where the vectors are that the rule remembers.</summary>
    public (string Name, int Address)[] Vectors { get; }

    private WeightStretch All => new(0, topology.WeightCount, IsBias: false);

    /// <summary>Reserves what the code only reads. It must not lie among what a page writes.</summary>
    public void ReserveConstants(MemoryMap map, ModuleWriter module)
    {
        writer.ReserveConstants(map, module);
        if (rule.Schedule is { } of)
            schedule = new ScheduleTable(map, module, of);
    }

    /// <summary>Writes a change, which is counted already; its sweep is counted later.</summary>
    /// <param name="vectors">Writes the arithmetic.</param>
    /// <param name="error">E over the batch, to which the penalty is added.</param>
    public void Write(VectorCode<T> vectors, Local error) => vectors.Code.Scope(() =>
    {
        var loops = new StretchLoops<T>(vectors, topology.WeightCount);
        if (rule.Penalty != 0)
            AddPenalty(loops, error);
        Local? factor = schedule is null ? null : vectors.Code.New(ValueType.F64);
        if (factor is { } of)
        {
            schedule!.Push(vectors.Code, counters);
            vectors.Code.Set(of);
        }
        var change = writer.Write(loops, new ChangeScalars(factor, error, Limit(loops)));
        var keep = T.CreateTruncating(1 - rule.WeightDecay);
        foreach (var stretch in WeightStretch.Of(topology, joined: fresh.IsElementwise && !fresh.TellsBiases && (keep == T.One || rule.DecayBiases)))
        {
            change(stretch);
            if (keep != T.One && (rule.DecayBiases || !stretch.IsBias))
                loops.Each(stretch, [memory.Weights], [], [memory.Weights], a => [a[0] * TracedLanes<T>.Broadcast(keep)]);
            if (rule.Bounds is { } bounds)
                Limit(loops, stretch, memory.Weights, bounds.Minimum, bounds.Maximum);
        }
    });

    /// <summary>½λ Σw² and its derivative λw.</summary>
    private void AddPenalty(StretchLoops<T> loops, Local error)
    {
        var code = loops.Vectors.Code;
        var stretches = WeightStretch.Of(topology, joined: rule.DecayBiases).Where(stretch => rule.DecayBiases || !stretch.IsBias).ToArray();
        code.Get(error).F64(0.5 * rule.Penalty).F64(0);
        foreach (var stretch in stretches)
        {
            loops.SumOfSquares(stretch, memory.Weights);
            code.Do(Op.F64Add);
        }
        code.Do(Op.F64Multiply).Do(Op.F64Add).Set(error);
        foreach (var stretch in stretches)
            loops.Each(stretch, [memory.Gradient, memory.Weights], [], [memory.Gradient], a => [TracedLanes<T>.MultiplyAdd(TracedLanes<T>.Broadcast(T.CreateTruncating(rule.Penalty)), a[1], a[0])]);
    }

    /// <summary>The limits of the gradient; gives its length where it is measured.</summary>
    private Local? Limit(StretchLoops<T> loops)
    {
        if (!double.IsPositiveInfinity(rule.DerivativeLimit))
            Limit(loops, All, memory.Gradient, -rule.DerivativeLimit, rule.DerivativeLimit);
        if (!fresh.NeedsGradientLength && double.IsPositiveInfinity(rule.GradientLengthLimit))
            return null;
        var code = loops.Vectors.Code;
        var length = code.New(ValueType.F64);
        loops.SumOfSquares(All, memory.Gradient);
        code.Do(Op.F64SquareRoot).Set(length);
        if (double.IsPositiveInfinity(rule.GradientLengthLimit))
            return length;
        code.Get(length).F64(rule.GradientLengthLimit).Do(Op.F64Greater);
        code.If(() => code.Scope(() =>
        {
            var scale = loops.Vectors.New();
            code.F64(rule.GradientLengthLimit).Get(length).Do(Op.F64Divide);
            RuleWriter<T>.Splat(code);
            code.Set(scale);
            loops.Each(All, [memory.Gradient], [scale], [memory.Gradient], static a => [a[0] * a[1]]);
            code.F64(rule.GradientLengthLimit).Set(length);
        }));
        return length;
    }

    private static void Limit(StretchLoops<T> loops, WeightStretch stretch, int vector, double least, double greatest) =>
        loops.Each(stretch, [vector], [], [vector], a =>
        {
            var (low, high) = (TracedLanes<T>.Broadcast(T.CreateSaturating(least)), TracedLanes<T>.Broadcast(T.CreateSaturating(greatest)));
            return [TracedLanes<T>.Select(TracedLanes<T>.LessThan(a[0], low), low, TracedLanes<T>.Select(TracedLanes<T>.LessThan(high, a[0]), high, a[0]))];
        }, pads: false);
}
