namespace Backprop.Tests;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_device_is_left_alone()
    {
        if (OperatingSystem.IsWindows())
            return;
        var problem = Assert.Throws<ModelFileException>(() => AtomicFile.Write("/dev/full", static stream => stream.WriteByte(1)));
        Assert.Contains("device", problem.Message, StringComparison.Ordinal);
        Assert.Equal(0, new FileInfo("/dev/full").Length);
    }

    [Fact]
    public void A_new_file_has_the_content_and_nothing_else_is_left()
    {
        AtomicFile.Write(folder["a.bin"], stream => stream.Write([1, 2, 3]));
        Assert.Equal([1, 2, 3], File.ReadAllBytes(folder["a.bin"]));
        Assert.Equal(["a.bin"], folder.Names);
    }

    [Fact]
    public void The_old_file_stays_whole_when_writing_fails_half_way()
    {
        File.WriteAllText(folder["a.bin"], "old");
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(folder["a.bin"], stream =>
        {
            stream.Write(new byte[100_000]);
            throw new InvalidOperationException("the caller's own");
        }));
        Assert.Equal("old", File.ReadAllText(folder["a.bin"]));
        Assert.Equal(["a.bin"], folder.Names);
    }

    [Fact]
    public void The_old_file_is_what_others_see_until_the_new_one_is_whole()
    {
        File.WriteAllText(folder["a.bin"], "old");
        AtomicFile.Write(folder["a.bin"], stream =>
        {
            stream.Write("new"u8);
            stream.Flush();
            Assert.Equal("old", File.ReadAllText(folder["a.bin"]));
        });
        Assert.Equal("new", File.ReadAllText(folder["a.bin"]));
    }

    [Fact]
    public void An_old_leftover_of_the_same_file_is_removed_and_a_locked_young_or_foreign_one_is_kept()
    {
        string Leftover(string name, char digit, TimeSpan age)
        {
            var path = folder[$".{name}.{new string(digit, 32)}.tmp"];
            File.WriteAllText(path, "half");
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow - age);
            return Path.GetFileName(path);
        }
        _ = Leftover("a.bin", '1', TimeSpan.FromHours(1));
        var young = Leftover("a.bin", '2', TimeSpan.Zero);
        var foreign = Leftover("b.bin", '3', TimeSpan.FromHours(1));
        var locked = Leftover("a.bin", '4', TimeSpan.FromHours(1));
        using (new FileStream(folder[locked], FileMode.Open, FileAccess.ReadWrite, FileShare.None))
            AtomicFile.Write(folder["a.bin"], stream => stream.WriteByte(1));
        Assert.Equal(new[] { young, foreign, locked, "a.bin" }.Order(StringComparer.Ordinal), folder.Names);
    }

    [Fact]
    public void Permissions_of_the_old_file_are_kept_and_a_symbolic_link_is_followed()
    {
        if (OperatingSystem.IsWindows()) return;
        File.WriteAllText(folder["a.bin"], "old");
        File.SetUnixFileMode(folder["a.bin"], UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.CreateSymbolicLink(folder["link"], folder["a.bin"]);
        AtomicFile.Write(folder["link"], stream => stream.Write("new"u8));
        Assert.Equal("new", File.ReadAllText(folder["a.bin"]));
        Assert.NotNull(new FileInfo(folder["link"]).LinkTarget);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder["a.bin"]));
    }

    [Fact]
    public void A_missing_folder_a_folder_for_a_file_and_a_read_only_file_are_named()
    {
        void Fails(string path, string problem)
        {
            var error = Assert.Throws<ModelFileException>(() => AtomicFile.Write(path, stream => stream.WriteByte(1)));
            Assert.Equal(path, error.Path);
            Assert.StartsWith($"{path}: cannot be written: ", error.Message, StringComparison.Ordinal);
            Assert.Contains(problem, error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(".tmp", error.Message, StringComparison.Ordinal);
        }
        Fails(folder["none/a.bin"], "there is no folder");
        Directory.CreateDirectory(folder["sub"]);
        Fails(folder["sub"], "it is a folder");
        File.WriteAllText(folder["kept.bin"], "kept");
        File.SetAttributes(folder["kept.bin"], FileAttributes.ReadOnly);
        Fails(folder["kept.bin"], "denied");
        Assert.Equal("kept", File.ReadAllText(folder["kept.bin"]));
        File.SetAttributes(folder["kept.bin"], FileAttributes.Normal);
    }

    [Fact]
    public void A_full_disk_names_the_file_and_keeps_the_old_one()
    {
        File.WriteAllText(folder["a.bin"], "old");
        var error = Assert.Throws<ModelFileException>(() =>
            AtomicFile.Write(folder["a.bin"], _ => throw new IOException("No space left on device")));
        Assert.Equal($"{folder["a.bin"]}: cannot be written: No space left on device", error.Message);
        Assert.Equal("old", File.ReadAllText(folder["a.bin"]));
        Assert.Equal(["a.bin"], folder.Names);
    }
}
