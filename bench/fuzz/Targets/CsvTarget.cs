using System.Text;
using Backprop.Data;

namespace Backprop.Fuzz;

/// <summary>Tables of text: read, trained on for a sweep with the last column as the target, and read again as rows to predict.</summary>
internal sealed class CsvTarget : Target
{
    /// <summary>Numbers, dates, classes, yes or no, quotes and missing values.</summary>
    public static byte[] Mixed { get; } = Encoding.UTF8.GetBytes("name,day,weight,works,price,class\n" + string.Concat(Enumerable.Range(0, 24).Select(static row =>
        $"\"{(row % 3 == 0 ? "Köln, Süd" : "a \"\"b\"\"")}\",2024-02-{1 + row:00},{(row % 5 == 0 ? "" : $"{row}.25")},{(row % 2 == 0 ? "yes" : "No")},{1000 + (row * row)},{"pqr"[row % 3]}\r\n")));

    public override string Name => "csv";

    protected override string[] Words => ["\"", ",", ";", "\t", "\n", "\r", "\r\n", "\"\"", "1e309", "NaN", "NA", "-", "3,5", "1.000,5", "2024-02-30", "yes", "\u00ef\u00bb\u00bf", "\u0000", "sep=;", "#", "c"];

    public override void Run(string path) => Use(path);

    public override bool IsDocumented(Exception exception) => exception is DataException or TrainingException;

    public static void Use(string path)
    {
        if (Table.Read(path).Columns is not [.., { Name: var last }])
            return;
        var table = Table.Read(path, new ColumnChoices { Targets = [last] });
        var model = new TableModel(TableTraining.Train(table, new TableTrainingOptions { Sweeps = 1, Hidden = [2] }).Model);
        using var rows = model.Encoding.Open(path);
        while (rows.Read())
            _ = rows.Line;
    }

    protected override IEnumerable<byte[]> MakeSamples()
    {
        yield return Mixed;
        yield return Encoding.UTF8.GetBytes("x;y\n" + string.Concat(Enumerable.Range(0, 20).Select(static row => $"{row},5;{row * 2},25\n")));
        yield return Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("a\tb\n" + string.Concat(Enumerable.Range(0, 20).Select(static row => $"{row * 0.5:F1}\t{(row % 2 == 0 ? "left" : "right")}\n")))).ToArray();
        yield return Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 20).Select(static row => $"{row}|{row % 7}|{row * row}\n")));
    }
}
