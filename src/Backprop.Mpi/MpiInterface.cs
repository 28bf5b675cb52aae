using System.Runtime.InteropServices;

namespace Backprop.Mpi;

/// <summary>
/// What differs between the two binary interfaces of MPI: handles are pointers to objects of the library in Open MPI and numbers of 32 bits in MPICH,
/// which both fit into a register; and where a status has its fields. The calls themselves are the same.
/// </summary>
/// <param name="World">MPI_COMM_WORLD.</param>
/// <param name="Bytes">MPI_BYTE.</param>
/// <param name="ErrorsReturn">MPI_ERRORS_RETURN.</param>
/// <param name="AnySource">MPI_ANY_SOURCE.</param>
/// <param name="SourceAt">The place of MPI_SOURCE in a status, counted in numbers of 32 bits.</param>
/// <param name="TagAt">The place of MPI_TAG.</param>
internal sealed record MpiInterface(nint World, nint Bytes, nint ErrorsReturn, int AnySource, int SourceAt, int TagAt)
{
    /// <summary>MPI_ANY_TAG of both.</summary>
    internal const int AnyTag = -1;

    /// <summary>Bytes that hold a status of either: 24 in Open MPI, 20 in MPICH.</summary>
    internal const int StatusInts = 16;

    /// <summary>The interface of MPICH, which Intel MPI, MVAPICH and Cray MPICH share.</summary>
    private static readonly MpiInterface Mpich = new(0x44000000, 0x4c00010d, 0x54000001, AnySource: -2, SourceAt: 2, TagAt: 3);

    /// <summary>The interface of a loaded library.</summary>
    internal static MpiInterface Of(nint library) =>
        NativeLibrary.TryGetExport(library, "ompi_mpi_comm_world", out var world)
            ? new(world, NativeLibrary.GetExport(library, "ompi_mpi_byte"), NativeLibrary.GetExport(library, "ompi_mpi_errors_return"), AnySource: -1, SourceAt: 0, TagAt: 1)
            : Mpich;
}
