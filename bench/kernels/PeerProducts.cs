using System.Runtime.InteropServices;

namespace Backprop.Bench;

/// <summary>A library's product of two matrices of floats, row after row: C = op(A) · op(B), on one thread.</summary>
/// <param name="Name">The library.</param>
/// <param name="Multiply">Computes a product.</param>
internal sealed record PeerProduct(string Name, PeerProduct.Call Multiply)
{
    /// <summary>C[m × n] = op(A)[m × k] · op(B)[k × n], op the transposition where it is asked for; strides are numbers from one row of the matrix in memory to the next.</summary>
    internal unsafe delegate void Call(bool transposeA, bool transposeB, int m, int n, int k, float* a, int strideA, float* b, int strideB, float* c, int strideC);

    /// <summary>Those that are installed: Debian's libdnnl2, libopenblas0-pthread and libblis4-pthread.</summary>
    public static unsafe IReadOnlyList<PeerProduct> Installed
    {
        get
        {
            var found = new List<PeerProduct>();
            if (Function("libdnnl.so.2", "dnnl_sgemm") is var oneDnn and not 0)
            {
                found.Add(new("oneDNN", (ta, tb, m, n, k, a, sa, b, sb, c, sc) =>
                {
                    var status = ((delegate* unmanaged<byte, byte, nint, nint, nint, float, float*, nint, float*, nint, float, float*, nint, int>)oneDnn)(
                        (byte)(ta ? 'T' : 'N'), (byte)(tb ? 'T' : 'N'), m, n, k, 1, a, sa, b, sb, 0, c, sc);
                    if (status != 0)
                        throw new InvalidOperationException($"dnnl_sgemm failed with status {status}.");
                }));
            }
            AddBlas(found, "OpenBLAS", "libopenblas.so.0");
            AddBlas(found, "BLIS", "libblis.so.4");
            return found;
        }
    }

    private static unsafe void AddBlas(List<PeerProduct> found, string name, string library)
    {
        const int rowMajor = 101, plain = 111, transposed = 112;
        if (Function(library, "cblas_sgemm") is var function and not 0)
        {
            found.Add(new(name, (ta, tb, m, n, k, a, sa, b, sb, c, sc) =>
                ((delegate* unmanaged<int, int, int, int, int, int, float, float*, int, float*, int, float, float*, int, void>)function)(
                    rowMajor, ta ? transposed : plain, tb ? transposed : plain, m, n, k, 1, a, sa, b, sb, 0, c, sc)));
        }
    }

    private static nint Function(string library, string name) => NativeLibrary.TryLoad(library, out var handle) && NativeLibrary.TryGetExport(handle, name, out var function) ? function : 0;
}
