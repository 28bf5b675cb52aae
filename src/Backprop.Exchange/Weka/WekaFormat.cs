using System.Globalization;
using Backprop.Data;

namespace Backprop.Exchange;

/// <summary>The text of Weka's MultilayerPerceptron with the ARFF file of its training rows.</summary>
internal sealed class WekaFormat : IForeignFormat
{
    // Weka takes a date as milliseconds since 1970: without scaling a day is so many.
    private const double MillisecondsPerDay = 86_400_000;
    private static readonly double UnixDay = DateTime.UnixEpoch.Ticks / TimeSpan.TicksPerDay;

    public string Name => "Weka MultilayerPerceptron text with its ARFF file";

    public bool Recognizes(FileStart start) => WekaText.Recognizes(start) || WekaRows.Recognizes(start);

    public Imported Read(IReadOnlyList<ForeignText> files, ImportOptions options)
    {
        var texts = files.Where(static file => WekaText.Recognizes(file.Start)).ToList();
        var arffs = files.Where(static file => !WekaText.Recognizes(file.Start)).ToList();
        if (texts.Count == 0)
            throw files[0].Problem("holds rows, not a net; name the text that Weka's MultilayerPerceptron wrote beside it");
        if (arffs.Count == 0)
            throw texts[0].Problem("does not hold the ranges by which Weka scales the attributes; name the ARFF file of the training rows beside it");
        if (texts.Count > 1 || arffs.Count > 1)
            throw (texts.Count > 1 ? texts[1] : arffs[1]).Problem("is one too many; name one text of a net and the ARFF file of its training rows");
        return new WekaTranslation(WekaText.Read(texts[0]), texts[0], arffs[0]).Imported(Name);
    }

    /// <summary>The net of a text on the attributes of an ARFF file.</summary>
    private sealed class WekaTranslation
    {
        private readonly WekaText text;
        private readonly ForeignText file, arff;
        private readonly WekaRows rows;
        private readonly int @class;
        private readonly List<string> notes = [];
        private readonly List<RawColumn> columns = [];
        private readonly Dictionary<string, int> senders = new(StringComparer.Ordinal);

        public WekaTranslation(WekaText text, ForeignText file, ForeignText arff)
        {
            (this.text, this.file, this.arff) = (text, file, arff);
            rows = new WekaRows(arff);
            @class = FindClass();
            arff.CheckLastLine();
            rows.Read(@class);
            if (text.Instances is { } instances && instances.Rows != rows.Count)
                throw arff.Problem(string.Create(CultureInfo.InvariantCulture, $"has {rows.Count} rows, but the net was trained on {instances.Rows} ({file.Path}, line {instances.Line}); name the ARFF file of the training rows, whole"));
            for (var k = 0; k < rows.Attributes.Count; k++)
                if (k != @class)
                    AddColumn(k);
        }

        public Imported Imported(string format)
        {
            var net = new UnitNet(file, senders.Count);
            var numbers = new Dictionary<int, int>();
            foreach (var node in text.Nodes.Values)
                numbers[node.Number] = net.Add(new ForeignUnit(string.Create(CultureInfo.InvariantCulture, $"node {node.Number}"), node.IsLinear ? UnitFunction.Identity : UnitFunction.Logistic, node.Threshold));
            foreach (var node in text.Nodes.Values)
            {
                var links = net.Units[numbers[node.Number] - net.Senders].Links;
                foreach (var (from, weight, line) in node.Nodes)
                    links.Add((numbers.TryGetValue(from, out var number) ? number : throw file.Problem($"node {node.Number} receives from node {from}, which is not listed", line), weight));
                foreach (var (attribute, weight, line) in node.Attributes)
                    links.Add((senders.TryGetValue(attribute, out var number) ? number : throw Unknown(attribute, line), weight));
            }
            foreach (var (_, node) in text.Outputs)
                net.Outputs.Add(numbers.TryGetValue(node, out var number) ? number - net.Senders : throw file.Problem($"the class has node {node}, which is not listed"));
            var model = UnitNetAssembly.Build(net, columns, Answer(), notes);
            return new Imported(format) { Model = model, Topology = model.Topology, Notes = notes };
        }

