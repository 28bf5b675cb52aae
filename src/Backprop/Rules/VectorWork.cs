namespace Backprop;

/// <summary>Arithmetic on whole vectors of weights, shared by threads where that pays off: the same bits with any number of them.</summary>
internal sealed unsafe class VectorWork<T>(ThreadTeam? team)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Numbers per partial sum. Sums of vectors of this length or less are one; their order does not depend on the threads.</summary>
    private const int ChunkLength = 1 << 13;

    /// <summary>Minimum length for which using threads pays off.</summary>
    private const int WorthSharing = 1 << 15;

    private readonly Kernels<T> kernels = Kernels<T>.Best;
    private readonly SharedDot dot = new();
    private readonly SharedCombine combine = new();

    /// <summary>Σ a · b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal double Dot(T* a, T* b, int count)
    {
        if (count <= ChunkLength)
            return kernels.Dot(a, b, count);
        if (team is null || count < WorthSharing)
        {
            var sum = 0.0;
            for (var first = 0; first < count; first += ChunkLength)
                sum += kernels.Dot(a + first, b + first, Math.Min(ChunkLength, count - first));
            return sum;
        }
        return dot.Run(team, kernels, a, b, count);
    }

    /// <summary>target ← start + factor · direction; target may be start or direction.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Combine(T* target, T* start, T factor, T* direction, int count)
    {
        if (team is null || count < WorthSharing)
            kernels.Combine(target, start, factor, direction, count);
        else
            combine.Run(team, kernels, target, start, factor, direction, count);
    }

    private static int Boundary(int part, int parts, int count) => part == parts ? count : (int)((long)count * part / parts / 16 * 16);

    private sealed class SharedDot : ISharedWork
    {
        private double[] sums = [];
        private Kernels<T> kernels = null!;
        private T* a;
        private T* b;
        private int count;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        internal double Run(ThreadTeam team, Kernels<T> with, T* first, T* second, int numbers)
        {
            (kernels, count) = (with, numbers);
            a = first;
            b = second;
            var chunks = (count + ChunkLength - 1) / ChunkLength;
            if (sums.Length < chunks)
                sums = new double[chunks];
            team.Run(this);
            var sum = 0.0;
            for (var chunk = 0; chunk < chunks; chunk++)
                sum += sums[chunk];
            return sum;
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int part, int parts)
        {
            var chunks = (count + ChunkLength - 1) / ChunkLength;
            var end = (int)((long)chunks * (part + 1) / parts);
            for (var chunk = (int)((long)chunks * part / parts); chunk < end; chunk++)
                sums[chunk] = kernels.Dot(a + (chunk * ChunkLength), b + (chunk * ChunkLength), Math.Min(ChunkLength, count - (chunk * ChunkLength)));
        }
    }

    private sealed class SharedCombine : ISharedWork
    {
        private Kernels<T> kernels = null!;
        private T* target;
        private T* start;
        private T* direction;
        private T factor;
        private int count;

        internal void Run(ThreadTeam team, Kernels<T> with, T* to, T* from, T by, T* along, int numbers)
        {
            (kernels, factor, count) = (with, by, numbers);
            target = to;
            start = from;
            direction = along;
            team.Run(this);
        }

        public void Run(int part, int parts)
        {
            var first = Boundary(part, parts, count);
            kernels.Combine(target + first, start + first, factor, direction + first, Boundary(part + 1, parts, count) - first);
        }
    }
}
