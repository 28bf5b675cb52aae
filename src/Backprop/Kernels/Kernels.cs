namespace Backprop;

/// <summary>Plain loops, to be replaced by lanes.</summary>
internal unsafe class Kernels<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal static Kernels<T> Best { get; } = new();
    internal void FillBiases(T* b, T* x, int xs, int units, int cases) { for (var j = 0; j < units; j++) for (var c = 0; c < cases; c++) x[j * xs + c] = b == null ? T.Zero : b[j]; }
    internal void Forward(T* w, int ws, T* y, int ys, T* x, int xs, int to, int from, int cases) { for (var j = 0; j < to; j++) for (var i = 0; i < from; i++) for (var c = 0; c < cases; c++) x[j * xs + c] = T.FusedMultiplyAdd(w[j * ws + i], y[i * ys + c], x[j * xs + c]); }
    internal void ForwardOneToOne(T* w, T* y, int ys, T* x, int xs, int units, int cases) { for (var j = 0; j < units; j++) for (var c = 0; c < cases; c++) x[j * xs + c] = T.FusedMultiplyAdd(w[j], y[j * ys + c], x[j * xs + c]); }
    internal void Back(T* w, int ws, T* dx, int dxs, T* dy, int dys, int to, int from, int cases) { for (var j = 0; j < to; j++) for (var i = 0; i < from; i++) for (var c = 0; c < cases; c++) dy[i * dys + c] = T.FusedMultiplyAdd(w[j * ws + i], dx[j * dxs + c], dy[i * dys + c]); }
    internal void Gradient(T* dx, int dxs, T* y, int ys, T* g, int gs, int to, int from, int cases) { for (var j = 0; j < to; j++) for (var i = 0; i < from; i++) { var s = T.Zero; for (var c = 0; c < cases; c++) s = T.FusedMultiplyAdd(dx[j * dxs + c], y[i * ys + c], s); g[j * gs + i] += s; } }
    internal void GradientOneToOne(T* dx, int dxs, T* y, int ys, T* g, int units, int cases) { for (var j = 0; j < units; j++) { var s = T.Zero; for (var c = 0; c < cases; c++) s = T.FusedMultiplyAdd(dx[j * dxs + c], y[j * ys + c], s); g[j] += s; } }
    internal void GradientOfBiases(T* dx, int dxs, T* g, int units, int cases) { for (var j = 0; j < units; j++) { var s = T.Zero; for (var c = 0; c < cases; c++) s += dx[j * dxs + c]; g[j] += s; } }
    internal void Clamp(T* cl, T* y, int s, int units, int cases) { for (var j = 0; j < units; j++) for (var c = 0; c < cases; c++) if (!T.IsNaN(cl[j * s + c])) y[j * s + c] = cl[j * s + c]; }
    internal void ClearClamped(T* cl, T* dx, int s, int units, int cases) { for (var j = 0; j < units; j++) for (var c = 0; c < cases; c++) if (!T.IsNaN(cl[j * s + c])) dx[j * s + c] = T.Zero; }
}
