using System.Globalization;
using Backprop.Data;
using Backprop.Onnx;

namespace Backprop.Cli.Tests;

/// <summary>Exported graphs, run by ONNX Runtime, against what predict answers for the same raw rows.</summary>
public sealed class GraphColumnsTests : IDisposable
{
    private readonly Workplace here = new();
    private readonly IOnnxRuntime runtime = RuntimeFolder.Load(RuntimeFolderTests.Folder);

    public void Dispose() => here.Dispose();

    [Theory]
    [InlineData("stamp.csv", "label")]
    [InlineData("week.csv", "label", "--date", "day")]
    [InlineData("stamp.csv", "stamp", "--ignore", "label")]
    [InlineData("stamp.csv", "price")]
    [InlineData("iris.csv", "species")]
    public void The_graph_answers_every_row_of_the_table_as_predict_does(string table, string target, params string[] more)
    {
        var model = Export(["train", Workplace.Table(table), "--target", target, "--model", here["m.safetensors"], "--sweeps", "30", "--seed", "1", .. more]);
        var encoding = TableEncoding.FromJson(model.Encodings!);
        var lines = File.ReadAllLines(Workplace.Table(table));
        var names = lines[0].Split(',');
        Same(model, encoding, [.. lines.Skip(1).Select(line => names.Zip(line.Split(',')).ToDictionary(pair => pair.First, pair => (object?)pair.Second, StringComparer.Ordinal))]);
    }

