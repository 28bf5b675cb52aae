using System.Text.Json;

namespace Backprop.TableSpeed;

/// <summary>JSON Lines by System.Text.Json, an object per line; dates are texts.</summary>
internal sealed class JsonLinesFile : TableFile
{
    public override string Name => "jsonl";

    public override void Write(RandomTable table, string path)
    {
        using var file = File.Create(path);
        using var writer = new Utf8JsonWriter(file, new JsonWriterOptions { SkipValidation = true });
        for (var row = 0; row < table.Rows; row++)
        {
            writer.WriteStartObject();
            foreach (var (name, values) in table.Columns)
            {
                switch (values)
                {
                    case double?[] v when v[row] is { } number:
                        writer.WriteNumber(name, number);
                        break;
                    case float?[] v when v[row] is { } number:
                        writer.WriteNumber(name, number);
                        break;
                    case int?[] v when v[row] is { } number:
                        writer.WriteNumber(name, number);
                        break;
                    case long?[] v when v[row] is { } number:
                        writer.WriteNumber(name, number);
                        break;
                    case bool?[] v when v[row] is { } yes:
                        writer.WriteBoolean(name, yes);
                        break;
                    case DateTime?[] v when v[row] is { } time:
                        writer.WriteString(name, time);
                        break;
                    case string?[] v when v[row] is { } text:
                        writer.WriteString(name, text);
                        break;
                    default:
                        writer.WriteNull(name);
                        break;
                }
            }
            writer.WriteEndObject();
            writer.Flush();
            file.WriteByte((byte)'\n');
            writer.Reset();
        }
    }

    /// <summary>The lines as documents, whose numbers, texts and truth values are taken.</summary>
    public override object ReadAlone(string path)
    {
        var kept = new Dictionary<string, List<object?>>(StringComparer.Ordinal);
        foreach (var line in File.ReadLines(path))
        {
            using var document = JsonDocument.Parse(line);
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (!kept.TryGetValue(property.Name, out var values))
                    kept.Add(property.Name, values = []);
                values.Add(property.Value.ValueKind switch
                {
                    JsonValueKind.Number => property.Value.GetDouble(),
                    JsonValueKind.String => property.Value.GetString(),
                    JsonValueKind.True or JsonValueKind.False => property.Value.GetBoolean(),
                    _ => null,
                });
            }
        }
        return kept;
    }
}
