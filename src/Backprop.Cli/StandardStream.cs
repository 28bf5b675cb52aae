using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Backprop.Cli;

/// <summary>
/// Standard output or standard error of the process. They differ when their reader closes them: without a reader of its results a command
/// ends at once, as in <c>backprop predict … | head -1</c>; without a reader of its progress a training continues.
/// </summary>
internal sealed class StandardStream : Stream
{
    private readonly Stream inner;
    private readonly bool isNeeded;

    /// <param name="inner">The stream that receives the bytes.</param>
    /// <param name="isNeeded">Whether the command ends when the reader closes the stream.</param>
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
            // The terminal was closed.
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

    // The console stream of .NET ignores that a pipe is closed. Files still use it: FileStream would write there
    // without moving the position that other processes share.
    private static Stream OpenOutput() => Console.IsOutputRedirected && FileStatus.OfStandardOutput() is { Kind: FileKind.Other }
        ? new FileStream(new SafeFileHandle(OperatingSystem.IsWindows() ? WindowsFiles.StandardOutput : 1, ownsHandle: false), FileAccess.Write, bufferSize: 0)
        : Console.OpenStandardOutput();

    private static TextWriter Writer(StandardStream stream)
    {
        // Without a byte order mark, which would be part of the output.
        var encoding = Console.OutputEncoding is { CodePage: 65001 } ? new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) : Console.OutputEncoding;
        return TextWriter.Synchronized(new StreamWriter(stream, encoding) { AutoFlush = true });
    }

    // EPIPE and ECONNRESET; ERROR_BROKEN_PIPE and ERROR_NO_DATA.
    private static bool IsClosed(IOException e) => OperatingSystem.IsWindows()
        ? (e.HResult & 0xFFFF) is 109 or 232
        : e.HResult is 32 || e.HResult == (OperatingSystem.IsMacOS() ? 54 : 104);
}

/// <summary>The reader of standard output has closed it: the command ends without a message, with <see cref="ExitCode.OutputClosed"/>.</summary>
internal sealed class ClosedOutputException(Exception inner) : Exception("the reader of standard output has closed it", inner);
