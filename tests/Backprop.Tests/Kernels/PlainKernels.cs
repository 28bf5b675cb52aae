using System.Numerics;

namespace Backprop.Tests;

/// <summary>The kernels as loops over single numbers, in the orders that <see cref="Kernels{T}"/> promises: what the fast ones must equal bit for bit.</summary>
internal static class PlainKernels
{
    public static void Forward<T>(T[] w, int wStride, T[] y, int yStride, T[] x, int xStride, int to, int from, int cases)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var j = 0; j < to; j++)
            for (var c = 0; c < cases; c++)
                for (var i = 0; i < from; i++)
                    x[(j * xStride) + c] = T.FusedMultiplyAdd(w[(j * wStride) + i], y[(i * yStride) + c], x[(j * xStride) + c]);
    }

    public static void Back<T>(T[] w, int wStride, T[] dx, int dxStride, T[] dy, int dyStride, int to, int from, int cases)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var i = 0; i < from; i++)
            for (var c = 0; c < cases; c++)
                for (var j = 0; j < to; j++)
                    dy[(i * dyStride) + c] = T.FusedMultiplyAdd(w[(j * wStride) + i], dx[(j * dxStride) + c], dy[(i * dyStride) + c]);
    }

    public static void Gradient<T>(T[] dx, int dxStride, T[] y, int yStride, T[] g, int gStride, int to, int from, int cases, bool caseOrder)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var j = 0; j < to; j++)
        {
            for (var i = 0; i < from; i++)
            {
                ref var sum = ref g[(j * gStride) + i];
                if (caseOrder)
                {
                    for (var c = 0; c < cases; c++)
                        sum = T.FusedMultiplyAdd(dx[(j * dxStride) + c], y[(i * yStride) + c], sum);
                }
                else
                {
                    sum += InLanes<T>(cases, (lane, c) => T.FusedMultiplyAdd(dx[(j * dxStride) + c], y[(i * yStride) + c], lane));
                }
            }
        }
    }

    /// <summary>States as slots, [slot × case]: in slot s of case c the unit units[s · yStride + c] has the state y[s · yStride + c].</summary>
    public static void ForwardSparse<T>(T[] w, int wStride, ReadOnlySpan<int> units, T[] y, int yStride, T[] x, int xStride, int to, int slots, int cases)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var j = 0; j < to; j++)
            for (var c = 0; c < cases; c++)
                for (var s = 0; s < slots; s++)
                    x[(j * xStride) + c] = T.FusedMultiplyAdd(w[(j * wStride) + units[(s * yStride) + c]], y[(s * yStride) + c], x[(j * xStride) + c]);
    }

    public static void GradientSparse<T>(T[] dx, int dxStride, ReadOnlySpan<int> units, T[] y, int yStride, T[] g, int gStride, int to, int slots, int cases)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var j = 0; j < to; j++)
        {
            for (var s = 0; s < slots; s++)
            {
                for (var c = 0; c < cases; c++)
                {
                    ref var sum = ref g[(j * gStride) + units[(s * yStride) + c]];
                    sum = T.FusedMultiplyAdd(dx[(j * dxStride) + c], y[(s * yStride) + c], sum);
                }
            }
        }
    }

    public static void GradientOfBiases<T>(T[] dx, int dxStride, T[] g, int to, int cases)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var j = 0; j < to; j++)
            g[j] += InLanes<T>(cases, (lane, c) => lane + dx[(j * dxStride) + c]);
    }

    public static void ForwardOneToOne<T>(T[] w, T[] y, int yStride, T[] x, int xStride, int units, int cases)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var j = 0; j < units; j++)
            for (var c = 0; c < cases; c++)
                x[(j * xStride) + c] = T.FusedMultiplyAdd(w[j], y[(j * yStride) + c], x[(j * xStride) + c]);
    }

    public static void GradientOneToOne<T>(T[] dx, int dxStride, T[] y, int yStride, T[] g, int units, int cases)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var j = 0; j < units; j++)
            g[j] += InLanes<T>(cases, (lane, c) => T.FusedMultiplyAdd(dx[(j * dxStride) + c], y[(j * yStride) + c], lane));
    }

    /// <summary>Case c in lane c mod 16 (8 in double); then lane l + lane l + half, down to one.</summary>
    private static T InLanes<T>(int cases, Func<T, int, T> add)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var lanes = new T[typeof(T) == typeof(float) ? 16 : 8];
        for (var c = 0; c < cases; c++)
            lanes[c % lanes.Length] = add(lanes[c % lanes.Length], c);
        for (var half = lanes.Length / 2; half > 0; half /= 2)
            for (var l = 0; l < half; l++)
                lanes[l] += lanes[l + half];
        return lanes[0];
    }
}
