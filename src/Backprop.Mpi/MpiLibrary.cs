using System.Runtime.InteropServices;
using System.Text;

namespace Backprop.Mpi;

/// <summary>The calls of MPI that are in use, bound to the library that is installed.</summary>
internal sealed unsafe class MpiLibrary
{
    /// <summary>Longer than MPI_MAX_ERROR_STRING and MPI_MAX_LIBRARY_VERSION_STRING of both interfaces.</summary>
    private const int LongestText = 16 * 1024;

    private const int ThreadSerialized = 2;

    private static readonly string[] OpenMpi = ["libmpi.so.40", "libmpi.so.80", "libmpi.40.dylib"], Mpich = ["libmpich.so.12", "libmpi.so.12", "libmpi_cray.so.12", "libmpi.12.dylib", "libpmpi.12.dylib"];

    private readonly MpiInterface abi;
    private readonly delegate* unmanaged[Cdecl]<int*, byte***, int, int*, int> initialize;
    private readonly delegate* unmanaged[Cdecl]<int*, int> isInitialized, isFinalized;
    private readonly delegate* unmanaged[Cdecl]<int> finalize;
    private readonly delegate* unmanaged[Cdecl]<nint, int*, int> rank, size;
    private readonly delegate* unmanaged[Cdecl]<nint, nint, int> setErrorHandler;
    private readonly delegate* unmanaged[Cdecl]<void*, int, nint, int, int, nint, int> send;
    private readonly delegate* unmanaged[Cdecl]<void*, int, nint, int, int, nint, int*, int> receive;
    private readonly delegate* unmanaged[Cdecl]<void*, int, nint, int, int, nint, nint*, int> beginSend, beginReceive;
    private readonly delegate* unmanaged[Cdecl]<nint*, int*, int*, int> test;
    private readonly delegate* unmanaged[Cdecl]<int, int, nint, int*, int*, int> tryProbe;
    private readonly delegate* unmanaged[Cdecl]<int*, nint, int*, int> count;
    private readonly delegate* unmanaged[Cdecl]<nint, int> barrier;
    private readonly delegate* unmanaged[Cdecl]<void*, int, nint, int, nint, int> broadcast;
    private readonly delegate* unmanaged[Cdecl]<nint, int, int> abort;
    private readonly delegate* unmanaged[Cdecl]<int, byte*, int*, int> errorText;
    private readonly delegate* unmanaged[Cdecl]<byte*, int*, int> version;

    private MpiLibrary(nint library)
    {
        abi = MpiInterface.Of(library);
        initialize = (delegate* unmanaged[Cdecl]<int*, byte***, int, int*, int>)Export("MPI_Init_thread");
        isInitialized = (delegate* unmanaged[Cdecl]<int*, int>)Export("MPI_Initialized");
        isFinalized = (delegate* unmanaged[Cdecl]<int*, int>)Export("MPI_Finalized");
        finalize = (delegate* unmanaged[Cdecl]<int>)Export("MPI_Finalize");
        rank = (delegate* unmanaged[Cdecl]<nint, int*, int>)Export("MPI_Comm_rank");
        size = (delegate* unmanaged[Cdecl]<nint, int*, int>)Export("MPI_Comm_size");
        setErrorHandler = (delegate* unmanaged[Cdecl]<nint, nint, int>)Export("MPI_Comm_set_errhandler");
        send = (delegate* unmanaged[Cdecl]<void*, int, nint, int, int, nint, int>)Export("MPI_Send");
        receive = (delegate* unmanaged[Cdecl]<void*, int, nint, int, int, nint, int*, int>)Export("MPI_Recv");
        beginSend = (delegate* unmanaged[Cdecl]<void*, int, nint, int, int, nint, nint*, int>)Export("MPI_Isend");
        beginReceive = (delegate* unmanaged[Cdecl]<void*, int, nint, int, int, nint, nint*, int>)Export("MPI_Irecv");
        test = (delegate* unmanaged[Cdecl]<nint*, int*, int*, int>)Export("MPI_Test");
        tryProbe = (delegate* unmanaged[Cdecl]<int, int, nint, int*, int*, int>)Export("MPI_Iprobe");
        count = (delegate* unmanaged[Cdecl]<int*, nint, int*, int>)Export("MPI_Get_count");
        barrier = (delegate* unmanaged[Cdecl]<nint, int>)Export("MPI_Barrier");
        broadcast = (delegate* unmanaged[Cdecl]<void*, int, nint, int, nint, int>)Export("MPI_Bcast");
        abort = (delegate* unmanaged[Cdecl]<nint, int, int>)Export("MPI_Abort");
        errorText = (delegate* unmanaged[Cdecl]<int, byte*, int*, int>)Export("MPI_Error_string");
        version = (delegate* unmanaged[Cdecl]<byte*, int*, int>)Export("MPI_Get_library_version");

        nint Export(string name) => NativeLibrary.TryGetExport(library, name, out var address) ? address : throw new MpiException($"The library of MPI has no {name}; MPI 3.0 or later is needed.");
    }

