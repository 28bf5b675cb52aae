using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Backprop.WebAssembly;

/// <summary>
/// A WebAssembly module that trains one net on its cases with the same bits as <see cref="Trainer{T}"/>: the net, the cases, the rule and its settings are compiled into it.
/// It imports nothing and exports
/// <list type="bullet">
/// <item><c>memory</c>, laid out as <see cref="Layout"/> says;</item>
/// <item><c>run(sweeps: i32, within: f64, errorBelow: f64, rightSide: i32) → i32</c>, which makes so many sweeps at most and returns how many it made. Before each sweep it stops
/// where every output is nearer to its target than <c>within</c>, E is below <c>errorBelow</c>, or every output is on the right side of 0.5 if <c>rightSide</c> is not 0; a 0 asks for nothing;</item>
/// <item><c>evaluate() → f64</c>, which measures E, the greatest distance and the side of 0.5 over all cases with the weights as they are, and changes nothing else.</item>
/// </list>
/// <code>
/// const { instance } = await WebAssembly.instantiate(bytes);
/// const { memory, run } = instance.exports;
/// new Float32Array(memory.buffer, layout.weights, layout.weightCount).set(weights);   // Float64Array where layout.numberBytes is 8
/// const made = run(10000, 0, 0, 0);                                                    // in slices of about 10 ms
/// const learned = new Float32Array(memory.buffer, layout.weights, layout.weightCount); // a view, no copy
/// </code>
/// Where a <see cref="Trainer{T}"/> of the same arguments is at hand, as for drawing, <see cref="CopyFrom"/> and <see cref="CopyTo"/> carry its state to the module and back between sweeps.
/// </summary>
/// <example>
/// <code>
/// var topology = Topology.Layered(2, 2, 1);
/// var xor = Cases.From([[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]]);
/// if (TrainingModule.TryWrite&lt;float&gt;(topology, xor, new GradientDescent(), null, null, fused: false, out var module, out var reason))
///     Console.WriteLine($"{module.Bytes.Length} bytes, {module.Layout.WeightCount} weights at {module.Layout.Weights}");
/// else
///     Console.WriteLine(reason);
/// </code>
/// </example>
public sealed class TrainingModule
{
    internal TrainingModule(byte[] bytes, ModuleLayout layout) => (Bytes, Layout) = (bytes, layout);

    /// <summary>The module in the binary format.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Where its numbers are.</summary>
    public ModuleLayout Layout { get; }

