using System.Text.Json;

namespace Backprop.Mutation;

/// <summary>A part of the sources and the tests that should notice its mutants: a file rooms/NAME.json.</summary>
/// <param name="Project">The project file, from the root of the repository.</param>
/// <param name="Files">Paths from the project's folder; one that ends in '/' is a folder.</param>
/// <param name="Tests">The test project, from the root of the repository.</param>
/// <param name="Without">Test classes, or methods as Class.Method, that are left out, because they are slow or start processes of their own.</param>
/// <param name="Justified">Mutants that no test can or need notice.</param>
internal sealed record Room(string Project, string[] Files, string Tests, string[] Without, Justified[] Justified)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    public string ProjectFolder => Path.GetDirectoryName(Repository.Path(Project))!;

    public string AssemblyName => Path.GetFileNameWithoutExtension(Project);

    public string TestAssemblyName => Path.GetFileNameWithoutExtension(Tests);

    internal static Room Read(string name)
    {
        var file = Repository.Path($"bench/mutation/rooms/{name}.json");
        return JsonSerializer.Deserialize<Room>(File.ReadAllText(file), Format) ?? throw new InvalidDataException($"{file} is empty.");
    }

    internal bool Holds(string file) => Array.Exists(Files, path => path.EndsWith('/') ? file.StartsWith(path, StringComparison.Ordinal) : file == path);

    internal Justified? Reason(Mutant mutant) => Array.Find(Justified, known => known.File == mutant.File && known.From == mutant.From && known.To == mutant.To && (known.At is null || known.At == mutant.At));
}

/// <summary>A mutant that may survive, and why.</summary>
/// <param name="File">As in <see cref="Mutant"/>.</param>
/// <param name="From">As in <see cref="Mutant"/>.</param>
/// <param name="To">As in <see cref="Mutant"/>.</param>
/// <param name="Why">Why no test can or need notice it.</param>
/// <param name="At">The line of the sources; null: every line of the file.</param>
internal sealed record Justified(string File, string From, string To, string Why, string? At = null);
