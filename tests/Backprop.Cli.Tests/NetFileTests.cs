namespace Backprop.Cli.Tests;

public sealed class NetFileTests
{
    [Fact]
    public void A_file_that_does_not_describe_a_net_is_named()
    {
        using var here = new Workplace();
        Assert.Equal($"{here["none.json"]}: there is no such file", ErrorOf(here["none.json"]));
        Assert.Equal($"{here["none/net.json"]}: there is no such file", ErrorOf(here["none/net.json"]));
        Assert.Equal($"{here.Folder}: is a folder; name a file", ErrorOf(here.Folder));
        Assert.Equal($"{here["net.json"]}: the net has no 'groups'; give a list.", ErrorOf(here.Write("net.json", "{}")));
    }

    [Fact]
    public void A_file_that_does_not_end_is_refused_before_it_takes_the_memory()
    {
        if (!File.Exists("/dev/zero")) return;
        Assert.Equal("/dev/zero: is longer than 33,554,432 characters, which no description of a net is", ErrorOf("/dev/zero"));
    }

    private static string ErrorOf(string path) => Assert.Throws<InputException>(() => NetFile.Read(path)).Message;
}