    /// <summary>Writes the module that does what a <see cref="Trainer{T}"/> of these arguments does.</summary>
    /// <typeparam name="T">The precision of the net: <see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="topology">The net.</param>
    /// <param name="cases">The training cases.</param>
    /// <param name="rule">How weights change; with penalty, schedule, limits and bounds. The rules of the library that do not search are known.</param>
    /// <param name="error">The error measure; <see cref="SumOfSquares"/> without tolerance if null.</param>
    /// <param name="options">The batch, the order of the cases and its seed, and noise; all cases in a batch if null. Validation, checkpoints, threads and the clock are the page's.</param>
    /// <param name="fused">Whether the engine's relaxed multiply-adds round once, as <see cref="FusedProbe"/> says; false: they are computed by other instructions, with the same bits, several times slower.</param>
    /// <param name="module">The module; null if there is none.</param>
    /// <param name="reason">What a module cannot do of what is asked, as the end of a sentence, such as "the rule searches"; a <see cref="Trainer{T}"/> does it. Null if there is a module.</param>
    /// <returns>Whether there is a module.</returns>
    /// <exception cref="CasesException">The cases do not fit the net.</exception>
    /// <exception cref="ArgumentException">A hyper-parameter is out of range.</exception>
    /// <exception cref="TopologyException">The error measure does not suit a group, or weights lead to <see cref="UnitFunction.Threshold"/> units only.</exception>
    public static bool TryWrite<T>(Topology topology, Cases cases, LearningRule rule, ErrorMeasure? error, TrainerOptions? options, bool fused, [NotNullWhen(true)] out TrainingModule? module, [NotNullWhen(false)] out string? reason)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(topology);
        ArgumentNullException.ThrowIfNull(cases);
        ArgumentNullException.ThrowIfNull(rule);
        module = null;
        error ??= new SumOfSquares();
        options ??= new TrainerOptions();
        // What a trainer refuses is refused in its words.
        var trainer = new Trainer<T>(new Network<T>(topology), cases, rule, error, new TrainerOptions { Batch = options.Batch, Shuffle = options.Shuffle, Seed = options.Seed, Noise = options.Noise });
        reason = Limits.Problem(topology, cases, rule, options);
        if (reason is not null)
            return false;
        var writer = new TrainingModuleWriter<T>(trainer, fused);
        reason = writer.Problem;
        if (reason is null)
            module = writer.Write();
        return module is not null;
    }

    /// <summary>Writes where a trainer is, for the module to go on from there: a page copies the bytes to the beginning of the module's memory.</summary>
    /// <typeparam name="T">The precision of the net.</typeparam>
    /// <param name="trainer">A trainer of the arguments that the module was written for, between two sweeps.</param>
    /// <param name="state">Receives the state: <see cref="ModuleLayout.StateBytes"/>, or only those before <see cref="ModuleLayout.Errors"/>, which a module does not need.</param>
    /// <exception cref="ArgumentException">The trainer is within a sweep, or does not fit the module; or the span is too short.</exception>
    public void CopyFrom<T>(Trainer<T> trainer, Span<byte> state)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check(trainer);
        if (state.Length < Layout.Errors)
            throw new ArgumentException($"The state has {state.Length} bytes, expected at least {Layout.Errors}.", nameof(state));
        state[..Layout.Errors].Clear();
        trainer.Network.Weights.CopyTo(Numbers<T>(state, Layout.Weights, Layout.WeightCount));
        for (var k = 0; k < Layout.RuleVectors.Count; k++)
            trainer.RuleState.Vectors[k].Values.Span.CopyTo(Numbers<T>(state, Layout.RuleVectors[k].Address, Layout.WeightCount));
        var (previousError, order, generator) = trainer.Course;
        Numbers<long>(state, Layout.Changes, 1)[0] = trainer.Changes;
        Numbers<int>(state, Layout.Sweeps, 1)[0] = trainer.History.Sweeps;
        Numbers<double>(state, Layout.PreviousError, 1)[0] = previousError;
        Numbers<double>(state, Layout.LastError, 1)[0] = trainer.History.Errors is [.., var last] ? last : double.NaN;
        Numbers<double>(state, Layout.BestError, 1)[0] = trainer.History.BestError;
        MemoryMarshal.Write(state[Layout.BestSweep..], trainer.History.BestSweep);
        if (Layout.NoiseSeed is { } ofNoise && trainer.Options.Noise is { } noise)
            Numbers<ulong>(state, ofNoise, 1)[0] = noise.Seed;
        if (Layout is { Order: { } ofOrder, Generator: { } ofGenerator })
        {
            order.CopyTo(Numbers<int>(state, ofOrder, order.Length));
            generator.CopyTo(Numbers<ulong>(state, ofGenerator, generator.Length));
        }
    }

    /// <summary>Takes a trainer to where the module is: its weights, what the rule remembers, the order of its cases, and its history as <see cref="Trainer{T}.Run"/> writes it, to which E of the sweeps is added that the module made since <see cref="CopyFrom"/>.</summary>
    /// <typeparam name="T">The precision of the net.</typeparam>
    /// <param name="state">The first <see cref="ModuleLayout.StateBytes"/> of the module's memory.</param>
    /// <param name="trainer">A trainer of the arguments that the module was written for, between two sweeps.</param>
    /// <exception cref="ArgumentException">The trainer is within a sweep, has made more sweeps than the module, or does not fit it; the span is too short; or the module made more sweeps since than it keeps the errors of.</exception>
    public void CopyTo<T>(ReadOnlySpan<byte> state, Trainer<T> trainer)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check(trainer);
        if (state.Length < Layout.StateBytes)
            throw new ArgumentException($"The state has {state.Length} bytes, expected {Layout.StateBytes}.", nameof(state));
        var (before, sweeps) = (trainer.History.Sweeps, Numbers<int>(state, Layout.Sweeps, 1)[0]);
        if (sweeps < before || sweeps - before > Layout.ErrorCapacity)
            throw new ArgumentException($"The module has made {sweeps} sweeps and the trainer {before}; the module must be ahead, by {Layout.ErrorCapacity} sweeps at most, whose errors it keeps.", nameof(state));
        Numbers<T>(state, Layout.Weights, Layout.WeightCount).CopyTo(trainer.Network.Weights);
        for (var k = 0; k < Layout.RuleVectors.Count; k++)
            Numbers<T>(state, Layout.RuleVectors[k].Address, Layout.WeightCount).CopyTo(trainer.RuleState.Vectors[k].Values.Span);
        var errors = new double[sweeps - before];
        var ring = Numbers<double>(state, Layout.Errors, Layout.ErrorCapacity);
        var first = before & (Layout.ErrorCapacity - 1);
        var upToEnd = Math.Min(errors.Length, Layout.ErrorCapacity - first);
        ring.Slice(first, upToEnd).CopyTo(errors);
        ring[..(errors.Length - upToEnd)].CopyTo(errors.AsSpan(upToEnd));
        ReadOnlySpan<int> order = Layout.Order is { } ofOrder ? Numbers<int>(state, ofOrder, trainer.Cases.Count) : [];
        ReadOnlySpan<ulong> generator = Layout.Generator is { } ofGenerator ? Numbers<ulong>(state, ofGenerator, 4) : [];
        trainer.GoTo(Numbers<long>(state, Layout.Changes, 1)[0], Numbers<double>(state, Layout.PreviousError, 1)[0], order, generator, errors);
        if (trainer.Validation is null)
            (trainer.History.BestSweep, trainer.History.BestError) = (MemoryMarshal.Read<int>(state[Layout.BestSweep..]), Numbers<double>(state, Layout.BestError, 1)[0]);
    }

    private static Span<TNumber> Numbers<TNumber>(Span<byte> state, int address, int count)
        where TNumber : unmanaged => MemoryMarshal.Cast<byte, TNumber>(state[address..])[..count];

    private static ReadOnlySpan<TNumber> Numbers<TNumber>(ReadOnlySpan<byte> state, int address, int count)
        where TNumber : unmanaged => MemoryMarshal.Cast<byte, TNumber>(state[address..])[..count];

    private void Check<T>(Trainer<T> trainer)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(trainer);
        if (trainer.IsWithinSweep)
            throw new ArgumentException("The trainer is within a sweep; end it by a step first.", nameof(trainer));
        if (trainer.Network.Topology.WeightCount != Layout.WeightCount || Unsafe.SizeOf<T>() != Layout.NumberBytes || trainer.RuleState.Vectors.Count != Layout.RuleVectors.Count || trainer.Shuffles != (Layout.Order is not null) || (trainer.Options.Noise is null) != (Layout.NoiseSeed is null))
            throw new ArgumentException("The trainer is not one of the net, the precision, the rule, the order of cases and the noise that the module was written for.", nameof(trainer));
    }
}
