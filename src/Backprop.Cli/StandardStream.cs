using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Backprop.Cli;

/// <summary>
/// Standard output or standard error of the process, which end differently when nobody reads them any longer: a command whose results
/// nobody wants ends at once, as in <c>backprop predict … | head -1</c>; a training whose progress nobody sees goes on.
/// </summary>
internal sealed class StandardStream : Stream
{
    private readonly Stream inner;
    private readonly bool isNeeded;

    /// <param name="inner">Where the bytes go.</param>
    /// <param name="isNeeded">Whether the command makes no sense without its readers.</param>
    internal StandardStream(Stream inner, bool isNeeded) => (this.inner, this.isNeeded) = (inner, isNeeded);

    /// <summary>Standard output.</summary>
    public static TextWriter Output() => Writer(new StandardStream(OpenOutput(), isNeeded: true));

    /// <summary>Standard error.</summary>
    public static TextWriter Error() => Writer(new StandardStream(Console.OpenStandardError(), isNeeded: false));

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            inner.Write(buffer);
        }
        catch (Exception e) when (!isNeeded && e is (IOException or UnauthorizedAccessException))
        {
            // The terminal is gone.
        }
        catch (UnauthorizedAccessException e)
        {
            // The descriptor is closed, or open for reading only: 'backprop predict … >&-'.
            throw new InputException("standard output cannot be written: it is closed or read-only", e);
        }
        catch (IOException e)
        {
            throw IsClosed(e) ? new ClosedOutputException(e) : new InputException("standard output cannot be written: " + e.Message, e);
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush() { }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    // .NET's own stream for the console takes a closed pipe for one that is read. A file is left to it: FileStream would write there
    // without moving the position that other processes share.
    private static Stream OpenOutput() => Console.IsOutputRedirected && FileStatus.OfStandardOutput() is { Kind: FileKind.Other }
        ? new FileStream(new SafeFileHandle(OperatingSystem.IsWindows() ? WindowsFiles.StandardOutput : 1, ownsHandle: false), FileAccess.Write, bufferSize: 0)
        : Console.OpenStandardOutput();

    private static TextWriter Writer(StandardStream stream)
    {
        // Without a byte order mark, which would stand in the midst of what the reader gets.
        var encoding = Console.OutputEncoding is { CodePage: 65001 } ? new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) : Console.OutputEncoding;
        return TextWriter.Synchronized(new StreamWriter(stream, encoding) { AutoFlush = true });
    }

    // EPIPE and ECONNRESET; ERROR_BROKEN_PIPE and ERROR_NO_DATA.
    private static bool IsClosed(IOException e) => OperatingSystem.IsWindows()
        ? (e.HResult & 0xFFFF) is 109 or 232
        : e.HResult is 32 || e.HResult == (OperatingSystem.IsMacOS() ? 54 : 104);
}

/// <summary>Nobody reads standard output any longer: the command ends without a word, with <see cref="ExitCode.OutputClosed"/>.</summary>
internal sealed class ClosedOutputException(Exception inner) : Exception("nobody reads the output", inner);
