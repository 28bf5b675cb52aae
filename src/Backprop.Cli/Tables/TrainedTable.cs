using System.Security.Cryptography;
using System.Text.Json;
using Backprop.Data;

namespace Backprop.Cli;

/// <summary>What a model keeps of the table that it was trained on: enough to recognize the file, and how many of its rows went into which part.</summary>
/// <param name="Bytes">The length of the file.</param>
/// <param name="Sha256">The SHA-256 of the file's bytes, lower-case hexadecimal.</param>
/// <param name="Training">Rows that weights were learned from.</param>
/// <param name="Validation">Rows that chose when to stop, and between restarts.</param>
/// <param name="Test">Rows that were held out.</param>
internal sealed record TrainedTable(long Bytes, string Sha256, int Training, int Validation, int Test)
{
    public static TrainedTable Of(string file, DataSplit split)
    {
        using var content = File.OpenRead(file);
        return new(content.Length, Digest(content), split.Training.Length, split.Validation.Length, split.Test.Length);
    }

    /// <summary>Writes it as a property of the settings of a model.</summary>
    public void Write(Utf8JsonWriter json, string property)
    {
        json.WriteStartObject(property);
        json.WriteNumber("bytes", Bytes);
        json.WriteString("sha256", Sha256);
        json.WriteNumber("training", Training);
        json.WriteNumber("validation", Validation);
        json.WriteNumber("test", Test);
        json.WriteEndObject();
    }

    /// <summary>What the settings of a model say of its table; null where they say nothing that can be read, as in models of earlier versions.</summary>
    public static TrainedTable? From(string? settings)
    {
        try
        {
            using var document = JsonDocument.Parse(settings is null or "" ? "{}" : settings);
            return new StrictJsonObject(document.RootElement, "it").Object("table") is { } json && json.Text("sha256") is { } digest
                ? new((long?)json.Number("bytes") ?? 0, digest, json.Int32("training") ?? 0, json.Int32("validation") ?? 0, json.Int32("test") ?? 0)
                : null;
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Whether a file has the same bytes, by whatever path; false for a pipe, which is not opened.</summary>
    public bool Is(string file)
    {
        if (FileStatus.Of(file) is not { Kind: FileKind.Regular })
            return false;
        using var content = File.OpenRead(file);
        return content.Length == Bytes && string.Equals(Digest(content), Sha256, StringComparison.Ordinal);
    }

    private static string Digest(Stream content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
