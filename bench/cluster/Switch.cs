using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Backprop.ClusterBench;

/// <summary>
/// A switch between hosts that are network namespaces, where the kernel has no netem: it reads the frames of each host from a TAP device and passes each on after the time that a link of a rate
/// and a delay takes. A host sends one frame after another, as fast as the rate allows.
/// </summary>
internal static partial class Switch
{
    private const int ReadWrite = 2, LargestFrame = 65536 + 64;
    private const uint SetInterface = 0x400454ca;
    private const short Tap = 2, NoPacketInformation = 0x1000;

    /// <summary>Runs until it is killed.</summary>
    /// <param name="hosts">The number of hosts; their devices are bpt1, bpt2 and so on.</param>
    /// <param name="delay">The delay from host to host, in seconds.</param>
    /// <param name="rate">The rate at which a host sends, in bytes per second.</param>
    public static void Run(int hosts, double delay, double rate)
    {
        var devices = Enumerable.Range(1, hosts).Select(static host => Open(string.Create(CultureInfo.InvariantCulture, $"bpt{host}"))).ToArray();
        var places = new Dictionary<long, int>();
        var due = new PriorityQueue<(byte[] Frame, int From), double>();
        for (var host = 0; host < hosts; host++)
        {
            var from = host;
            new Thread(() => Read(devices[from], from, delay, rate, due, places)) { IsBackground = true }.Start();
        }
        Console.WriteLine("up");
        while (true)
        {
            (byte[] Frame, int From) next = default;
            double wait;
            lock (due)
            {
                if (!due.TryPeek(out _, out var at))
                {
                    Monitor.Wait(due);
                    continue;
                }
                wait = at - Now;
                if (wait <= 0)
                    next = due.Dequeue();
                else if (wait > 0.0003)
                    Monitor.Wait(due, TimeSpan.FromSeconds(wait - 0.0002));
            }
            if (next.Frame is not null)
                Pass(next.Frame, next.From, devices, due, places);
            else if (wait <= 0.0003)
                Thread.Yield();
        }
    }

    private static double Now => Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency;

    private static void Read(int device, int from, double delay, double rate, PriorityQueue<(byte[] Frame, int From), double> due, Dictionary<long, int> places)
    {
        var buffer = new byte[LargestFrame];
        var free = 0.0;
        while (true)
        {
            var length = (int)ReadFrom(device, buffer, (nuint)buffer.Length);
            if (length <= 0)
                return;
            free = Math.Max(free, Now) + (length / rate);
            lock (due)
            {
                places[Address(buffer, 6)] = from;
                due.Enqueue((buffer.AsSpan(0, length).ToArray(), from), free + delay);
                Monitor.Pulse(due);
            }
        }
    }

    private static void Pass(byte[] frame, int from, int[] devices, object due, Dictionary<long, int> places)
    {
        int place;
        bool isKnown;
        lock (due)
            isKnown = places.TryGetValue(Address(frame, 0), out place);
        for (var host = 0; host < devices.Length; host++)
        {
            if (host != from && (!isKnown || host == place))
                _ = WriteTo(devices[host], frame, (nuint)frame.Length);
        }
    }

    private static long Address(byte[] frame, int at) => BitConverter.ToInt64(frame, at) & 0xFFFF_FFFF_FFFF;

    private static int Open(string name)
    {
        var device = OpenFile("/dev/net/tun", ReadWrite);
        var request = new byte[40];
        Encoding.ASCII.GetBytes(name).CopyTo(request, 0);
        BitConverter.GetBytes((short)(Tap | NoPacketInformation)).CopyTo(request, 16);
        return device >= 0 && Control(device, SetInterface, request) == 0 ? device : throw new IOException($"{name}: the TAP device cannot be opened; this needs root and /dev/net/tun");
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int OpenFile(string path, int flags);

    [LibraryImport("libc", EntryPoint = "ioctl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Control(int descriptor, nuint request, byte[] argument);

    [LibraryImport("libc", EntryPoint = "read")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint ReadFrom(int descriptor, byte[] into, nuint length);

    [LibraryImport("libc", EntryPoint = "write")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint WriteTo(int descriptor, byte[] frame, nuint length);
}
