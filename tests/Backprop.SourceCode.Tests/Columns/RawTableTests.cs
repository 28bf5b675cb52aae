using System.Globalization;
using System.Reflection;
using System.Text;
using Backprop.Data;

namespace Backprop.SourceCode.Tests;

/// <summary>Programs with encodings answer raw rows as predict does: numbers, dates, words in many spellings, missing values, categories that training did not see.</summary>
public sealed class RawTableTests : IDisposable
{
    private const int Rows = 400;

    // What may stand in each column; null is a missing value.
    private static readonly Dictionary<string, object?[]> Values = new(StringComparer.Ordinal)
    {
        ["age"] = [12.5, 40.0, 0.1, -3.0, double.NaN, -999.0, 1e6, 1e300, double.PositiveInfinity, null],
        ["color \"x\" */ ??/"] = ["red", " red ", "dark\u00A0\t blue", "dark blue", "Red", "größe \\ \"q\"", "gr\u006F\u0308ße \\ \"q\"", "", "  ", "NA", "na", "\uFEFFNA", "violet", null],
        ["int"] = ["yes", "NO", "Yes", " y ", "1", "0.0", "true", "n/a", "perhaps", "", null],
        ["size"] = ["1", "2.0", "+10", "2", " 10 ", "3", "?", null],
        ["day"] = [738_000.0, 738_030.5, double.NaN, 0.0, null],
        ["always"] = ["same"],
    };

