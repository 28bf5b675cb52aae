using System.Text;
using System.Text.Json;
using System.Xml;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Backprop.Exchange;

/// <summary>Reads what OpenCV's FileStorage writes: YAML, XML or JSON of one tree.</summary>
internal static class StorageReader
{
    private const int Deepest = 32;
    private const string XmlRoot = "opencv_storage", XmlItem = "_";

    /// <exception cref="ForeignFileException">The text is not of the kind that its first character announces.</exception>
    public static StorageNode Read(ForeignText file)
    {
        var text = file.Text;
        var start = text.AsSpan().TrimStart();
        try
        {
            return start.StartsWith('<') ? Xml(file, text) : start.StartsWith('{') ? Json(file, text) : Yaml(file);
        }
        catch (XmlException e)
        {
            throw file.Problem($"is not valid XML: {e.Message}", e.LineNumber > 0 ? e.LineNumber : null, e);
        }
        catch (JsonException e)
        {
            throw file.Problem(text.Contains(": .", StringComparison.Ordinal) || text.Contains(".Inf", StringComparison.Ordinal) || text.Contains(".Nan", StringComparison.Ordinal)
                ? "holds .Inf or .Nan, which is not JSON and with which OpenCV itself answers nan: train it without scaling of the outputs, or with SIGMOID_SYM or GAUSSIAN"
                : "is not valid JSON", e.LineNumber + 1, e);
        }
        catch (YamlException e)
        {
            throw file.Problem($"is not valid YAML: {e.Message}", e.Start.Line, e);
        }
        catch (InvalidOperationException e)
        {
            // YamlDotNet 18.1.0 about a list in brackets that the end of the file cuts short.
            throw file.Problem("is not valid YAML; it is cut short or altered", inner: e);
        }
    }

    private static StorageNode Yaml(ForeignText file)
    {
        // OpenCV's first line, %YAML:1.0, looks like a directive but is not one; a line in its place keeps the numbers of the others.
        var text = file.Text;
        if (text.StartsWith("%YAML:", StringComparison.Ordinal)) text = "#" + text;
        var parser = new Parser(new StringReader(text));
        parser.Consume<StreamStart>();
        if (!parser.TryConsume<DocumentStart>(out _)) throw file.Problem("is empty");
        var root = Node(1);
        parser.Consume<DocumentEnd>();
        return root;

        StorageNode Node(int depth)
        {
            var line = parser.Current!.Start.Line;
            if (depth > Deepest) throw file.Problem($"is nested more than {Deepest} deep", line);
            if (parser.TryConsume<Scalar>(out var scalar)) return StorageNode.OfValue(scalar.Value, line);
            if (parser.TryConsume<SequenceStart>(out _))
            {
                var list = StorageNode.OfList(line);
                while (!parser.TryConsume<SequenceEnd>(out _)) list.Items!.Add(Node(depth + 1));
                return list;
            }
            if (!parser.TryConsume<MappingStart>(out _)) throw file.Problem("refers to another place of the file (*), which OpenCV does not write", line);
            var map = StorageNode.OfMap(line);
            while (!parser.TryConsume<MappingEnd>(out _))
            {
                var key = parser.Consume<Scalar>();
                if (!map.Members!.TryAdd(key.Value, Node(depth + 1))) throw Twice(file, key.Value, key.Start.Line);
            }
            return map;
        }
    }

    private static StorageNode Xml(ForeignText file, string text)
    {
        using var reader = XmlReader.Create(new StringReader(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, IgnoreComments = true, IgnoreProcessingInstructions = true, XmlResolver = null });
        reader.MoveToContent();
        if (reader.LocalName != XmlRoot) throw file.Problem($"has the root '{DisplayText.Name(reader.LocalName)}'; OpenCV writes '{XmlRoot}'", Line());
        return Node(1);

        long Line() => ((IXmlLineInfo)reader).LineNumber;

        // Stands on a start tag, and at the end behind its end tag.
        StorageNode Node(int depth)
        {
            var line = Line();
            if (depth > Deepest) throw file.Problem($"is nested more than {Deepest} deep", line);
            if (reader.IsEmptyElement)
            {
                reader.Read();
                return StorageNode.OfValue("", line);
            }
            reader.ReadStartElement();
            var value = new StringBuilder();
            StorageNode? node = null;
            for (; reader.NodeType != XmlNodeType.EndElement; reader.MoveToContent())
            {
                if (reader.NodeType == XmlNodeType.Element)
                {
                    var name = reader.Name;
                    node ??= name == XmlItem ? StorageNode.OfList(line) : StorageNode.OfMap(line);
                    var at = Line();
                    var inner = Node(depth + 1);
                    if (name == XmlItem != node.Items is not null) throw file.Problem($"has '{DisplayText.Name(name)}' among elements of another kind", at);
                    if (name == XmlItem) node.Items!.Add(inner);
                    else if (!node.Members!.TryAdd(name, inner)) throw Twice(file, name, at);
                }
                else
                {
                    if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA) value.Append(reader.Value).Append(' ');
                    if (!reader.Read()) break;
                }
            }
            reader.ReadEndElement();
            return node ?? StorageNode.OfValue(value.ToString().Trim(), line);
        }
    }

    private static StorageNode Json(ForeignText file, string text)
    {
        using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = Deepest });
        return Node(document.RootElement);

        StorageNode Node(JsonElement element)
        {
            const long line = 1; // JsonElement does not know it
            switch (element.ValueKind)
            {
                case JsonValueKind.Array:
                    var list = StorageNode.OfList(line);
                    foreach (var item in element.EnumerateArray()) list.Items!.Add(Node(item));
                    return list;
                case JsonValueKind.Object:
                    var map = StorageNode.OfMap(line);
                    foreach (var member in element.EnumerateObject())
                        if (!map.Members!.TryAdd(member.Name, Node(member.Value))) throw Twice(file, member.Name, null);
                    return map;
                case JsonValueKind.String:
                    return StorageNode.OfValue(element.GetString()!, line);
                default:
                    return StorageNode.OfValue(element.GetRawText(), line);
            }
        }
    }

    private static ForeignFileException Twice(ForeignText file, string key, long? line) => file.Problem($"gives '{DisplayText.Name(key)}' a second time", line);
}
