namespace Backprop.Tests;

public sealed class FileStatusTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static FileIdentity Identity(string path) => FileStatus.Of(path)!.Value.Identity;

    [Fact]
    public void A_file_is_the_same_by_every_path_and_by_symbolic_links_and_another_is_not()
    {
        File.WriteAllText(folder["a"], "content");
        File.WriteAllText(folder["b"], "content");
        Directory.CreateDirectory(folder["sub"]);
        Assert.Equal(Identity(folder["a"]), Identity(folder["sub/../a"]));
        Assert.Equal(Identity(folder["a"]), Identity(Path.GetRelativePath(Environment.CurrentDirectory, folder["a"])));
        Assert.NotEqual(Identity(folder["a"]), Identity(folder["b"]));
        if (OperatingSystem.IsWindows()) return;
        File.CreateSymbolicLink(folder["link"], folder["a"]);
        Directory.CreateSymbolicLink(folder["here"], ".");
        Assert.Equal(Identity(folder["a"]), Identity(folder["link"]));
        Assert.Equal(Identity(folder["a"]), Identity(folder["here/link"]));
    }

    [Fact]
    public void A_hard_link_is_the_same_file()
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsMacOS()) return;
        File.WriteAllText(folder["a"], "content");
        using (var link = System.Diagnostics.Process.Start("ln", [folder["a"], folder["hard"]])) link.WaitForExit();
        Assert.Equal(Identity(folder["a"]), Identity(folder["hard"]));
    }

    [Fact]
    public void Kinds_are_told_apart_and_what_is_not_there_has_none()
    {
        File.WriteAllText(folder["a"], "");
        Assert.Equal(FileKind.Regular, FileStatus.Of(folder["a"])?.Kind);
        Assert.Equal(FileKind.Folder, FileStatus.Of(folder["."])?.Kind);
        Assert.Null(FileStatus.Of(folder["none"]));
        Assert.Null(FileStatus.Of(folder["a/none"]));
        if (OperatingSystem.IsWindows()) return;
        Assert.Equal(FileKind.Other, FileStatus.Of("/dev/null")?.Kind);
        File.CreateSymbolicLink(folder["loop"], folder["loop"]);
        Assert.Null(FileStatus.Of(folder["loop"]));
    }

    [Fact]
    public void Without_the_numbers_of_the_system_links_are_followed_by_name()
    {
        File.WriteAllText(folder["a"], "content");
        Assert.Equal(FileKind.Regular, FileStatus.ByPath(folder["a"])?.Kind);
        Assert.Equal(FileKind.Folder, FileStatus.ByPath(folder[""])?.Kind);
        Assert.Null(FileStatus.ByPath(folder["none"]));
        if (OperatingSystem.IsWindows()) return;
        Directory.CreateDirectory(folder["sub"]);
        Directory.CreateSymbolicLink(folder["sub/up"], "..");
        File.CreateSymbolicLink(folder["link"], folder["sub/up/a"]);
        File.CreateSymbolicLink(folder["loop"], folder["loop"]);
        Assert.Equal(FileStatus.ByPath(folder["a"]), FileStatus.ByPath(folder["link"]));
        Assert.Equal(FileStatus.ByPath(folder["a"]), FileStatus.ByPath(folder["sub/up/link"]));
        Assert.Null(FileStatus.ByPath(folder["loop"]));
    }
}
