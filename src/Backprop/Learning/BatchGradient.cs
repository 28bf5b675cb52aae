namespace Backprop;

/// <summary>E and ∂E/∂w over a batch of cases with the current weights: point 4, accumulated over the batch (point 5).</summary>
internal sealed unsafe partial class BatchGradient<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Network<T> network;
    private readonly CaseBlock<T>[] blocks;
    private readonly Propagation<T> propagation;
    private readonly GradientPass<T>? pass;
    private Gradient<T> gradient;
    private readonly bool windows;
    private readonly CarriedStates<T>? carried;
    private readonly int[] windowsOf;
    private readonly int[] running;
    private readonly int[] chosenCases;
    private readonly Noise? noise;
    private readonly ThreadTeam? team;
    private readonly int[] numbers;
    private Noise? ofSweep;
    private int sweep = 1;
    private CaseBlock<T> last;

    /// <summary>Lays out the cases: all of them where a sweep is one batch or takes window after window of all sequences, otherwise room for one batch.</summary>
    /// <param name="network">The net.</param>
    /// <param name="cases">The training cases.</param>
    /// <param name="error">The error measure.</param>
    /// <param name="batchSize">Cases per batch; sequences if it is <paramref name="bySequence"/>.</param>
    /// <param name="team">Threads that share the work; null: none.</param>
    /// <param name="bySequence">Whether a batch is windows of some sequences, each to its end.</param>
    /// <param name="noise">Noise on total inputs and states, which differs from sweep to sweep; null: none.</param>
    /// <param name="method">Where ∂E/∂w comes from; null: back-propagation.</param>
    /// <param name="sums">Whether the gradients of shared copies are summed even where the net asks for their mean.</param>
    /// <param name="use">What is asked of the states; null: derivatives, all states kept.</param>
    /// <param name="shares">The shares into which a batch is cut; null: it is not cut.</param>
    /// <exception cref="TopologyException">There is noise on the states of outputs whose error measure is derived by their total inputs, or the method is not defined for the net.</exception>
    /// <exception cref="CasesException">The method is not defined for the cases.</exception>
    internal BatchGradient(Network<T> network, BoundCases cases, ErrorMeasure error, int batchSize, ThreadTeam? team, bool bySequence = false, Noise? noise = null, GradientMethod? method = null, bool sums = false, StateUse? use = null, ShareNumbers? shares = null)
    {
        (this.noise, this.team) = (noise, team);
        Method = method ?? new Backpropagation();
        Method.Validate();
        var plain = Method is Backpropagation;
        numbers = noise is null && plain && shares is null ? [] : [.. Enumerable.Range(0, cases.Cases.Count)];
        this.network = network;
        windows = cases.Cases.Sequences is not null && !bySequence;
        windowsOf = cases.Cases.WindowsOfSequences;
        blocks = shares is not null ? BlocksOfShares(cases, batchSize, shares.Tree, out laidOut)
            : windows || batchSize >= cases.Cases.Count
            ? CaseBlock<T>.All(cases)
            : [new CaseBlock<T>(cases, Math.Min(batchSize, CaseBlock<T>.LargestCount))];
        last = blocks[0];
        var bound = Method.Bind<T>(new GradientTask(cases, error, blocks.Max(static block => block.Stride), team, noise, use ?? StateUse.Derivatives(cases)));
        propagation = bound.Propagation;
        pass = bound.IsPlain ? null : bound;
        gradient = new Gradient<T>(network.Topology, last.IsDense && bound.AllowsLanes, sums);
        joined = shares is null ? null : new ShareVector<T>(shares, network.Topology.WeightCount, PartsOfShares(shares), place => new Gradient<T>(network.Topology, blocks[0].IsDense && bound.AllowsLanes, sums, place));
        numbersOfShares = shares;
        carried = bySequence ? new CarriedStates<T>(network.Topology, last.Stride) : null;
        if (blocks.Length == 1 && last.Count == cases.Cases.Count && shares is null && noise is null && pass is null && !windows && !bySequence)
            Straight = new StraightSweep<T>(network, propagation, last, gradient, error);
        running = new int[bySequence ? last.Capacity : 0];
        chosenCases = new int[running.Length];
        foreach (var group in network.Topology.Outputs)
        {
            if (noise?.OfStates(group) > 0 && cases.Target(group) is not null && propagation.StatesOf(group).Error is { DerivesTotalInput: true })
                throw new TopologyException($"Noise is given for the states of output group '{DisplayText.Name(group.Origin)}', but its error measure, {error.Name}, follows from total inputs; give the noise to its total inputs.");
        }
        // A block that is laid out for each batch has no cases yet.
        if (last.Count > 0)
            propagation.Prepare(last, network.WeightBuffer.Pointer, gradient);
    }

    /// <summary>Where ∂E/∂w comes from.</summary>
    internal GradientMethod Method { get; }

    /// <summary>Passes over a block in the last derivation; null for methods that take one forward and one backward pass of back-propagation's kind.</summary>
    internal (double Forward, double Backward)? Passes => pass is null ? null : (pass.ForwardPasses, pass.BackwardPasses);

    /// <summary>∂E/∂w of the last batch.</summary>
    internal ReadOnlySpan<T> Values => joined is null ? gradient.Values : joined.Values;

    internal T* Pointer => joined is null ? gradient.Pointer : joined.Pointer;

    /// <summary>Says that numbers were written into the gradient, a penalty for example, so that the next one begins with 0 everywhere.</summary>
    internal void ForgetColumns() => propagation.ForgetColumns();

    /// <summary>Goes to a sweep, from 1, whose noise is then drawn.</summary>
    internal void Enter(int number)
    {
        sweep = number;
        if (noise is not null)
            ofSweep = noise.InSweep(number);
    }

    /// <summary>Straight code for <see cref="OverAll"/>; null where a sweep is more than one block.</summary>
    internal StraightSweep<T>? Straight { get; }

    /// <summary>E and ∂E/∂w over all cases, and what stop rules need of the same states.</summary>
    /// <returns>E; the first value that is not finite, if there is one.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal double OverAll(StopNeeds needs, out double distance, out bool onRightSide)
    {
        if (Straight is null || needs != StopNeeds.None)
            return OverBlocks(needs, out distance, out onRightSide);
        // The same without the checks of the general way, which take a good part of a sweep of a tiny net.
        (distance, onRightSide) = (0, true);
        // Where E is not finite, the message needs the states, and the plain way finds them.
        if (!Straight.TryRun(out var error) || !double.IsFinite(error))
            error = propagation.Derive(last, network.WeightBuffer.Pointer, gradient, fresh: true);
        if (double.IsFinite(error))
            gradient.Finish();
        return error;
    }

    /// <summary>The same, block by block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double OverBlocks(StopNeeds needs, out double distance, out bool onRightSide)
    {
        (distance, onRightSide) = (0, true);
        if (joined is not null)
            return OverShares([], needs, out distance, out onRightSide);
        var error = 0.0;
        var weights = network.WeightBuffer.Pointer;
        var all = blocks;
        Begin(0);
        for (var index = 0; index < all.Length; index++)
        {
            last = all[index];
            DrawNoise(index);
            error += pass is null ? propagation.Derive(last, weights, gradient, fresh: index == 0) : Derive(last, Numbers(index), fresh: index == 0);
            if (!double.IsFinite(error))
                return error;
            CarryOn(index);
            if (needs != StopNeeds.None)
                Measure(last, needs, ref distance, ref onRightSide);
        }
        gradient.Finish();
        return error;
    }

    /// <summary>E over all cases, by a forward pass alone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal double ErrorOverAll()
    {
        if (joined is not null)
            return ErrorOverShares([]);
        var error = 0.0;
        for (var index = 0; index < blocks.Length; index++)
        {
            last = blocks[index];
            DrawNoise(index);
            propagation.Forward(last, network.WeightBuffer.Pointer);
            error += propagation.Error(last);
            CarryOn(index);
        }
        return error;
    }

    /// <summary>E over the chosen cases, by a forward pass alone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal double ErrorOver(ReadOnlySpan<int> chosen) => joined is null ? ErrorOf(chosen) : ErrorOverShares(chosen);

    private double ErrorOf(ReadOnlySpan<int> chosen)
    {
        var error = 0.0;
        while (!chosen.IsEmpty)
        {
            var part = chosen[..Math.Min(chosen.Length, last.Capacity)];
            last.Fill(part, team);
            DrawNoise(last, part);
            propagation.Forward(last, network.WeightBuffer.Pointer);
            error += propagation.Error(last);
            chosen = chosen[part.Length..];
        }
        return error;
    }

    /// <summary>E and ∂E/∂w over the chosen cases.</summary>
    /// <returns>E; the first value that is not finite, if there is one.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal double Over(ReadOnlySpan<int> chosen)
    {
        if (joined is not null)
            return OverShares(chosen, StopNeeds.None, out _, out _);
        Begin(chosen[0]);
        var error = DeriveOver(chosen);
        if (double.IsFinite(error))
            gradient.Finish();
        return error;
    }

    /// <summary>E and ∂E/∂w over the chosen cases, block by block, before the gradient's last steps.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double DeriveOver(ReadOnlySpan<int> chosen, Action<int>? enters = null)
    {
        var error = 0.0;
        var weights = network.WeightBuffer.Pointer;
        var block = last;
        var fresh = true;
        while (!chosen.IsEmpty)
        {
            var part = chosen[..Math.Min(chosen.Length, block.Capacity)];
            block.Fill(part, team);
            DrawNoise(block, part);
            error += pass is null ? propagation.Derive(block, weights, gradient, fresh, part.Length == chosen.Length ? enters : null) : Derive(block, part, fresh);
            if (!double.IsFinite(error))
                return error;
            fresh = false;
            chosen = chosen[part.Length..];
        }
        return error;
    }

    /// <summary>E and ∂E/∂w over a window of sequences. The next window begins with the states at the end of this one.</summary>
    /// <returns>E.</returns>
    internal double OverWindow(int index)
    {
        last = blocks[index];
        DrawNoise(index);
        Begin(index * windowsOf.Length);
        var error = pass is null ? propagation.Derive(last, network.WeightBuffer.Pointer, gradient, fresh: true) : Derive(last, Numbers(index), fresh: true);
        if (!double.IsFinite(error))
            return error;
        CarryOn(index);
        gradient.Finish();
        return error;
    }

    /// <summary>E and ∂E/∂w over whole sequences. They run side by side, each from its initial states to its own end.</summary>
    /// <returns>E; the first value that is not finite, if there is one.</returns>
    internal double OverSequences(ReadOnlySpan<int> sequences)
    {
        var error = 0.0;
        var fresh = true;
        Begin(sequences[0]);
        while (!sequences.IsEmpty)
        {
            var part = sequences[..Math.Min(sequences.Length, last.Capacity)];
            for (var window = 0; RunningIn(window, part) is { IsEmpty: false } some; window++)
            {
                error += OverWindow(some, window, fresh);
                if (!double.IsFinite(error))
                    return error;
                fresh = false;
            }
            sequences = sequences[part.Length..];
        }
        gradient.Finish();
        return error;
    }

    /// <summary>E and ∂E/∂w over one window of a sequence, which begins with the states at the end of the window that ran before it.</summary>
    /// <returns>E.</returns>
    internal double OverWindowOf(int sequence, int window)
    {
        Begin((window * windowsOf.Length) + sequence);
        var error = OverWindow([sequence], window, fresh: true);
        if (double.IsFinite(error))
            gradient.Finish();
        return error;
    }

    /// <summary>The states that the last window of <see cref="OverWindowOf"/> passes on, as a copy, by group.</summary>
    internal Dictionary<string, T[]> CaptureSequence() => carried!.Capture();

    /// <summary>Restores the states with which a window of a sequence begins; <see cref="SequenceProblem"/> says beforehand whether it can.</summary>
    internal void RestoreSequence(int sequence, IReadOnlyDictionary<string, T[]> states) => carried!.Restore(sequence, states);

    /// <summary>Why these states cannot begin a window of a sequence; null where they can.</summary>
    internal string? SequenceProblem(IReadOnlyDictionary<string, T[]> states) => carried!.Problem(states);

    private ReadOnlySpan<int> RunningIn(int window, ReadOnlySpan<int> sequences)
    {
        var count = 0;
        foreach (var sequence in sequences)
        {
            if (windowsOf[sequence] > window)
                running[count++] = sequence;
        }
        return running.AsSpan(0, count);
    }

    private double OverWindow(ReadOnlySpan<int> sequences, int window, bool fresh)
    {
        for (var k = 0; k < sequences.Length; k++)
            chosenCases[k] = (window * windowsOf.Length) + sequences[k];
        last.Fill(chosenCases.AsSpan(0, sequences.Length));
        if (window > 0)
            carried!.Put(last, sequences);
        DrawNoise(last, chosenCases.AsSpan(0, sequences.Length));
        var error = pass is null ? propagation.Derive(last, network.WeightBuffer.Pointer, gradient, fresh) : Derive(last, chosenCases.AsSpan(0, sequences.Length), fresh);
        if (double.IsFinite(error))
            carried!.Take(propagation, last, sequences);
        return error;
    }

    /// <summary>Says where the E that was just returned stopped being finite.</summary>
    internal string DescribeNonFinite(int sweep, double error, LearningRule rule) =>
        numbersOfShares is { RankOfNonFinite: { } rank } && rank != numbersOfShares.Tree.Rank ? NonFinite.DescribeElsewhere(network, sweep, rank, rule) : NonFinite.Describe(network, propagation, last, sweep, error, rule);

    /// <summary>The states with which a window begins, as a copy, by the groups that are carried on; none before the first window.</summary>
    internal Dictionary<string, T[]> CaptureCarried(int window) =>
        CarriedInto(window).ToDictionary(static group => group.Name, group => CarriedStates(group, window).ToArray(), StringComparer.Ordinal);

    /// <summary>Restores the states with which a window begins; <see cref="CarriedProblem"/> says beforehand whether it can.</summary>
    internal void RestoreCarried(int window, IReadOnlyDictionary<string, T[]> states)
    {
        foreach (var group in CarriedInto(window))
            states[group.Name].CopyTo(CarriedStates(group, window));
    }

    /// <summary>Why these states cannot begin a window; null where they can.</summary>
    internal string? CarriedProblem(int window, IReadOnlyDictionary<string, T[]> states)
    {
        foreach (var group in CarriedInto(window))
        {
            if (!states.TryGetValue(group.Name, out var values))
                return $"the states of group '{group.Name}' that the last window passes on are missing";
            if (values.Length != CarriedStates(group, window).Length)
                return $"it has {values.Length} carried states of group '{group.Name}', expected {CarriedStates(group, window).Length}";
        }
        return null;
    }

    private IEnumerable<Group> CarriedInto(int window) => windows && window > 0 ? network.Topology.Inputs.Where(network.Topology.IsCarriedOn) : [];

    private Span<T> CarriedStates(Group group, int window) => new(blocks[window].Input(group), group.Size * blocks[0].Stride);

    /// <summary>Enters a derivation whose first case has this number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Begin(int first)
    {
        if (pass is null)
            return;
        pass.StartCount();
        pass.Begin(network.WeightBuffer.Pointer, sweep, first);
    }

    /// <summary>E and ∂E/∂w of a block by a method that is not plain.</summary>
    private double Derive(CaseBlock<T> block, ReadOnlySpan<int> cases, bool fresh) => pass!.Derive(block, cases, network.WeightBuffer.Pointer, gradient, fresh, sweep);

    /// <summary>The numbers of the cases of a block of all cases.</summary>
    private ReadOnlySpan<int> Numbers(int index) => numbers.AsSpan(index * blocks[0].Count, blocks[index].Count);

    /// <summary>Draws the noise of a block of all cases, if there is noise.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void DrawNoise(int index)
    {
        if (noise is not null)
            DrawNoise(blocks[index], Numbers(index));
    }

    private void DrawNoise(CaseBlock<T> block, ReadOnlySpan<int> chosen)
    {
        if (noise is not null)
            propagation.DrawNoise(block, chosen, ofSweep!);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void CarryOn(int window)
    {
        if (windows && window + 1 < blocks.Length)
            propagation.CarryOn(blocks[window], blocks[window + 1]);
    }

    private void Measure(CaseBlock<T> block, StopNeeds needs, ref double distance, ref bool onRightSide)
    {
        if (needs.HasFlag(StopNeeds.Distance))
            distance = Math.Max(distance, propagation.GreatestDistance(block));
        if (needs.HasFlag(StopNeeds.Side))
            onRightSide &= propagation.OnRightSide(block);
    }
}