        private RawAnswer Answer()
        {
            var attribute = rows.Attributes[@class];
            if (attribute.Kind == ColumnKind.Category)
            {
                notes.Add("the outputs are logistic units, as in Weka; their shares of the sum are the probabilities of the classes");
                return new ClassAnswer(attribute.Name, rows.Values[@class]);
            }
            var (@base, range) = text.KeepsClass ? (0, 1) : rows.Of(@class);
            return range > 0 && double.IsFinite(range) ? new NumberAnswers([new NumberEncoding(attribute.Name, @base, range)])
                : throw arff.Problem($"the class '{DisplayText.Name(attribute.Name)}' has fewer than two values in the rows, so that the net has one answer to everything; name the ARFF file of the training rows");
        }

        /// <summary>The attribute of the class: the last one that no node receives from and that has the classes of the text.</summary>
        private int FindClass()
        {
            var received = text.Nodes.Values.SelectMany(static node => node.Attributes).Select(static link => link.Attribute).ToHashSet(StringComparer.Ordinal);
            string[] classes = [.. text.Outputs.Select(static output => output.Class)];
            for (var k = rows.Attributes.Count - 1; k >= 0; k--)
            {
                var (attribute, values) = (rows.Attributes[k], rows.Values[k]);
                if (received.Contains(attribute.Name) || Array.Exists(values, value => received.Contains($"{attribute.Name}={value}"))) continue;
                if (attribute.Kind == ColumnKind.Category ? values.Select(static value => value.Trim()).SequenceEqual(classes, StringComparer.Ordinal) : classes.Length == 1 && attribute.Kind == ColumnKind.Number)
                    return k;
            }
            throw arff.Problem($"has no attribute that could be the class of {file.Path}: one that no node receives from, with the values {DisplayText.Name(string.Join(", ", classes))}");
        }

        private void AddColumn(int k)
        {
            var (attribute, values) = (rows.Attributes[k], rows.Values[k]);
            switch (attribute.Kind)
            {
                case null:
                    return; // a text; Weka's net takes none
                case ColumnKind.Category when values.Length > 2 && !text.IsNominalOneNumber:
                    foreach (var value in values)
                        Name($"{attribute.Name}={value}");
                    columns.Add(RawColumn.Category(attribute.Name, values, [.. values.Select((_, value) => OneValue(value, rows.Of(k, value)))]));
                    return;
                case ColumnKind.Category:
                    Name(attribute.Name);
                    var (middle, width) = Used(rows.Of(k));
                    columns.Add(RawColumn.Category(attribute.Name, values, [new Sender([.. values.Select((_, value) => (value, (value - middle) / width))], 0)]));
                    return;
                default:
                    Name(attribute.Name);
                    columns.Add(RawColumn.Of(Number(attribute, rows.Of(k)) with { IsConstant = !rows.HasValues(k) }));
                    return;
            }
        }

        private void Name(string sender)
        {
            if (!senders.TryAdd(sender, senders.Count))
                throw arff.Problem($"two inputs of the net would be called '{DisplayText.Name(sender)}'; rename an attribute and train again");
        }

        /// <summary>The number that is (1 − base) / range for a value, and (0 − base) / range for the others.</summary>
        private Sender OneValue(int value, (double, double) scale)
        {
            var (@base, range) = Used(scale);
            return new Sender([(value, 1 / range)], -@base / range);
        }

        private ColumnEncoding Number(ArffAttribute attribute, (double Base, double Range) scale)
        {
            var (@base, range) = Used(scale);
            if (attribute.Kind == ColumnKind.Number)
                return RawColumn.Number(attribute.Name, @base, range).Encoding!;
            notes.Add($"dates of column '{DisplayText.Name(attribute.Name)}' are read as 2024-02-29 or 2024-02-29T12:30:00");
            var isScaled = !text.KeepsAttributes && scale.Range > 0;
            return new DateEncoding(Word.Clean(attribute.Name), text.KeepsAttributes ? UnixDay : @base, isScaled ? range : 1 / MillisecondsPerDay) { Precision = DatePrecision.Second };
        }

        /// <summary>What Weka does with an attribute that has one value: it subtracts it and divides by nothing.</summary>
        private (double Base, double Range) Used((double Base, double Range) scale) =>
            text.KeepsAttributes ? (0, 1) : (double.IsFinite(scale.Base) ? scale.Base : 0, scale.Range > 0 && double.IsFinite(scale.Range) ? scale.Range : 1);

        private ForeignFileException Unknown(string attribute, long line) =>
            file.Problem($"a node receives from '{DisplayText.Name(attribute)}', which {arff.Path} does not have as an attribute or as a value of one; name the ARFF file of the training rows", line);
    }
}