    [Fact]
    public void The_graph_reads_the_words_that_predict_reads()
    {
        var rows = Enumerable.Range(0, 200).Select(row => string.Create(CultureInfo.InvariantCulture, $"{(row % 7 == 0 ? "-999" : row % 50)},{(row % 11 == 0 ? "NA" : row % 3 == 0 ? "yes" : "no")},{(row % 13 == 0 ? "?" : row % 4 == 0 ? "rot" : "Köln")},{(row % 5 == 0 ? "2.0" : row % 2 == 0 ? "1" : "x")},{((row % 3 == 0) ^ (row % 4 == 0) ? "TRUE" : "FALSE")}"));
        var table = here.Write("words.csv", "age,member,city,code,y\n" + string.Join('\n', rows));
        var model = Export(["train", table, "--target", "y", "--model", here["m.safetensors"], "--sweeps", "10", "--seed", "1", "--missing", "-999", "--missing", "NA", "--missing", "?", "--boolean", "member", "--category", "city,code"]);
        var encoding = TableEncoding.FromJson(model.Encodings!);
        object?[] ages = ["-999.0", "", "12", "-9.99e2"];
        object?[] members = ["YES", " yes ", "true", "NA", "?", "yEs", "na", "", "  ", "no", "FALSE", "0", "1", "Off", " n", "1.0", "+1", "-0", "0,0"];
        object?[] cities = ["rot", " rot", "Köln", "Ko\u0308ln", "Köln ", "ROT", "nowhere", "?", " ? ", "Na"];
        object?[] codes = ["2.0", "2", "+2", "1.0", "1", "x", "X", "none", "na"];
        Same(model, encoding, [.. Enumerable.Range(0, 200).Select(k => new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["age"] = ages[k % ages.Length],
            ["member"] = members[k % members.Length],
            ["city"] = cities[k / 2 % cities.Length],
            ["code"] = codes[k / 3 % codes.Length],
        })]);
    }

    [Fact]
    public void Every_key_of_the_graph_is_a_word_that_predict_reads_the_same_way()
    {
        var encoding = new TableEncoding(
            [new BooleanEncoding("member", "nein", "ja") { MissingUnit = true }, new CategoryEncoding("color", ["red", "Köln", "NA", "1", "2.50"]) { MissingUnit = true }, new CategoryEncoding("open", ["no", "yes"])],
            [new NumberEncoding("y", 0, 1)])
        { Missing = ["N/A", "-1", "keine Angabe"] };
        var columns = GraphColumns.Add(new OnnxOptions(), encoding).Inputs.SelectMany(group => group.Columns).OfType<OnnxText>().ToDictionary(column => column.Name, StringComparer.Ordinal);
        var reader = new RowOfTexts(encoding);
        foreach (var column in encoding.Inputs)
        {
            var text = columns[column.Column];
            foreach (var word in text.MissingTexts) Assert.Equal(column.MissingUnit ? column.Size - 1 : -1, reader.Unit(column, word));
            if (text is OnnxCategory category)
                foreach (var (word, index) in category.Spellings.Where(entry => !text.MissingTexts.Contains(entry.Key, StringComparer.Ordinal))) Assert.Equal(index, reader.Unit(column, word));
            if (text is OnnxBoolean boolean)
                foreach (var (word, yes) in boolean.Spellings.Where(entry => !text.MissingTexts.Contains(entry.Key, StringComparer.Ordinal))) Assert.Equal(yes ? 1f : -1f, reader.States(column, word)[0]);
        }
    }

    private Model Export(string[] train)
    {
        var trained = Run.Of(train);
        Assert.True(trained.ExitCode == ExitCode.Done, trained.Error);
        var exported = Run.Of("export", here["m.safetensors"], here["m.onnx"], "--encodings", "--runtime", RuntimeFolderTests.Folder);
        Assert.True(exported.ExitCode == ExitCode.Done, exported.Error);
        return Model.Load(here["m.safetensors"]);
    }

    private void Same(Model model, TableEncoding encoding, Dictionary<string, object?>[] rows)
    {
        var inputs = encoding.Inputs.ToDictionary(
            column => column.Column.Replace(' ', '_'),
            column => column is NumberEncoding or DateEncoding
                ? new OnnxTensor(OnnxElement.Double, [rows.Length, 1], [.. rows.Select(row => RowOfTexts.Number(column, (string)row[column.Column]!))])
                : new OnnxTensor([rows.Length, 1], [.. rows.Select(row => (string)row[column.Column]!)]),
            StringComparer.Ordinal);
        var answers = runtime.Run(here["m.onnx"], inputs);
        for (var k = 0; k < rows.Length; k++)
        {
            foreach (var (target, own) in encoding.Targets.Zip(model.Predict(rows[k], UnseenCategory.AllOff)))
            {
                if (target is NumberEncoding number)
                {
                    Assert.Equal(0, (own.Number - answers[target.Column].Numbers[k]) / number.Deviation, 2e-6);
                    continue;
                }
                var theirs = answers[target.Column + "_states"].Numbers.Skip(k * target.Size).Take(target.Size);
                foreach (var (mine, share) in own.Probabilities.Zip(theirs)) Assert.Equal(mine, share, 2e-6);
                if (own.Probabilities.Count(share => share > own.Probabilities.Max() - 1e-5) == 1) Assert.Equal(own.Text, answers[target.Column].Texts[k]);
            }
        }
    }

    /// <summary>Rows of one text each, read as predict reads them.</summary>
    private sealed class RowOfTexts(TableEncoding encoding)
    {
        public float[] States(ColumnEncoding column, string text)
        {
            var alone = new TableEncoding([column], encoding.Targets) { Missing = encoding.Missing, DecimalMark = encoding.DecimalMark, DateFormat = encoding.DateFormat };
            using var reader = alone.Open(new MemoryStream(System.Text.Encoding.UTF8.GetBytes($"{column.Column}\n\"{text}\"\n")), "row");
            Assert.True(reader.Read());
            var states = new float[column.Size];
            new RowEncoder(alone, reader, UnseenCategory.AllOff).Encode<float>(states);
            return states;
        }

        public int Unit(ColumnEncoding column, string text) => Array.IndexOf(States(column, text), 1f);

        /// <summary>The number or the days of a text; NaN where it is missing.</summary>
        public static double Number(ColumnEncoding column, string text) =>
            column is DateEncoding ? DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture).DayNumber
            : text.Length == 0 ? double.NaN
            : double.Parse(text, CultureInfo.InvariantCulture);
    }
}