    private readonly string folder = Directory.CreateTempSubdirectory("backprop-raw-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("gcc -std=c99 -O2 -Wall -Wextra -Wpedantic -Werror")]
    [InlineData("gcc -O1 -g -fsanitize=undefined,address -fno-sanitize-recover=all")]
    [InlineData("g++ -x c++ -std=c++11 -O3 -march=native -Wall -Wextra -Werror")]
    [InlineData("clang -O3 -march=native -ffp-contract=fast -Wall -Wextra -Werror")]
    public void A_header_answers_raw_rows_as_predict_does(string build)
    {
        var words = build.Split(' ');
        Compilers.Need(words[0], words[1..]);
        var model = Trained();
        SourceFile.WriteC(model, Path.Combine(folder, "my-net.h"), new ProgramOptions { Encodings = true });
        File.WriteAllText(Path.Combine(folder, "main.c"), MainProgram(model));
        Compilers.Run(folder, words[0], [.. words[1..], "main.c", "-o", "main", "-lm"]);

        var lines = Compilers.Run(folder, Path.Combine(folder, "main")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        var columns = Columns(model);
        var counts = new int[3];
        foreach (var (row, line) in RandomRows(columns).Zip(lines))
        {
            var parts = line.Split('|');
            var (code, answer) = Expected(model, columns, row);
            Assert.True(code == int.Parse(parts[0], CultureInfo.InvariantCulture), $"{Show(row)}: {parts[0]}, expected {code}");
            counts[Math.Sign(code) + 1]++;
            if (answer is not null)
                Assert.Equal(answer, string.Join('|', parts[1..]));
        }
        Assert.Equal(Rows, lines.Length);
        Assert.All(counts, static count => Assert.InRange(count, 20, Rows));
    }

    [Fact]
    public void A_class_answers_raw_rows_as_predict_does()
    {
        var model = Trained();
        var path = Path.Combine(folder, "my-net.cs");
        SourceFile.WriteCSharp(model, path, new ProgramOptions { Encodings = true });
        var type = Assemblies.TypeOf(path, "MyNet");
        var rowType = type.GetNestedType("Row")!;
        var columns = Columns(model);
        foreach (var row in RandomRows(columns))
        {
            var boxed = Activator.CreateInstance(rowType)!;
            foreach (var (field, value) in rowType.GetFields().Zip(row))
                field.SetValue(boxed, value ?? (field.FieldType == typeof(double) ? double.NaN : null));
            var (code, expected) = Expected(model, columns, row);
            if (code < 0)
            {
                var wrong = Assert.IsType<ArgumentException>(Assert.Throws<TargetInvocationException>(() => type.GetMethod("Predict")!.Invoke(null, [boxed])).InnerException);
                Assert.Contains($"'{columns[-code - 1].Column}'", wrong.Message, StringComparison.Ordinal);
                continue;
            }
            var answer = type.GetMethod("Predict")!.Invoke(null, [boxed])!;
            object Of(string field) => answer.GetType().GetField(field)!.GetValue(answer)!;

            Assert.Equal(expected, Show((string)Of("Kind"), (double[])Of("KindProbabilities"), (double)Of("Price")));
            Assert.Equal(code > 0, (int)Of("Unseen") > 0);
        }
        Assert.Equal(738_000.5, (double)type.GetMethod("Days")!.Invoke(null, [DateOnly.FromDayNumber(738_000).ToDateTime(new TimeOnly(12, 0))])!);
    }

    [Fact]
    public void Dates_of_a_header_are_those_of_the_calendar()
    {
        Compilers.Need("gcc");
        SourceFile.WriteC(Trained(), Path.Combine(folder, "net.h"), new ProgramOptions { Encodings = true });
        File.WriteAllText(Path.Combine(folder, "main.c"), """
            #include "net.h"
            #include <stdio.h>
            int main(void)
            {
                double days;
                for (days = 0; days < 3652059; days += 13)
                {
                    int year, month, day;
                    net_date(days + 0.75, &year, &month, &day);
                    if (net_days(year, month, day) != days) return 1;
                    if ((long)days % 99973 == 0) printf("%.0f %d-%d-%d\n", days, year, month, day);
                }
                return 0;
            }
            """);
        Compilers.Run(folder, "gcc", "main.c", "-o", "main", "-lm");

        Assert.All(Compilers.Run(folder, Path.Combine(folder, "main")).Split('\n', StringSplitOptions.RemoveEmptyEntries), static line =>
        {
            var (days, date) = (int.Parse(line.Split(' ')[0], CultureInfo.InvariantCulture), line.Split(' ')[1].Split('-'));
            Assert.Equal(DateOnly.FromDayNumber(days), new DateOnly(int.Parse(date[0], CultureInfo.InvariantCulture), int.Parse(date[1], CultureInfo.InvariantCulture), int.Parse(date[2], CultureInfo.InvariantCulture)));
        });
    }

    [Fact]
    public void Encodings_that_a_model_does_not_have_are_refused()
    {
        var bare = Model.Of(Nets.Make<float>("xor"));

        Assert.Contains("no encodings", Assert.Throws<DataException>(() => SourceFile.WriteC(bare, Path.Combine(folder, "a.h"), new ProgramOptions { Encodings = true })).Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(folder));
    }

    [Fact]
    public void A_text_in_C_cannot_hold_the_character_that_ends_it()
    {
        var column = new CategoryEncoding("a", ["x\0y", "z"]);
        var encoding = new TableEncoding([column], [new CategoryEncoding("b", ["p", "q"])]);
        var model = Model.Of(new Network<float>(TableNet.Layered(encoding, [], UnitFunction.Tanh))) with { Encodings = encoding.ToJson() };

        Assert.Contains("U+0000", Assert.Throws<DataException>(() => SourceFile.WriteC(model, Path.Combine(folder, "a.h"), new ProgramOptions { Encodings = true })).Message, StringComparison.Ordinal);
    }

    /// <summary>A pack of two nets, trained for a few sweeps on made-up rows.</summary>
    private Model Trained()
    {
        var random = new Random(3);
        var text = new StringBuilder("age,\"color \"\"x\"\" */ ??/\",int,size,day,always,kind,price\n");
        string[] colors = ["red", "dark blue", "\"größe \\ \"\"q\"\"\"", "NA"], flags = ["yes", "no", "n/a"], sizes = ["1", "2", "10", ""], kinds = ["a", "\"b \"\"?\"\"\"", "ç"];
        for (var row = 0; row < 120; row++)
        {
            var age = row % 9 == 0 ? "" : (random.NextDouble() * 80).ToString("F2", CultureInfo.InvariantCulture);
            text.Append(CultureInfo.InvariantCulture, $"{age},{colors[random.Next(4)]},{flags[random.Next(3)]},{sizes[random.Next(4)]},{new DateOnly(2021, 1, 1).AddDays(random.Next(300)):yyyy-MM-dd},same,{kinds[random.Next(3)]},{random.Next(1000) / 10.0}\n");
        }
        var path = Path.Combine(folder, "table.csv");
        File.WriteAllText(path, text.ToString());
        var choices = new ColumnChoices { Targets = ["kind", "price"], Categories = ["size"], Booleans = ["int"], KeepAll = true };
        var table = Table.Read(path, choices, new TableFormat { Missing = [.. TableFormat.UsualMissing, "-999"] });
        return TableTraining.Train(table, new TableTrainingOptions { Hidden = [6], Sweeps = 3, Members = 2 }).Model;
    }

    private static ColumnEncoding[] Columns(Model model) => [.. TableEncoding.FromJson(model.Encodings!).Inputs.Where(static column => !column.IsConstant || column.MissingUnit)];

    private static IEnumerable<object?[]> RandomRows(ColumnEncoding[] columns)
    {
        Assert.Equal(5, columns.Length);
        var random = new Random(5);
        // Mostly values that can be, so that not every row has one that cannot.
        return Enumerable.Range(0, Rows).Select(_ => columns.Select(column => Values[column.Column] is var values && random.Next(4) > 0 ? values[random.Next(values.Length / 2)] : values[random.Next(values.Length)]).ToArray());
    }

    private static (int Code, string? Answer) Expected(Model model, ColumnEncoding[] columns, object?[] row)
    {
        for (var k = 0; k < columns.Length; k++)
        {
            var one = columns.Select((column, at) => (column.Column, Value: at == k ? Raw(column, row[k]) : null)).ToDictionary(static pair => pair.Column, static pair => pair.Value);
            try
            {
                model.Predict(one, UnseenCategory.AllOff);
            }
            catch (DataException)
            {
                return (-k - 1, null);
            }
        }
        var all = columns.Zip(row, static (column, value) => (column.Column, Value: Raw(column, value))).ToDictionary(static pair => pair.Column, static pair => pair.Value);
        var answers = model.Predict(all, UnseenCategory.AllOff);
        var unseen = Array.FindIndex(columns, column => column is CategoryEncoding && IsUnseen(model, columns, column, all));
        return (unseen + 1, Show(answers[0].Text, answers[0].Probabilities, answers[1].Number));
    }

    private static bool IsUnseen(Model model, ColumnEncoding[] columns, ColumnEncoding column, Dictionary<string, object?> all)
    {
        try
        {
            model.Predict(columns.ToDictionary(static other => other.Column, other => other == column ? all[column.Column] : null));
            return false;
        }
        catch (DataException)
        {
            return true;
        }
    }

    private static object? Raw(ColumnEncoding column, object? value) => column is DateEncoding && value is double days
        ? double.IsNaN(days) ? null : new DateTime((long)(days * TimeSpan.TicksPerDay), DateTimeKind.Utc) : value;

    private static string Show(string kind, IEnumerable<double> probabilities, double price) =>
        $"{kind}|{string.Join('|', probabilities.Append(price).Select(static value => BitConverter.DoubleToInt64Bits(value).ToString("x16", CultureInfo.InvariantCulture)))}";

    private static string Show(object?[] row) => string.Join(" ", row.Select(static value => $"[{value ?? "null"}]"));

    private static string MainProgram(Model model)
    {
        var main = new StringBuilder("#include \"my-net.h\"\n#include <stdio.h>\nstatic void show(double x) { uint64_t bits; memcpy(&bits, &x, 8); printf(\"|%016llx\", (unsigned long long)bits); }\nint main(void)\n{\n    my_net_row rows[] = {\n");
        foreach (var row in RandomRows(Columns(model)))
            main.Append(CultureInfo.InvariantCulture, $"        {{ {string.Join(", ", row.Zip(Columns(model), static (value, column) => value switch { null => column is NumberEncoding or DateEncoding ? "NAN" : "NULL", string text => CText.Literal(text), double.PositiveInfinity => "INFINITY", double.NaN => "NAN", double number => CText.Number(number, isDouble: true), _ => throw new InvalidOperationException() }))} }},\n");
        return main + """
                };
                int k, j;
                for (k = 0; k < (int)(sizeof rows / sizeof rows[0]); k++)
                {
                    my_net_answer answer;
                    int code = my_net_predict(&rows[k], &answer);
                    printf("%d", code);
                    if (code >= 0)
                    {
                        printf("|%s", answer.kind);
                        for (j = 0; j < 3; j++) show(answer.kind_probabilities[j]);
                        show(answer.price);
                    }
                    printf("\n");
                }
                return 0;
            }
            """ + "\n";
    }
}
