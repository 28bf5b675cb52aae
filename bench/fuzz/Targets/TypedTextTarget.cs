using System.Text;
using Backprop.Data;

namespace Backprop.Fuzz;

/// <summary>JSON Lines, ARFF and LIBSVM: read and trained on as tables of delimited text are.</summary>
internal sealed class TypedTextTarget : Target
{
    public override string Name => "typed-text";

    protected override string[] Words => ["{", "}", "[", "]", "\"", "'", ":", ",", "\n", "\r\n", "null", "true", "1e999", "9007199254740993", "\\ud800", "@data", "@attribute", "date", "?", "%", "{3}", "qid:", "1:", "99999:1", "#", "\u0000"];

    public override void Run(string path) => CsvTarget.Use(path);

    public override bool IsDocumented(Exception exception) => exception is DataException or TrainingException;

    protected override IEnumerable<byte[]> MakeSamples()
    {
        yield return Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 24).Select(static row =>
            $"{{\"name\":\"{(row % 3 == 0 ? "K\\u00f6ln" : "a \\\"b\\\"")}\",\"weight\":{(row % 5 == 0 ? "null" : $"{row}.25")},\"works\":{(row % 2 == 0 ? "true" : "false")}{(row % 4 == 0 ? "" : $",\"price\":{1000 + (row * row)}")},\"class\":\"{"pqr"[row % 3]}\"}}\n")));
        yield return Encoding.UTF8.GetBytes("% text\n@relation r\n@attribute x numeric\n@attribute 'the color' {red,'light blue'}\n@attribute day date \"yyyy-MM-dd\"\n@attribute name string\n@attribute class {p,q}\n@data\n"
            + string.Concat(Enumerable.Range(0, 24).Select(static row => $"{(row % 5 == 0 ? "?" : $"{row}.5")},{(row % 2 == 0 ? "red" : "'light blue'")},'2024-02-{1 + row:00}',n{row % 3},{"pq"[row % 2]}\n"))
            + "{0 3, 1 red, 3 n, 4 p}\n");
        yield return Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 24).Select(static row => $"{(row % 2 == 0 ? "+1" : "-1")} qid:{row / 4} 1:{row}.5 3:{row * row} 7:0.{row} # {row}\n")));
    }
}
