using System.Text;

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
        var problem = Assert.Throws<IOException>(() => AtomicFile.Write("/dev/full", static stream => stream.WriteByte(1)));
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
            var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..16];
            var path = folder[$".backprop-{hash}-{new string(digit, 16)}.tmp"];
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
            var error = Assert.Throws<IOException>(() => AtomicFile.Write(path, stream => stream.WriteByte(1)));
            Assert.StartsWith($"{path}: cannot be written: ", error.Message, StringComparison.Ordinal);
            Assert.Contains(problem, error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(".tmp", error.Message, StringComparison.Ordinal);
            // What writing refuses is refused before it, in the same words.
            Assert.Equal(error.Message, Assert.Throws<IOException>(() => AtomicFile.Check(path)).Message);
        }
        Fails(folder["none/a.bin"], "there is no folder");
        Directory.CreateDirectory(folder["sub"]);
        Fails(folder["sub"], "it is a folder");
        File.WriteAllText(folder["kept.bin"], "kept");
        File.SetAttributes(folder["kept.bin"], FileAttributes.ReadOnly);
        Fails(folder["kept.bin"], "it is marked read-only");
        Assert.Equal("kept", File.ReadAllText(folder["kept.bin"]));
        File.SetAttributes(folder["kept.bin"], FileAttributes.Normal);
        Fails(folder[new string('x', 256)], "its name is too long");
        if (OperatingSystem.IsWindows()) return;
        File.CreateSymbolicLink(folder["loop"], folder["loop"]);
        Fails(folder["loop"], "it is a symbolic link that leads back to itself");
        Fails("/dev/null", "it is a device or a pipe");
        Fails("/dev/backprop.bin", "it is a device or a pipe");
    }

    [Fact]
    public void A_check_leaves_everything_as_it_is_and_asks_for_the_room_that_is_needed()
    {
        File.WriteAllText(folder["a.bin"], "old");
        var before = File.GetLastWriteTimeUtc(folder["a.bin"]);
        AtomicFile.Check(folder["a.bin"]);
        AtomicFile.Check(folder["new.bin"], bytes: 100_000);
        Assert.Equal("old", File.ReadAllText(folder["a.bin"]));
        Assert.Equal(before, File.GetLastWriteTimeUtc(folder["a.bin"]));
        Assert.Equal(["a.bin"], folder.Names);
        if (OperatingSystem.IsWindows()) return;
        Assert.Equal(folder["a.bin"] + ": cannot be written: the disk has no room for 1,152,921,504,606,846,976 bytes", Assert.Throws<IOException>(() => AtomicFile.Check(folder["a.bin"], bytes: 1L << 60)).Message);
        Assert.Equal(["a.bin"], folder.Names);
    }

    [Fact]
    public void The_longest_name_a_link_to_nothing_and_a_file_in_memory_are_written()
    {
        var longest = new string('x', 255);
        AtomicFile.Write(folder[longest], stream => stream.WriteByte(1));
        Assert.Equal([1], File.ReadAllBytes(folder[longest]));
        if (OperatingSystem.IsWindows()) return;
        File.CreateSymbolicLink(folder["link"], folder["target"]);
        AtomicFile.Write(folder["link"], stream => stream.WriteByte(2));
        Assert.Equal([2], File.ReadAllBytes(folder["target"]));
        if (!Directory.Exists("/dev/shm")) return;
        var inMemory = $"/dev/shm/backprop-{Guid.NewGuid():N}";
        AtomicFile.Write(inMemory, stream => stream.WriteByte(3));
        Assert.Equal([3], File.ReadAllBytes(inMemory));
        File.Delete(inMemory);
    }

    [Fact]
    public void A_full_disk_names_the_file_and_keeps_the_old_one()
    {
        File.WriteAllText(folder["a.bin"], "old");
        var error = Assert.Throws<IOException>(() =>
            AtomicFile.Write(folder["a.bin"], _ => throw new IOException("No space left on device")));
        Assert.Equal($"{folder["a.bin"]}: cannot be written: No space left on device", error.Message);
        error = Assert.Throws<IOException>(() =>
            AtomicFile.Write(folder["a.bin"], stream => throw new IOException($"No space left on device : '{((FileStream)stream).Name}'")));
        Assert.Equal($"{folder["a.bin"]}: cannot be written: No space left on device", error.Message);
        Assert.Equal("old", File.ReadAllText(folder["a.bin"]));
        Assert.Equal(["a.bin"], folder.Names);
    }
}
