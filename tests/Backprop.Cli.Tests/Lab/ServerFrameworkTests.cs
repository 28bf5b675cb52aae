namespace Backprop.Cli.Tests;

public class ServerFrameworkTests
{
    [Fact]
    public void The_newest_framework_of_the_runtimes_version_is_found_beside_it()
    {
        using var here = new Workplace();
        foreach (var version in (string[])["9.0.20", "10.0.2", "10.0.12", "10.1.0", "11.0.0", "10.0.13-preview.1"])
            Directory.CreateDirectory(here[Path.Combine("shared", "Microsoft.AspNetCore.App", version)]);
        var runtime = here[Path.Combine("shared", "Microsoft.NETCore.App", "10.0.12")];
        Assert.Equal("10.0.12", Path.GetFileName(ServerFramework.Find(runtime, new Version(10, 0, 12))));
        Assert.Equal("9.0.20", Path.GetFileName(ServerFramework.Find(runtime, new Version(9, 0, 1))));
        Assert.Null(ServerFramework.Find(runtime, new Version(8, 0, 1)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("app")]
    [InlineData("/nowhere/shared/Microsoft.NETCore.App/10.0.12")]
    public void Nothing_is_found_where_the_runtime_is_not_an_installed_one(string runtime) =>
        Assert.Null(ServerFramework.Find(runtime, new Version(10, 0, 12)));
}
