using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Backprop.Mpi;

/// <summary>
/// Memory of ranks on one machine, each of which reads what the others write. Its file has no name that could be left behind (memfd_create): a rank opens that of another by its process
/// and descriptor, where both run under one kernel, and finds out by a random number that it is the right one. Linux alone has it; elsewhere ranks send what they compute.
/// </summary>
internal sealed unsafe partial class SharedMemory : ISharedMemory
{
    private const int ReadOnly = 1, ReadWrite = 3, Shared = 1, CloseOnExec = 1, OpenToRead = 0x80000 | 0x800, FromEnd = 2;

    /// <summary>Pages of their own, so that numbers begin on a boundary.</summary>
    private const int HeaderBytes = 1 << 16;

    /// <summary>What may be read behind the numbers, as of <see cref="AlignedBuffer{T}"/>.</summary>
    private const int TrailerBytes = 64;

    private readonly long length;
    private readonly Dictionary<int, (nint Place, long Length)> others = [];
    private readonly HashSet<int> readers = [];
    private nint own;
    private int descriptor = -1;

    private SharedMemory(long bytes) => length = HeaderBytes + bytes + TrailerBytes;

    ~SharedMemory()
    {
        if (own != 0)
        {
            _ = Unmap(own, (nuint)length);
            GC.RemoveMemoryPressure(length);
        }
        foreach (var (_, (place, bytes)) in others)
            _ = Unmap(place, (nuint)bytes);
    }

    public nint Own => own + HeaderBytes;

    public nint Of(int rank) => others.TryGetValue(rank, out var other) ? other.Place + HeaderBytes : 0;

    public bool IsSeenBy(int rank) => readers.Contains(rank);

    /// <summary>Makes the memory of this rank and opens that of its peers.</summary>
    internal static SharedMemory? Create(Communicator ranks, long bytes, IReadOnlyList<int> peers, CancellationToken cancellationToken)
    {
        var memory = new SharedMemory(bytes);
        var offer = memory.Make();
        var offers = Exchange(ranks, peers, _ => offer, cancellationToken);
        var answers = Exchange(ranks, peers, peer => memory.Open(peer, offers[peer], offer) ? [1] : [0], cancellationToken);
        // Whoever could open it has done so.
        if (memory.descriptor >= 0)
            _ = Close(memory.descriptor);
        memory.descriptor = -1;
        memory.readers.UnionWith(answers.Where(static answer => answer.Value is [1]).Select(static answer => answer.Key));
        return memory.own != 0 && memory.readers.Count + memory.others.Count > 0 ? memory : null;
    }

    /// <summary>Makes it and says how others find it: system, process, descriptor, length, random number. What cannot be made is of length 0.</summary>
    private byte[] Make()
    {
        var offer = new byte[Offer.Bytes];
        if (!OperatingSystem.IsLinux() || Kernel() is not { } kernel)
            return offer;
        descriptor = CreateFile("backprop", CloseOnExec);
        // Reserves it too: where it cannot be had, the first that writes would be killed.
        if (descriptor < 0 || Reserve(descriptor, 0, length) != 0)
            return offer;
        var place = Map(0, (nuint)length, ReadWrite, Shared, descriptor, 0);
        if (place == -1)
            return offer;
        own = place;
        GC.AddMemoryPressure(length);
        MemoryMarshal.Write(offer, new Offer(kernel.First, kernel.Second, length, BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)), Environment.ProcessId, descriptor));
        offer.CopyTo(new Span<byte>((void*)own, Offer.Bytes));
        return offer;
    }

    private bool Open(int peer, byte[] theirs, byte[] ours)
    {
        var (its, mine) = (MemoryMarshal.Read<Offer>(theirs), MemoryMarshal.Read<Offer>(ours));
        if (own == 0 || its.Length == 0 || (its.Kernel, its.Namespace) != (mine.Kernel, mine.Namespace))
            return false;
        var file = OpenFile($"/proc/{its.Process}/fd/{its.Descriptor}", OpenToRead);
        if (file < 0)
            return false;
        try
        {
            var header = new byte[Offer.Bytes];
            if (Seek(file, 0, FromEnd) != its.Length || Read(file, header, (nuint)header.Length, 0) != Offer.Bytes || !header.AsSpan().SequenceEqual(theirs))
                return false;
            var place = Map(0, (nuint)its.Length, ReadOnly, Shared, file, 0);
            if (place == -1)
                return false;
            others.Add(peer, (place, its.Length));
            return true;
        }
        finally
        {
            _ = Close(file);
        }
    }

    /// <summary>Sends bytes to every peer and receives as many of each.</summary>
    private static Dictionary<int, byte[]> Exchange(Communicator ranks, IReadOnlyList<int> peers, Func<int, byte[]> message, CancellationToken cancellationToken)
    {
        var pending = new List<IPendingMessage>();
        var received = new Dictionary<int, byte[]>();
        var sent = new List<byte[]>();
        foreach (var peer in peers)
        {
            var text = message(peer);
            var (from, to) = (GC.AllocateArray<byte>(text.Length, pinned: true), GC.AllocateArray<byte>(text.Length, pinned: true));
            text.CopyTo(to, 0);
            sent.Add(to);
            received.Add(peer, from);
            pending.Add(ranks.BeginReceive(from, peer));
            pending.Add(ranks.BeginSend(to, peer));
        }
        foreach (var each in pending)
            each.Wait(cancellationToken);
        GC.KeepAlive(sent);
        return received;
    }

    /// <summary>Digests of the kernel that runs and of the names that processes have there; null where they are not known.</summary>
    private static (ulong First, ulong Second)? Kernel()
    {
        try
        {
            return File.ResolveLinkTarget("/proc/self/ns/pid", returnFinalTarget: false) is { } names
                ? (Digest(File.ReadAllText("/proc/sys/kernel/random/boot_id")), Digest(names.FullName)) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static ulong Digest(string text) => BitConverter.ToUInt64(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private readonly record struct Offer(ulong Kernel, ulong Namespace, long Length, ulong Number, int Process, int Descriptor)
    {
        internal static int Bytes => Unsafe.SizeOf<Offer>();
    }

    [LibraryImport("libc", EntryPoint = "memfd_create", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int CreateFile(string name, uint flags);

    [LibraryImport("libc", EntryPoint = "posix_fallocate")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Reserve(int descriptor, long offset, long length);

    [LibraryImport("libc", EntryPoint = "mmap")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int descriptor, long offset);

    [LibraryImport("libc", EntryPoint = "munmap")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Unmap(nint address, nuint length);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int OpenFile(string path, int flags);

    [LibraryImport("libc", EntryPoint = "lseek")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial long Seek(int descriptor, long offset, int whence);

    [LibraryImport("libc", EntryPoint = "pread")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Read(int descriptor, byte[] into, nuint length, long offset);

    [LibraryImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int descriptor);
}
