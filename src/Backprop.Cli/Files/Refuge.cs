namespace Backprop.Cli;

/// <summary>Alternative places for a file that cannot be written where it should be: the current folder, then the folder of temporary files, under an unused name.</summary>
internal sealed class Refuge
{
    private readonly string[] folders;
    private readonly Dictionary<string, List<string>> places = new(StringComparer.Ordinal);

    /// <param name="folders">The folders to try, in order.</param>
    public Refuge(params string[] folders) => this.folders = folders is [] ? [Environment.CurrentDirectory, Path.GetTempPath()] : folders;

    /// <summary>Gets the place to try after one that failed; null after the last. A file keeps the same places, so that it can be rewritten.</summary>
    public string? After(string failed)
    {
        var original = places.FirstOrDefault(entry => entry.Value.Contains(failed)).Key ?? failed;
        if (!places.TryGetValue(original, out var tried)) places[original] = tried = [];
        var next = tried.IndexOf(failed) + 1;
        if (next == tried.Count && next < folders.Length) tried.Add(FreeName(folders[next], Path.GetFileName(original)));
        return next < tried.Count ? tried[next] : null;
    }

    /// <summary>The path where the file was last written, there or elsewhere.</summary>
    public string Newest(string original) => All(original).Where(File.Exists).MaxBy(File.GetLastWriteTimeUtc) ?? original;

    /// <summary>Deletes a file wherever it was written.</summary>
    public void Delete(string original)
    {
        foreach (var place in All(original).Where(File.Exists)) File.Delete(place);
    }

    private IEnumerable<string> All(string original) => [original, .. places.GetValueOrDefault(original, [])];

    /// <summary>Saves a model in the first place where that succeeds.</summary>
    /// <param name="model">The model.</param>
    /// <param name="problem">Why it could not be saved in its own place; thrown again if every place fails.</param>
    /// <returns>The file.</returns>
    public string Save(Model model, ModelFileException problem)
    {
        for (var place = After(problem.Path); place is not null; place = After(place))
        {
            try
            {
                model.Save(place);
                return place;
            }
            catch (ModelFileException)
            {
                // Try the next place.
            }
        }
        throw new ModelFileException(problem.Path, problem.Message[(problem.Path.Length + 2)..], problem);
    }

    private static string FreeName(string folder, string name)
    {
        var (stem, extension) = (Path.GetFileNameWithoutExtension(name), Path.GetExtension(name));
        for (var number = 1; ; number++)
        {
            var path = Path.Combine(folder, number == 1 ? name : $"{stem}-{number}{extension}");
            if (!Path.Exists(path)) return path;
        }
    }
}
