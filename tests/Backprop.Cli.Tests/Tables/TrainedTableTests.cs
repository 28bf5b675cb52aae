using System.IO.Pipes;
using Backprop.Data;

namespace Backprop.Cli.Tests;

public sealed class TrainedTableTests
{
    [Fact]
    public void The_table_is_known_again_by_its_bytes_whatever_the_path()
    {
        using var here = new Workplace();
        var file = here.Write("a.csv", "x,y\n1,2\n");
        var table = TrainedTable.Of(file, new DataSplit([0], [], []));
        File.CreateSymbolicLink(here["link.csv"], file);

        Assert.True(table.Is(file));
        Assert.True(table.Is(here["link.csv"]));
        Assert.False(table.Is(here.Write("b.csv", "x,y\n1,3\n")));
        Assert.False(table.Is(here.Write("c.csv", "x,y\n1,2\n3,4\n")));
        Assert.False(table.Is(here["none.csv"]));
    }

    [Fact]
    public void A_pipe_is_not_the_table_and_is_not_read()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux names open pipes in /proc/self/fd.");
        using var here = new Workplace();
        var table = TrainedTable.Of(here.Write("a.csv", "x,y\n1,2\n"), new DataSplit([0], [], []));
        using var pipe = new AnonymousPipeServerStream(PipeDirection.In);
        using (var end = new AnonymousPipeClientStream(PipeDirection.Out, pipe.ClientSafePipeHandle))
            end.Write("x,y\n1,2\n"u8);

        Assert.False(table.Is($"/proc/self/fd/{pipe.SafePipeHandle.DangerousGetHandle()}"));
        Assert.Equal("x,y\n1,2\n", new StreamReader(pipe).ReadToEnd());
    }
}
