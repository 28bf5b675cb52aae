namespace Backprop;

/// <summary>
/// Runs one case at a time through a net as fast as it goes, allocating nothing per case: a copy of the weights laid out for single rows.
/// The states have the same bits as those of <see cref="NetworkRunExtensions.Run{T}(Network{T}, ReadOnlySpan{T})"/>, and like there nothing is clamped. For one thread at a time; make one per thread.
/// </summary>
/// <typeparam name="T">The precision of the net.</typeparam>
/// <example>
/// <code>
/// var net = new Network&lt;float&gt;(Topology.Layered(2, 3, 1)).Randomize(seed: 1);
/// var runner = new Runner&lt;float&gt;(net);
/// var outputs = new float[runner.OutputCount];
/// runner.Run([0, 1], outputs);                    // allocates nothing
/// </code>
/// </example>
public sealed unsafe class Runner<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Cases between two looks for code.</summary>
    private const int CountedCases = 4096;

    private readonly Kernels<T> kernels = Kernels<T>.Best;
    private readonly Stage[] stages;
    private readonly AlignedBuffer<T> states;
    private readonly AlignedBuffer<T> weights;
    private readonly AlignedBuffer<T> group;
    private readonly (int Offset, int Size)[] outputs;

    /// <summary>The unit function of a small net, whose projections are in <see cref="links"/>; null for any other net.</summary>
    private readonly GroupKernels<T>? function;
    private readonly UnitFunction? unitFunction;
    private readonly AlignedBuffer<OneCaseLink<T>>? links;
    private readonly OneCaseLink<T>* firstLink;
    private readonly OneCaseLink<T>* endOfLinks;

    /// <summary>The code made for such a net; null before.</summary>
    private RunRow<T>? straight;
    private RowCode<T>? code;
    private int plainCases;

    /// <summary>Copies a net's weights as they are now; later changes of the net do not reach the runner.</summary>
    /// <param name="network">The net to copy.</param>
    public Runner(Network<T> network)
    {
        ArgumentNullException.ThrowIfNull(network);
        var topology = network.Topology;
        var inputs = new Dictionary<int, int>();
        foreach (var input in topology.Inputs)
        {
            inputs.Add(input.Index, InputCount);
            InputCount += input.Size;
        }
        // States of all groups that are not inputs, total inputs of leaky ones, and all biases and weights, each group's rows padded to whole lanes; copies that share weights share the place.
        var offsets = new int[topology.Groups.Count];
        var totals = new int[topology.Groups.Count];
        var places = new Dictionary<object, int>(ReferenceEqualityComparer.Instance);
        var (stateCount, weightCount, widest) = (0, 0, 1);
        foreach (var receiver in topology.Groups.Where(static each => !each.IsInput))
        {
            offsets[receiver.Index] = stateCount;
            stateCount += BlockShape.Padded(receiver.Size);
            totals[receiver.Index] = stateCount;
            stateCount += receiver.Before is null ? 0 : BlockShape.Padded(receiver.Size);
            Place(BiasesOf(receiver), BlockShape.Padded(receiver.Size));
            foreach (var link in receiver.Incoming)
                Place(WeightsOf(link), BlockShape.Padded(receiver.Size) * (link.Weights.IsOneToOne ? 1 : link.From.Size));
            widest = Math.Max(widest, receiver.UnitFunction.IsGroupWide ? receiver.Size : 1);
        }
        states = new AlignedBuffer<T>(stateCount);
        weights = new AlignedBuffer<T>(weightCount);
        group = new AlignedBuffer<T>(widest * BlockShape.Padding);
        outputs = [.. topology.Outputs.Select(output => (offsets[output.Index], output.Size))];
        OutputCount = topology.Outputs.Sum(static output => output.Size);
        var written = new HashSet<object>(ReferenceEqualityComparer.Instance);
        stages = [.. topology.Groups.Where(static each => !each.IsInput).Select(receiver =>
        {
            var biases = places[BiasesOf(receiver)];
            if (written.Add(BiasesOf(receiver)))
                network.GetBiases(receiver.Name).CopyTo(weights.Span[biases..]);
            var links = receiver.Incoming.Select(link =>
            {
                var place = places[WeightsOf(link)];
                var oneToOne = link.Weights.IsOneToOne;
                if (written.Add(WeightsOf(link)))
                    Pack(network, link, place);
                return new StageLink(link.From.IsInput, link.From.IsInput ? inputs[link.From.Index] : offsets[link.From.Index], link.From.Size, place, oneToOne);
            }).ToArray();
            var leak = receiver.Before is not { } before ? null
                : new StageLeak(totals[receiver.Index], before.IsInput, before.IsInput ? inputs[before.Index] : totals[before.Index], T.CreateTruncating(receiver.LeakRate));
            return new Stage(offsets[receiver.Index], receiver.Size, biases, links, receiver.UnitFunction.Bind<T>(), receiver.UnitFunction.IsGroupWide, leak) { Lesioned = [.. receiver.LesionedUnits] };
        })];
        links = topology.Groups.Where(static each => !each.IsInput).Select(static each => each.UnitFunction).Distinct().Count() == 1 ? SmallNet() : null;
        if (links is not null)
        {
            function = stages[0].Function;
            unitFunction = topology.Outputs[0].UnitFunction;
            firstLink = links.Pointer;
            endOfLinks = firstLink + links.Length;
        }
        GC.KeepAlive(network);

        void Place(object what, int length)
        {
            if (places.TryAdd(what, weightCount))
                weightCount = checked(weightCount + length);
        }
    }

    /// <summary>Input units of all input groups together.</summary>
    public int InputCount { get; }

    /// <summary>Output units of all output groups together.</summary>
    public int OutputCount { get; }

    /// <summary>Runs one case.</summary>
    /// <param name="inputs">The states of all input groups, one group after the other.</param>
    /// <param name="outputs">Takes the states of all output groups, one group after the other.</param>
    /// <exception cref="CasesException">Too many or too few inputs or outputs, or an input that is not finite.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(ReadOnlySpan<T> inputs, Span<T> outputs)
    {
        if (inputs.Length != InputCount || outputs.Length != OutputCount)
            RefuseLengths(inputs.Length, outputs.Length);
        fixed (T* given = inputs, taken = outputs)
        {
            if (straight is not null)
            {
                if (!straight(given, taken))
                    Refuse(inputs);
            }
            else if (function is null)
            {
                RunStages(inputs, given, taken);
            }
            else
            {
                if (!function.RunOneCase(firstLink, endOfLinks, given, taken))
                    Refuse(inputs);
                if (++plainCases == CountedCases)
                    TakeCode();
            }
        }
        GC.KeepAlive(this);
    }

    /// <summary>Runs one case.</summary>
    /// <param name="inputs">The states of all input groups, one group after the other.</param>
    /// <returns>The states of all output groups, one group after the other.</returns>
    /// <exception cref="CasesException">Too many or too few inputs, or one that is not finite.</exception>
    public T[] Run(params ReadOnlySpan<T> inputs)
    {
        var result = new T[OutputCount];
        Run(inputs, result);
        return result;
    }

    /// <summary>The projections of a net whose groups are all small, of one unit function and without lesions, leaks and one-to-one projections; null for any other net.</summary>
    private AlignedBuffer<OneCaseLink<T>>? SmallNet()
    {
        if (!Array.TrueForAll(stages, stage => stage.JoinsLast && stage.Size <= BundleSize && stage.Lesioned is [] && !Array.Exists(stage.Links, static link => link.OneToOne)))
            return null;
        var small = new AlignedBuffer<OneCaseLink<T>>(stages.Sum(static stage => stage.Links.Length));
        var next = small.Pointer;
        foreach (var stage in stages)
        {
            var output = OutputPlace(stage);
            for (var k = 0; k < stage.Links.Length; k++)
            {
                var link = stage.Links[k];
                *next++ = new OneCaseLink<T>
                {
                    Start = k == 0 ? weights.Pointer + stage.Biases : null,
                    States = link.FromInput ? null : states.Pointer + link.From,
                    Input = link.FromInput ? link.From : 0,
                    From = link.FromSize,
                    Weights = weights.Pointer + link.Weights,
                    Into = k == stage.Links.Length - 1 ? states.Pointer + stage.States : null,
                    Output = Math.Max(0, output),
                    Outputs = k == stage.Links.Length - 1 && output >= 0 ? stage.Size : 0,
                };
            }
        }
        return small;
    }

    private static int BundleSize => 64 / sizeof(T);

    /// <summary>Whether cases are run by code made for nets like this one.</summary>
    internal bool HasCode => straight is not null;

    /// <summary>Counts cases that were run the plain way, and takes the code made for nets like this one when it is there.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void TakeCode()
    {
        plainCases = 0;
        if (RowCode.IsPossible)
            straight = (code ??= RowCode<T>.Of(unitFunction!, Shape()))?.Take(CountedCases, weights.Pointer);
        if (code is null)
            plainCases = int.MinValue; // not soon again
    }

    /// <summary>Runs cases by code from now on, which has been made.</summary>
    internal void Take(RowCode<T> made) => straight = made.Bind(weights.Pointer);

    /// <summary>The net as far as code for it depends on it.</summary>
    internal RowShape Shape()
    {
        var numbers = stages.Index().ToDictionary(static each => each.Item.States, static each => each.Index);
        return new RowShape(InputCount, new ValueList<RowGroup>([.. stages.Select(stage => new RowGroup(
            stage.Size, stage.Biases, OutputPlace(stage),
            new ValueList<RowLink>([.. stage.Links.Select(link => link.FromInput
                ? new RowLink(-1, link.From, link.FromSize, link.Weights)
                : new RowLink(numbers[link.From], 0, link.FromSize, link.Weights))])))]));
    }

    /// <summary>The place of a stage's states among all outputs; −1 if it is not an output group.</summary>
    private int OutputPlace(Stage stage)
    {
        var place = Array.FindIndex(outputs, output => output.Offset == stage.States);
        return place < 0 ? -1 : outputs.Take(place).Sum(static output => output.Size);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void RunStages(ReadOnlySpan<T> inputs, T* given, T* taken)
    {
        if (!kernels.AreFinite(given, inputs.Length))
            Refuse(inputs);
        T* y = states.Pointer, w = weights.Pointer;
        foreach (var stage in stages)
        {
            Run(stage, given, y, w);
            foreach (var unit in stage.Lesioned)
                y[stage.States + unit] = T.Zero;
        }
        foreach (var (offset, size) in outputs)
        {
            new ReadOnlySpan<T>(y + offset, size).CopyTo(new Span<T>(taken, size));
            taken += size;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Run(Stage stage, T* given, T* y, T* w)
    {
        var x = y + stage.States;
        var start = w + stage.Biases;
        for (var k = 0; k < stage.Links.Length; k++)
        {
            ref readonly var link = ref stage.Links[k];
            var from = (link.FromInput ? given : y) + link.From;
            if (stage.JoinsLast && k == stage.Links.Length - 1)
            {
                stage.Function.SumAndValueOfOneCase(w + link.Weights, from, start, x, stage.Size, link.FromSize);
                return;
            }
            if (link.OneToOne)
            {
                for (var j = 0; j < stage.Size; j++)
                    x[j] = T.FusedMultiplyAdd(w[link.Weights + j], from[j], start[j]);
            }
            else
            {
                kernels.ForwardOneCase(w + link.Weights, from, start, x, stage.Size, link.FromSize);
            }
            start = x;
        }
        if (stage.Links.Length == 0)
            new ReadOnlySpan<T>(start, stage.Size).CopyTo(new Span<T>(x, stage.Size));
        if (stage.Leak is { } leak)
            Leak(stage, leak, given, y);
        ApplyFunction(stage, x);
    }

    /// <summary>Replaces the total inputs of a stage by its states. Not inlined: the fast way of small nets does without, and its frame stays small.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void ApplyFunction(Stage stage, T* x)
    {
        if (!stage.IsGroupWide)
        {
            var row = new Matrix<T>(x, 1, stage.Size, stage.Size);
            stage.Function.Value(row, row);
            return;
        }
        // The kernels of group-wide functions need one unit per row.
        var rows = group.Matrix(stage.Size, 1, BlockShape.Padding);
        for (var j = 0; j < stage.Size; j++)
            rows.Row(j)[0] = x[j];
        stage.Function.Value(rows, rows);
        for (var j = 0; j < stage.Size; j++)
            x[j] = rows.Row(j)[0];
    }

    /// <summary>What the biases of a group are laid out for: for all groups that share them, or for a group without biases alone.</summary>
    private static object BiasesOf(Group group) => group.Biases ?? (object)group;

    /// <summary>What the weights of a projection are laid out for: for all that share them, but alone where a lesion leaves some out.</summary>
    private static object WeightsOf(Projection link) => SilentSenders(link).Count == 0 ? link.Weights : link;

    private void Pack(Network<T> network, Projection link, int place)
    {
        if (link.Weights.IsOneToOne)
            PackOneToOne(network, link, weights.Span[place..]);
        else
            Pack(network, link, weights.Pointer + place);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Pack(Network<T> network, Projection link, T* packed)
    {
        var silent = SilentSenders(link);
        if (silent.Count == 0)
        {
            kernels.PackForOneCase(network.WeightBuffer.Matrix(link.To.Size, link.From.Size, link.From.Size, link.Weights.Offset), packed);
            return;
        }
        var rows = network[link.Weights].ToArray();
        foreach (var unit in silent)
        {
            for (var at = unit; at < rows.Length; at += link.From.Size)
                rows[at] = T.Zero;
        }
        fixed (T* weight = rows)
            kernels.PackForOneCase(new Matrix<T>(weight, link.To.Size, link.From.Size, link.From.Size), packed);
    }

    private static void PackOneToOne(Network<T> network, Projection link, Span<T> packed)
    {
        network[link.Weights].CopyTo(packed);
        foreach (var unit in SilentSenders(link))
            packed[unit] = T.Zero;
    }

    /// <summary>Lesioned units whose states come from the caller, who need not know of the lesion.</summary>
    private static IReadOnlyList<int> SilentSenders(Projection link) => link.From.IsInput ? link.From.LesionedUnits : [];


    /// <summary>Keeps a part of the total inputs of one iteration ago, and keeps the new ones beside the states.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Leak(Stage stage, StageLeak leak, T* given, T* y)
    {
        T* x = y + stage.States, before = (leak.FromInput ? given : y) + leak.From, kept = y + leak.Totals;
        for (var j = 0; j < stage.Size; j++)
            kept[j] = x[j] = T.FusedMultiplyAdd(leak.Rate, x[j] - before[j], before[j]);
    }

    private void RefuseLengths(int inputs, int room) =>
        throw new CasesException($"The net has {InputCount} input and {OutputCount} output units, but {inputs} inputs came with room for {room} outputs.");

    private static void Refuse(ReadOnlySpan<T> inputs)
    {
        for (var k = 0; k < inputs.Length; k++)
        {
            if (!T.IsFinite(inputs[k]))
                throw new CasesException($"Input {k} is {inputs[k]}; it must be a finite number.");
        }
    }

    private sealed record Stage(int States, int Size, int Biases, StageLink[] Links, GroupKernels<T> Function, bool IsGroupWide, StageLeak? Leak)
    {
        /// <summary>Units that are held at 0.</summary>
        public int[] Lesioned { get; init; } = [];

        /// <summary>Whether the last projection's sums and the unit function are one call.</summary>
        public bool JoinsLast { get; } = !IsGroupWide && Leak is null && Links is [.., { OneToOne: false }];
    }

    /// <summary>Where a leaky group keeps its total inputs, and where those of one iteration ago are.</summary>
    private sealed record StageLeak(int Totals, bool FromInput, int From, T Rate);

    private readonly record struct StageLink(bool FromInput, int From, int FromSize, int Weights, bool OneToOne);
}
