namespace Backprop.Fuzz;

/// <summary>A temporary folder for the file of the present case, removed in the end.</summary>
internal sealed class CaseFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("backprop-fuzz-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
