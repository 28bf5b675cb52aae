namespace Backprop.Cli.Tests;

public class StandardStreamTests
{
    private sealed class Broken(int code) : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("broken", code);
    }

    private sealed class Closed : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw new UnauthorizedAccessException("Access to the path is denied.");
    }

    [Fact]
    public void An_output_that_is_closed_from_the_start_is_named()
    {
        new StandardStream(new Closed(), isNeeded: false).Write([1]);
        Assert.Equal("standard output cannot be written: it is closed or read-only", Assert.Throws<InputException>(() => new StandardStream(new Closed(), isNeeded: true).Write([1])).Message);
    }

    [Fact]
    public void A_terminal_that_is_gone_ends_nothing() => new StandardStream(new Broken(5), isNeeded: false).Write([1]);

    [Fact]
    public void A_closed_pipe_ends_the_command_without_a_word_and_a_full_disk_with_one()
    {
        var closed = OperatingSystem.IsWindows() ? unchecked((int)0x8007006D) : 32;
        var error = Assert.Throws<ClosedOutputException>(() => new StandardStream(new Broken(closed), isNeeded: true).Write([1], 0, 1));
        using var messages = new StringWriter();
        Assert.Equal(ExitCode.OutputClosed, Failure.Report(error, new Terminal(TextWriter.Null, messages, default)));
        Assert.Equal("", messages.ToString());
        Assert.Equal("standard output cannot be written: broken", Assert.Throws<InputException>(() => new StandardStream(new Broken(28), isNeeded: true).Write([1])).Message);
    }
}
