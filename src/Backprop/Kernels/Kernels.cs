namespace Backprop;

/// <summary>
/// The arithmetic of a net. States are unit-major: row j of a matrix holds the states of unit j in all cases.
/// Kernels compute whole bundles of lanes: rows are padded to a multiple of 16 cases, which may be read and written, and ∂E/∂x of padded cases must be 0.
/// <para>
/// Bits depend on these orders alone, never on the machine, the lane width, tiles or threads:
/// a sum over units is one chain of fused multiply-adds over them ascending, from the <see cref="SumStart{T}"/>;
/// a sum over cases is kept in as many lanes as a bundle has (case c in lane c mod 16, in double c mod 8), each a chain over its cases ascending from 0,
/// the lanes joined by the tree of <c>ILanes.SumOfLanes</c>, and the total added to the destination;
/// for large shapes (<see cref="ProductShape.UsesCaseOrder"/>) it is one chain over cases ascending from what the destination holds;
/// for sparse states (<see cref="SparseStates{T}"/>) it is such a chain too, of the cases' first slots, then their second ones and so on.
/// </para>
/// </summary>
internal abstract unsafe class Kernels<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The kernels for the lane width of this process.</summary>
    public static Kernels<T> Best { get; } = Lanes.Create(new Factory());

    /// <summary>The kernels for one lane width, with the same bits as for the others.</summary>
    public static Kernels<T> Of(LaneWidth width) => Lanes.Create(new Factory(), width);

    /// <summary>
    /// 2⁻¹⁰⁰ in single precision, 2⁻⁹⁷⁰ in double: a derivative below it can change no weight, but on the way back it is multiplied to numbers
    /// near the least ones, on which processors are a hundred times slower.
    /// </summary>
    public static T Vanished { get; } = T.CreateTruncating(typeof(T) == typeof(float) ? Math.ScaleB(1, -100) : Math.ScaleB(1, -970));

    /// <summary>
    /// 2⁻¹²⁶ in single precision, 2⁻¹⁰²² in double. What decays by a factor per change, where gradients are 0, would otherwise end
    /// below it and stay there, since the least number times 0.9 is rounded to itself; and every later change would take fifteen times as long.
    /// </summary>
    public static T LeastNormal { get; } = T.CreateTruncating(typeof(T) == typeof(float) ? Math.ScaleB(1, -126) : Math.ScaleB(1, -1022));

    /// <summary>x[to × case] = start + w[to × from] · y[from × case], equation (1).</summary>
    public abstract void Forward(in Matrix<T> w, in Matrix<T> y, in Matrix<T> x, SumStart<T> start);

    /// <summary>dy[from × case] = start + wᵀ[from × to] · dx[to × case], equation (7).</summary>
    public abstract void Back(in Matrix<T> w, in Matrix<T> dx, in Matrix<T> dy, SumStart<T> start);

    /// <summary>
    /// g[to × from] += dx[to × case] · yᵀ[case × from], equation (6) summed over cases, and <see cref="GradientOfBiases"/> if <paramref name="biases"/> is not null.
    /// If <paramref name="fresh"/>, g counts as 0 before, whatever it holds.
    /// For a part of a projection's rows, <paramref name="caseOrder"/> is that of the whole: <see cref="ProductShape.UsesCaseOrder"/>.
    /// </summary>
    public abstract void Gradient(in Matrix<T> dx, in Matrix<T> y, in Matrix<T> g, bool caseOrder, bool fresh, T* biases);

    /// <summary><see cref="Forward"/> for states of which few are not 0: the same chains without the terms that are 0.</summary>
    public abstract void ForwardSparse(in Matrix<T> w, SparseStates<T> y, in Matrix<T> x, SumStart<T> start);

    /// <summary>The gradient for such states: g[to × from] += dx[to × case] · yᵀ[case × from], from 0 if <paramref name="fresh"/>. Padded cases are not needed.</summary>
    public abstract void GradientSparse(in Matrix<T> dx, SparseStates<T> y, in Matrix<T> g, bool fresh);

    /// <summary>
    /// The sums of gradients left in their lanes, for nets so small that joining the lanes is a good part of the work.
    /// <paramref name="cases"/> is a positive multiple of the lane count.
    /// </summary>
    public abstract void GradientInLanes(GradientRow<T>* rows, GradientRow<T>* end, int cases);

    /// <summary>g[k] = the sum of the lanes at lanes[k]; whole bundles of g are written, and as many numbers' lanes are read.</summary>
    public abstract void JoinLanes(T* lanes, T* g, int count);

    /// <summary>x[j, case] = the start of row j, also in padded cases: for instance the biases, with which total inputs begin. Nothing if sums begin with what x holds.</summary>
    public abstract void Fill(in Matrix<T> x, SumStart<T> start);

    /// <summary>g[j] += Σ over cases of dx[j, case]: the gradient of biases, which come from a unit that is always 1. Kept in lanes for every shape.</summary>
    public abstract void GradientOfBiases(in Matrix<T> dx, T* g);

    /// <summary>x[j, case] += w[j] · y[j, case].</summary>
    public abstract void ForwardOneToOne(T* w, in Matrix<T> y, in Matrix<T> x);

    /// <summary>dy[j, case] += w[j] · dx[j, case].</summary>
    public void BackOneToOne(T* w, in Matrix<T> dx, in Matrix<T> dy) => ForwardOneToOne(w, dx, dy);

    /// <summary>g[j] += Σ over cases of dx[j, case] · y[j, case], kept in lanes for every shape.</summary>
    public abstract void GradientOneToOne(in Matrix<T> dx, in Matrix<T> y, T* g);

    /// <summary>y = clamp wherever the clamp is not NaN.</summary>
    public abstract void Clamp(in Matrix<T> clamps, in Matrix<T> y);

    /// <summary>dx = 0 wherever the clamp is not NaN: a clamped state does not depend on its total input.</summary>
    public abstract void ClearClamped(in Matrix<T> clamps, in Matrix<T> dx);

    /// <summary>y = free + strength · (clamp − free) wherever the clamp is not NaN, and y = free elsewhere; y may be free.</summary>
    public abstract void ClampSoftly(in Matrix<T> clamps, in Matrix<T> free, in Matrix<T> y, T strength);

    /// <summary>dx ← (1 − strength) · dx wherever the clamp is not NaN: by so much the state depends on its total input.</summary>
    public abstract void BackClampSoftly(in Matrix<T> clamps, in Matrix<T> dx, T strength);

    /// <summary>x ← before + rate · (x − before): a leaky unit's total input, before that of one iteration ago.</summary>
    public abstract void Leak(in Matrix<T> before, in Matrix<T> x, T rate);

    /// <summary>
    /// dx += passed, unless it is <paramref name="fresh"/>; then passed = (1 − rate) · dx, what goes back to the total input of one iteration ago,
    /// 0 below <see cref="Vanished"/>; and dx ← rate · dx, the derivative by the sum of what the unit receives.
    /// </summary>
    public abstract void BackLeak(in Matrix<T> passed, in Matrix<T> dx, T rate, bool fresh);

    /// <summary>dx = 0 where |dx| is below <see cref="Vanished"/>; NaN stays.</summary>
    public abstract void ClearVanished(in Matrix<T> dx);

    /// <summary>change ← −rate · g + momentum · change, w ← w + change: equation (9), count numbers. A change below <see cref="LeastNormal"/> counts as 0.</summary>
    public abstract void Descend(T* w, T* g, T* change, T rate, T momentum, int count);

    /// <summary>Changes count weights by <see cref="Adam"/>, with its decaying means of gradients and of their squares, which count as 0 below <see cref="LeastNormal"/>.</summary>
    public abstract void StepAdam(T* w, T* g, T* means, T* squares, in AdamFactors<T> factors, int count);

    /// <summary>Changes count weights by <see cref="Rprop"/>, with the step, the last gradient (0 after a turn) and the last change of each weight.</summary>
    public abstract void StepRprop(T* w, T* g, T* steps, T* gradients, T* changes, in RpropFactors<T> factors, int count);

    /// <summary>Changes count weights by a step that is written over lanes, with up to three numbers that a rule remembers of each weight; null for those that the step does not use.</summary>
    public abstract void Step<TStep>(TStep step, T* w, T* g, T* first, T* second, T* third, int count)
        where TStep : struct, IWeightStep<T>;

    /// <summary>target ← start + factor · direction, count numbers, each rounded once; target may be start or direction.</summary>
    public abstract void Combine(T* target, T* start, T factor, T* direction, int count);

    /// <summary>Σ a · b over count numbers, summed in double in one order: 16 sums of every sixteenth product, then their tree.</summary>
    public abstract double Dot(T* a, T* b, int count);

    /// <summary>g ← the nearest number within ±limit, count numbers; NaN stays.</summary>
    public abstract void Limit(T* g, T least, T greatest, int count);

    /// <summary>g ← g / divisor, count numbers, each rounded once.</summary>
    public abstract void Divide(T* g, T divisor, int count);

    /// <summary>w ← w · factor, count numbers.</summary>
    public abstract void Scale(T* w, T factor, int count);

    /// <summary>Lays out w[to × from] for <see cref="ForwardOneCase"/>: padded(to) · from numbers.</summary>
    public abstract void PackForOneCase(in Matrix<T> w, T* packed);

    /// <summary>x[to] = start[to] + w · y[from] of one case, with the same chains as <see cref="Forward"/>; start and x are padded, and may be the same.</summary>
    public abstract void ForwardOneCase(T* packed, T* y, T* start, T* x, int to, int from);

    /// <summary>Whether none of the numbers is infinite or NaN.</summary>
    public abstract bool AreFinite(T* values, int count);

    private sealed class Factory : ILanesFactory<T, Kernels<T>>
    {
        public Kernels<T> Create<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes, T> => new Kernels<TLanes, T>();
    }
}

/// <summary>The kernels over one kind of lanes.</summary>
internal sealed unsafe partial class Kernels<TLanes, T> : Kernels<T>
    where TLanes : unmanaged, ILanes<TLanes, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const MethodImplOptions Hot = MethodImplOptions.AggressiveOptimization;

    /// <summary>Tiles are four bundles wide where there are 32 registers of 64 bytes, one bundle wide elsewhere.</summary>
    private static bool IsWide => typeof(TLanes) == typeof(Lanes512<T>);

    private readonly AlignedBuffer<T> zero = new(64 / sizeof(T));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int WholeLanes(int cases) => (cases + TLanes.Count - 1) / TLanes.Count * TLanes.Count;

    /// <summary>The matrix with its columns padded to whole lanes, for which its stride must leave room.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Matrix<T> WholeLanes(in Matrix<T> matrix) => new(matrix.Pointer, matrix.Rows, WholeLanes(matrix.Columns), matrix.Stride);
}
