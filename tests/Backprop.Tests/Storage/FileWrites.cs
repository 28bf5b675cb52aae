using System.Diagnostics;

namespace Backprop.Tests;

/// <summary>Waits until a file has been created or replaced, by the events of the file system. To be made before whatever writes the file.</summary>
internal sealed class FileWrites : IDisposable
{
    private readonly FileSystemWatcher watcher;
    private readonly TaskCompletionSource enough = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="path">The file; its folder exists.</param>
    /// <param name="isEnough">Asked after each time that the file was written whether to wait no longer; the first time is enough by default.</param>
    public FileWrites(string path, Func<bool>? isEnough = null)
    {
        var name = Path.GetFileName(path);
        watcher = new FileSystemWatcher(Path.GetDirectoryName(path)!) { NotifyFilter = NotifyFilters.FileName, InternalBufferSize = 1 << 16 };
        // A file that is written whole comes by a rename.
        watcher.Created += (_, change) => Look(change.Name);
        watcher.Renamed += (_, change) => Look(change.Name);
        watcher.Error += (_, problem) => enough.TrySetException(problem.GetException());
        watcher.EnableRaisingEvents = true;

        void Look(string? changed)
        {
            try
            {
                if (changed == name && !enough.Task.IsCompleted && (isEnough is null || isEnough()))
                    enough.TrySetResult();
            }
            catch (Exception e)
            {
                enough.TrySetException(e);
            }
        }
    }

    /// <summary>Whether the file was written often enough before the process exited.</summary>
    public async Task<bool> Before(Process process)
    {
        if (await Task.WhenAny(enough.Task, process.WaitForExitAsync()) != enough.Task)
            return false;
        await enough.Task;
        return true;
    }

    public void Dispose() => watcher.Dispose();
}
