using System.Globalization;
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
    /// <summary>The file of validation rows; null where these are rows of the table.</summary>
    public KnownFile? ValidationFile { get; init; }

    private const long MostBytes = 1L << 53; // up to which a double holds every whole number

    /// <summary>The rows of the parts, in words.</summary>
    public string Parts => string.Create(CultureInfo.InvariantCulture, $"{Training:N0} training, {Validation:N0} validation and {Test:N0} test rows");

    /// <param name="file">The table.</param>
    /// <param name="split">Its rows.</param>
    /// <param name="validationFile">The file of validation rows, if there is one.</param>
    public static TrainedTable Of(string file, DataSplit split, string? validationFile = null)
    {
        using var content = File.OpenRead(file);
        return new(content.Length, Digest(content), split.Training.Length, split.Validation.Length, split.Test.Length)
        {
            ValidationFile = validationFile is null ? null : KnownFile.Of(validationFile),
        };
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
        if (ValidationFile is { } validation)
        {
            json.WriteNumber("validationFileBytes", validation.Bytes);
            json.WriteString("validationFileSha256", validation.Sha256);
        }
        json.WriteEndObject();
    }

    /// <summary>What the settings of a model say of its table; null where they say nothing that can be read, as in models of earlier versions.</summary>
    public static TrainedTable? From(string? settings)
    {
        try
        {
            using var document = JsonDocument.Parse(settings is null or "" ? "{}" : settings);
            return new StrictJsonObject(document.RootElement, StrictJsonObject.Root).Object("table") is { } json ? Read(json) : null;
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="FormatException">It is not what <see cref="Write"/> writes.</exception>
    public static TrainedTable Read(StrictJsonObject json)
    {
        json.Only("bytes", "sha256", "training", "validation", "test", "validationFileBytes", "validationFileSha256");
        return new(Count("bytes", MostBytes), DigestOf("sha256"), (int)Count("training", int.MaxValue), (int)Count("validation", int.MaxValue), (int)Count("test", int.MaxValue))
        {
            ValidationFile = json.Kind("validationFileBytes") is null && json.Kind("validationFileSha256") is null ? null : new(Count("validationFileBytes", MostBytes), DigestOf("validationFileSha256")),
        };

        string DigestOf(string property)
        {
            var digest = json.Text(property) ?? throw json.Missing(property);
            return digest.Length == 2 * SHA256.HashSizeInBytes && digest.All(char.IsAsciiHexDigitLower) ? digest
                : throw new FormatException($"{json.Name} has '{property}' '{DisplayText.Name(digest)}'; it must be {2 * SHA256.HashSizeInBytes} hexadecimal digits in lower case.");
        }

        long Count(string property, long most)
        {
            var number = json.Number(property) ?? throw json.Missing(property);
            return number >= 0 && number <= most && number == Math.Floor(number) ? (long)number
                : throw new FormatException($"{json.Name} has '{property}' {json.Element(property).GetRawText()}; it must be a whole number of at least 0.");
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
