using Backprop.SourceCode;

namespace Backprop.Cli;

/// <summary>A kind of file that <c>export</c> writes.</summary>
/// <param name="Word">What <c>--as</c> calls it.</param>
/// <param name="Endings">The endings of file names that mean it.</param>
/// <param name="Output">How an earlier export is recognized.</param>
/// <param name="Write">Writes a model as source text; null for ONNX.</param>
internal sealed record ExportKind(string Word, string[] Endings, OutputKind Output, Action<Model, string, ProgramOptions>? Write)
{
    private static readonly ExportKind[] All =
    [
        new("onnx", [".onnx"], OutputKind.Onnx, null),
        new("c", [".h", ".hpp", ".hh", ".hxx", ".c"], OutputKind.StartingWith("a header written by Backprop", "/* Written by Backprop."), SourceFile.WriteC),
        new("csharp", [".cs"], OutputKind.StartingWith("a C# file written by Backprop", "// Written by Backprop."), SourceFile.WriteCSharp),
        new("json", [".json"], OutputKind.StartingWith("a net written by Backprop", "{\n  \"format\": \"backprop net\""), SourceFile.WriteJson),
    ];

    /// <summary>The words that <c>--as</c> takes.</summary>
    public static string[] Words { get; } = [.. All.Select(static kind => kind.Word)];

    /// <summary>The kind that <c>--as</c> names, or else the name of the file.</summary>
    /// <exception cref="UsageException">Neither says what to write.</exception>
    public static ExportKind Of(string? word, string path) => All.FirstOrDefault(kind => word is null
            ? kind.Endings.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) : kind.Word == word)
        ?? throw new UsageException($"the name '{DisplayText.Name(Path.GetFileName(path))}' does not say what to write: end it in .onnx, .h, .cs or .json, or add --as onnx, c, csharp or json.");
}
