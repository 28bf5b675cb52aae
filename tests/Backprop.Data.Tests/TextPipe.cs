using System.IO.Pipes;
using System.Text;

namespace Backprop.Data.Tests;

/// <summary>A pipe with a path, as <c>&lt;(command)</c> of a shell makes one, and a little text in it.</summary>
internal sealed class TextPipe : IDisposable
{
    private readonly AnonymousPipeServerStream pipe = new(PipeDirection.In);

    public TextPipe(string text)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux names open pipes in /proc/self/fd.");
        using var end = new AnonymousPipeClientStream(PipeDirection.Out, pipe.ClientSafePipeHandle);
        end.Write(Encoding.UTF8.GetBytes(text));
    }

    public string Path => $"/proc/self/fd/{pipe.SafePipeHandle.DangerousGetHandle()}";

    public void Dispose() => pipe.Dispose();
}