    /// <summary>Loads the library that belongs to a launcher.</summary>
    /// <param name="launch">What started this process.</param>
    /// <param name="path">A library that the user names; null to look for the usual ones.</param>
    /// <exception cref="MpiException">There is none.</exception>
    internal static MpiLibrary Load(MpiLaunch launch, string? path)
    {
        string[] names = path is { Length: > 0 } ? [path] : launch.IsOpenMpi ? [.. OpenMpi, .. Mpich] : [.. Mpich, .. OpenMpi];
        foreach (var name in names)
        {
            if (NativeLibrary.TryLoad(name, out var library))
                return new MpiLibrary(library);
        }
        throw new MpiException($"A launcher of {(launch.IsOpenMpi ? "Open MPI" : "MPI")} started this process, but {(names is [var only] ? $"'{DisplayText.Name(only)}' cannot be loaded" : $"none of its libraries, {string.Join(", ", names)}, is found")}; install it, name the library in the environment variable {MpiLaunch.Variable}, or set that to '{MpiLaunch.Off}'.");
    }

    /// <summary>The first line of what the library says of itself.</summary>
    internal string Version
    {
        get
        {
            var text = stackalloc byte[LongestText];
            var length = 0;
            Check(version(text, &length), "MPI_Get_library_version");
            var all = Encoding.UTF8.GetString(text, Math.Clamp(length, 0, LongestText)).TrimEnd('\0');
            return all.Split('\n', ',')[0].Trim();
        }
    }

    internal bool IsInitialized
    {
        get
        {
            var flag = 0;
            Check(isInitialized(&flag), "MPI_Initialized");
            return flag != 0;
        }
    }

    internal bool IsFinalized
    {
        get
        {
            var flag = 0;
            Check(isFinalized(&flag), "MPI_Finalized");
            return flag != 0;
        }
    }

    /// <summary>Starts MPI; its errors then come back as codes.</summary>
    internal void Initialize()
    {
        var provided = 0;
        Check(initialize(null, null, ThreadSerialized, &provided), "MPI_Init_thread");
        Check(setErrorHandler(abi.World, abi.ErrorsReturn), "MPI_Comm_set_errhandler");
        if (provided < ThreadSerialized)
            throw new MpiException($"This MPI, {Version}, can be called from one thread only (level {provided}); level {ThreadSerialized}, MPI_THREAD_SERIALIZED, is needed.");
    }

    internal void End() => Check(finalize(), "MPI_Finalize");

    internal int Rank
    {
        get
        {
            var number = 0;
            Check(rank(abi.World, &number), "MPI_Comm_rank");
            return number;
        }
    }

    internal int Size
    {
        get
        {
            var number = 0;
            Check(size(abi.World, &number), "MPI_Comm_size");
            return number;
        }
    }

    internal void Send(void* data, int length, int to, int tag) => Check(send(data, length, abi.Bytes, to, tag, abi.World), "MPI_Send");

    internal int Receive(void* data, int length, int from, int tag)
    {
        var status = stackalloc int[MpiInterface.StatusInts];
        Check(receive(data, length, abi.Bytes, from, tag, abi.World, status), "MPI_Recv");
        return Length(status);
    }

    internal nint BeginSend(void* data, int length, int to, int tag)
    {
        nint request = 0;
        Check(beginSend(data, length, abi.Bytes, to, tag, abi.World, &request), "MPI_Isend");
        return request;
    }

    internal nint BeginReceive(void* data, int length, int from, int tag)
    {
        nint request = 0;
        Check(beginReceive(data, length, abi.Bytes, from, tag, abi.World, &request), "MPI_Irecv");
        return request;
    }

    /// <summary>Whether a message is done; <paramref name="length"/> is then that of one received.</summary>
    internal bool Test(ref nint request, out int length)
    {
        var status = stackalloc int[MpiInterface.StatusInts];
        var (done, local) = (0, request);
        Check(test(&local, &done, status), "MPI_Test");
        request = local;
        length = done == 0 ? 0 : Length(status);
        return done != 0;
    }

    /// <summary>A message that has come and is not yet received; null if there is none.</summary>
    /// <param name="from">Its sender; null for any.</param>
    /// <param name="tag">Its tag; null for any.</param>
    internal MessageEnvelope? TryProbe(int? from, int? tag)
    {
        var status = stackalloc int[MpiInterface.StatusInts];
        var found = 0;
        Check(tryProbe(from ?? abi.AnySource, tag ?? MpiInterface.AnyTag, abi.World, &found, status), "MPI_Iprobe");
        return found == 0 ? null : new MessageEnvelope(status[abi.SourceAt], status[abi.TagAt], Length(status));
    }

    internal void Barrier() => Check(barrier(abi.World), "MPI_Barrier");

    internal void Broadcast(void* data, int length, int from) => Check(broadcast(data, length, abi.Bytes, from, abi.World), "MPI_Bcast");

    internal void Abort(int code) => _ = abort(abi.World, code);

    private int Length(int* status)
    {
        var length = 0;
        Check(count(status, abi.Bytes, &length), "MPI_Get_count");
        return length;
    }

    private void Check(int code, string call)
    {
        if (code == 0)
            return;
        var text = stackalloc byte[LongestText];
        var length = 0;
        var said = errorText(code, text, &length) == 0 ? Encoding.UTF8.GetString(text, Math.Clamp(length, 0, LongestText)) : "";
        throw new MpiException($"{call} failed with code {code}: {said.Trim()}");
    }
}
