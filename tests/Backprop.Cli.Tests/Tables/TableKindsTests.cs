using System.Globalization;
using Backprop.Tests;
using Microsoft.Data.Sqlite;
using Parquet;
using Parquet.Schema;

namespace Backprop.Cli.Tests;

/// <summary>The tables of tests/Backprop.Tables.Tests/Files, which hold the same 24 rows.</summary>
public class TableKindsTests
{
    private static readonly string Csv = Workplace.Table("t.csv");

    private static readonly string[] Options = ["--target", "class", "--date", "day", "--hidden", "3", "--sweeps", "5", "--members", "1"];

    private static string[][] Rows => [.. File.ReadAllLines(Csv).Skip(1).Select(static line => line.Split(','))];

    private static Run Train(string table, string model, params string[] more) => Run.Of(["train", table, .. Options, "--output", model, .. more]);

    private static Run Done(Run run)
    {
        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        return run;
    }

    private static string Predicted(string model, string table, params string[] more) => Done(Run.Of(["predict", model, table, "--probabilities", .. more])).Out;

    /// <summary>The rows as another kind of file.</summary>
    private static async Task<string> Write(Workplace here, string kind)
    {
        switch (kind)
        {
            case "jsonl":
                return here.Write("t.jsonl", string.Concat(Rows.Select(static row =>
                    $"{{\"x\":{row[0]},\"n\":{(row[1].Length > 0 ? row[1] : "null")},\"color\":\"{row[2]}\",\"ok\":{row[3]},\"day\":\"{row[4]}\",\"class\":\"{row[5]}\"}}\n")));
            case "parquet":
                await WriteParquet(here["t.parquet"]);
                return here["t.parquet"];
            default:
                File.Copy(Workplace.Table("t." + kind), here["t." + kind]);
                return here["t." + kind];
        }
    }

    private static async Task WriteParquet(string path)
    {
        DataField[] fields = [new DataField<double>("x"), new DataField<int?>("n"), new DataField<string>("color"), new DataField<bool>("ok"), new DataField<DateTime>("day"), new DataField<string>("class")];
        await using var file = File.Create(path);
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), file);
        using var rows = writer.CreateRowGroup();
        await rows.WriteAsync<double>(fields[0], Array.ConvertAll(Rows, static row => double.Parse(row[0], CultureInfo.InvariantCulture)));
        await rows.WriteAsync<int>(fields[1], Array.ConvertAll(Rows, static row => row[1].Length > 0 ? int.Parse(row[1], CultureInfo.InvariantCulture) : (int?)null).AsMemory());
        await rows.WriteAsync(fields[2], Array.ConvertAll(Rows, static row => row[2]));
        await rows.WriteAsync<bool>(fields[3], Array.ConvertAll(Rows, static row => row[3] == "true"));
        await rows.WriteAsync<DateTime>(fields[4], Array.ConvertAll(Rows, static row => DateTime.SpecifyKind(DateTime.Parse(row[4], CultureInfo.InvariantCulture), DateTimeKind.Utc)));
        await rows.WriteAsync(fields[5], Array.ConvertAll(Rows, static row => row[5]));
    }

    /// <summary>A database with the rows in one table, after another table.</summary>
    private static string WriteDatabase(Workplace here, string name, string table, params string[] others)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = here[name], Pooling = false }.ToString());
        connection.Open();
        void Execute(string sql)
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }

        foreach (var other in others)
            Execute($"create table \"{other}\" (a integer, b text)");
        Execute($"create table \"{table}\" (x real, n integer, color text, ok boolean, day text, class text)");
        foreach (var row in Rows)
            Execute($"insert into \"{table}\" values ({row[0]}, {(row[1].Length > 0 ? row[1] : "null")}, '{row[2]}', {(row[3] == "true" ? 1 : 0)}, '{row[4]}', '{row[5]}')");
        return here[name];
    }

    [Theory]
    [InlineData("jsonl")]
    [InlineData("parquet")]
    [InlineData("xlsx")]
    [InlineData("xls")]
    [InlineData("db")]
    public async Task Every_command_gives_for_a_file_of_another_kind_what_it_gives_for_the_same_rows_as_delimited_text(string kind)
    {
        using var here = new Workplace();
        var table = await Write(here, kind);
        Done(Train(Csv, here["text.safetensors"]));
        Done(Train(table, here["other.safetensors"]));
        foreach (var model in new[] { here["text.safetensors"], here["other.safetensors"] })
        {
            Assert.Equal(Predicted(here["text.safetensors"], Csv), Predicted(model, table));
            Assert.Equal(Done(Run.Of("test", here["text.safetensors"], Csv)).Out, Done(Run.Of("test", model, table)).Out);
            Assert.Equal(Done(Run.Of("explain", here["text.safetensors"], Csv, "--column", "x")).Out, Done(Run.Of("explain", model, table, "--column", "x")).Out);
        }
        Assert.Equal(Done(Run.Of("test", here["text.safetensors"])).Out, Done(Run.Of("test", here["other.safetensors"])).Out);

        Done(Train(Csv, here["v1.safetensors"], "--validate", here.Write("copy.csv", File.ReadAllText(Csv))));
        Done(Train(Csv, here["v2.safetensors"], "--validate", table));
        Assert.Equal(Predicted(here["v1.safetensors"], Csv), Predicted(here["v2.safetensors"], Csv));
    }

    [Fact]
    public void The_table_of_a_database_is_named_or_the_first_is_read_with_a_note()
    {
        using var here = new Workplace();
        var data = WriteDatabase(here, "two.db", "rows", "first");
        Done(Train(Csv, here["text.safetensors"]));
        Done(Train(data, here["m.safetensors"], "--sheet", "rows"));
        var expected = Predicted(here["text.safetensors"], Csv);

        Assert.Equal(expected, Predicted(here["m.safetensors"], data, "--sheet", "ROWS"));
        Assert.Equal(Run.Of("test", here["text.safetensors"]).Out, Done(Run.Of("test", here["m.safetensors"])).Out);
        Assert.Equal(Run.Of("test", here["text.safetensors"], Csv).Out, Done(Run.Of("test", here["m.safetensors"], data, "--sheet", "rows")).Out);
        Assert.Equal(Run.Of("explain", here["text.safetensors"], Csv).Out, Done(Run.Of("explain", here["m.safetensors"], data, "--sheet", "rows")).Out);

        const string note = " note: the first of 2 tables is read, 'data'; --sheet names another\n";
        var more = WriteDatabase(here, "more.db", "data", "unused");
        Assert.Equal(ExitCode.BadInput, Run.Of("predict", here["m.safetensors"], more).ExitCode);
        using (var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = more, Pooling = false }.ToString()))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "drop table unused; create table later (a integer)";
            command.ExecuteNonQuery();
        }
        foreach (var verb in new[] { "predict", "test", "explain" })
            Assert.StartsWith(note, Done(Run.Of(verb, here["m.safetensors"], more)).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rows")]
    [InlineData("ROWS")]
    public void A_model_is_run_on_the_table_of_its_training_where_none_is_named(string named)
    {
        using var here = new Workplace();
        var data = WriteDatabase(here, "two.db", "rows", "first");
        Done(Train(data, here["m.safetensors"], "--sheet", named));
        foreach (var file in new[] { data, WriteDatabase(here, "more.db", "rows", "first", "third") })
            foreach (var verb in new[] { "predict", "test", "explain" })
            {
                var run = Done(Run.Of(verb, here["m.safetensors"], file));
                Assert.Equal(Run.Of(verb, here["m.safetensors"], file, "--sheet", "rows").Out, run.Out);
                Assert.Contains("tables, 'rows' is read, as in training; --sheet names another", run.Error, StringComparison.Ordinal);
                Assert.Equal(verb != "predict" && file == data, run.Error.Contains("is the table that the model was trained on", StringComparison.Ordinal));
            }
    }

    [Fact]
    public void A_sheet_is_that_of_the_training_whether_it_was_named_or_the_first()
    {
        using var here = new Workplace();
        var data = Workplace.Table("t.xlsx");
        Done(Train(data, here["named.safetensors"], "--sheet", "data"));
        Done(Train(data, here["first.safetensors"]));
        foreach (var model in new[] { here["named.safetensors"], here["first.safetensors"] })
            foreach (var more in new string[][] { [], ["--sheet", "Data"] })
                Assert.Contains("is the table that the model was trained on", Done(Run.Of(["test", model, data, .. more])).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_file_of_the_training_is_asked_its_query_and_other_files_and_queries_are_not_its_table()
    {
        using var here = new Workplace();
        var data = WriteDatabase(here, "one.db", "rows");
        const string trained = "is the table that the model was trained on", query = "select * from rows where color = 'red' or x > 0";
        Done(Train(data, here["m.safetensors"], "--query", query));
        foreach (var verb in new[] { "predict", "test", "explain" })
        {
            var run = Done(Run.Of(verb, here["m.safetensors"], data));
            Assert.Equal(Run.Of(verb, here["m.safetensors"], data, "--query", query).Out, run.Out);
            Assert.Contains("one.db is asked the query of the training, " + query, run.Error, StringComparison.Ordinal);
            Assert.Equal(verb != "predict", run.Error.Contains(trained, StringComparison.Ordinal));
            Assert.DoesNotContain(trained, Done(Run.Of(verb, here["m.safetensors"], data, "--sheet", "rows")).Error, StringComparison.Ordinal);
            Assert.DoesNotContain(trained, Done(Run.Of(verb, here["m.safetensors"], data, "--query", "select * from rows")).Error, StringComparison.Ordinal);
        }
        var other = Done(Run.Of("predict", here["m.safetensors"], WriteDatabase(here, "only.db", "others")));
        Assert.Equal(1 + Rows.Length, other.Out.Count(static c => c == '\n'));
        Assert.Contains("so that it is not asked the query of the training; --query asks it", other.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_query_gives_the_rows_that_are_trained_on_and_predicted()
    {
        using var here = new Workplace();
        var data = WriteDatabase(here, "two.db", "rows", "first");
        Done(Train(Csv, here["text.safetensors"]));
        Done(Train(data, here["m.safetensors"], "--query", "select * from rows"));

        Assert.Equal(Predicted(here["text.safetensors"], Csv), Predicted(here["m.safetensors"], data, "--query", "select class, day, ok, color, n, x from rows"));
        Assert.Equal(Run.Of("test", here["text.safetensors"]).Out, Done(Run.Of("test", here["m.safetensors"])).Out);
        Assert.Equal(1 + Rows.Count(static row => row[2] == "red"), Predicted(here["m.safetensors"], data, "--query", "select * from rows where color = 'red'").Count(static c => c == '\n'));
        Assert.Contains("--sheet and --query exclude each other", Run.Of("predict", here["m.safetensors"], data, "--sheet", "rows", "--query", "select 1").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_validation_file_is_read_at_the_sheet_of_the_same_name_or_at_its_only_one()
    {
        using var here = new Workplace();
        var data = WriteDatabase(here, "two.db", "rows", "first");
        Done(Train(data, here["expected.safetensors"], "--sheet", "rows", "--validate", Csv));
        var expected = Predicted(here["expected.safetensors"], Csv);
        string[] validations = [WriteDatabase(here, "same.db", "rows", "other", "another"), WriteDatabase(here, "only.db", "validation"), Workplace.Table("t.xls")];
        foreach (var validation in validations)
        {
            Done(Train(data, here["m.safetensors"], "--sheet", "rows", "--validate", validation));
            Assert.Equal(expected, Predicted(here["m.safetensors"], Csv));
        }
        var wrong = Train(data, here["m.safetensors"], "--sheet", "rows", "--validate", WriteDatabase(here, "wrong.db", "a", "b"));
        Assert.Equal(ExitCode.BadInput, wrong.ExitCode);
        Assert.Contains("wrong.db: has no table 'rows'; it has b, a", wrong.Error, StringComparison.Ordinal);

        Done(Train(data, here["m.safetensors"], "--query", "select * from rows", "--validate", here["same.db"]));
        Assert.Equal(expected, Predicted(here["m.safetensors"], Csv));
        Done(Train(data, here["m.safetensors"], "--query", "select * from rows", "--validate", Csv));
        Assert.Equal(expected, Predicted(here["m.safetensors"], Csv));
    }

    [Fact]
    public void Validation_rows_are_named_by_a_sheet_or_a_query_of_their_own()
    {
        using var here = new Workplace();
        var data = WriteDatabase(here, "book.db", "rows", "few");
        Insert(data, "CREATE TABLE kept AS SELECT * FROM rows WHERE rowid > 3");
        Done(Train(data, here["expected.safetensors"], "--sheet", "rows", "--validate", WriteRows(here, "kept.csv", Rows[3..])));
        var expected = Predicted(here["expected.safetensors"], Csv);
        string[][] ways =
        [
            ["--validate-sheet", "kept"], ["--validate", data, "--validate-sheet", "KEPT"], ["--validate-query", "select * from rows where rowid > 3"],
            ["--validate", WriteDatabase(here, "other.db", "rows"), "--validate-query", "select * from rows where rowid > 3"],
        ];
        foreach (var way in ways)
        {
            var run = Done(Train(data, here["m.safetensors"], ["--sheet", "rows", "--force", .. way]));
            Assert.Equal(expected, Predicted(here["m.safetensors"], Csv));
            Assert.Contains($"{Rows.Length - 3} validation of {(way.Contains("--validate-query") ? "a query" : $"sheet '{way[^1]}'")} of ", run.Error, StringComparison.Ordinal);
            Assert.Equal(ExitCode.Done, Run.Of("test", here["m.safetensors"]).ExitCode);
        }
        Assert.Contains("is the table that is trained on", Train(data, here["n.safetensors"], "--sheet", "rows", "--validate-sheet", "ROWS").Error, StringComparison.Ordinal);
        Assert.Contains("is the table that is trained on", Train(data, here["n.safetensors"], "--query", "select * from rows", "--validate-query", "select * from rows").Error, StringComparison.Ordinal);
        Assert.Contains("has no table 'nix'", Train(data, here["n.safetensors"], "--sheet", "rows", "--validate-sheet", "nix").Error, StringComparison.Ordinal);
        Assert.Contains("has no sheets or tables to choose from, so that there is no 'x'; it is delimited text", Train(data, here["n.safetensors"], "--sheet", "rows", "--validate", Csv, "--validate-sheet", "x").Error, StringComparison.Ordinal);
        Assert.Contains("--validation and --validate-sheet both say", Train(data, here["n.safetensors"], "--validation", "0.2", "--validate-sheet", "kept").Error, StringComparison.Ordinal);
        Assert.Contains("--validate-sheet and --validate-query exclude each other", Train(data, here["n.safetensors"], "--validate-query", "select 1", "--validate-sheet", "kept").Error, StringComparison.Ordinal);
        Assert.False(File.Exists(here["n.safetensors"]));
    }

    [Fact]
    public void A_sheet_of_validation_rows_moves_with_the_file_in_which_the_table_is_too()
    {
        using var here = new Workplace();
        var data = WriteDatabase(here, "book.db", "rows", "few");
        Insert(data, "CREATE TABLE kept AS SELECT * FROM rows WHERE rowid > 3");
        string[] command = ["train", data, "--sheet", "rows", "--validate-sheet", "kept", "--target", "class", "--model", here["m.safetensors"], "--sweeps", "20"];
        Done(Run.Of(command));
        var whole = File.ReadAllBytes(here["m.safetensors"]);
        ResumeVerbTests.Interrupt(command);
        File.Move(data, here["moved.db"]);

        Assert.Contains("book.db: there is no such file", Run.Of("resume", here["m.checkpoint.safetensors"]).Error, StringComparison.Ordinal);
        Done(Run.Of("resume", here["m.checkpoint.safetensors"], "--data", here["moved.db"]));
        Assert.Equal(whole, File.ReadAllBytes(here["m.safetensors"]));
    }

    private static string WriteRows(Workplace here, string name, string[][] rows) =>
        here.Write(name, File.ReadLines(Csv).First() + "\n" + string.Concat(rows.Select(static row => string.Join(',', row) + "\n")));

    private static void Insert(string database, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    [Theory]
    [InlineData("--sheet", "rows")]
    [InlineData("--query", "select * from rows")]
    public void An_interrupted_training_on_a_table_of_a_database_goes_on_to_the_same_bytes(string option, string value)
    {
        using var here = new Workplace();
        var data = WriteDatabase(here, "two.db", "rows", "first");
        string[] more = [option, value, "--validate", WriteDatabase(here, "validation.db", "rows"), "--sweeps", "400", "--patience", "400", "--checkpoint", "0"];
        string[] train = ["train", data, "--target", "class", "--members", "1", "--output", here["m.safetensors"], .. more];
        Done(Run.Of(train));
        var whole = File.ReadAllBytes(here["m.safetensors"]);
        File.Delete(here["m.safetensors"]);
        using var interruption = new CancellationTokenSource();
        using var checkpoints = new FileWrites(here["m.checkpoint.safetensors"], () =>
        {
            interruption.Cancel();
            return true;
        });
        Assert.Equal(ExitCode.Interrupted, Run.Of(interruption.Token, train).ExitCode);
        Done(Run.Of("resume", here["m.checkpoint.safetensors"]));
        Assert.Equal(whole, File.ReadAllBytes(here["m.safetensors"]));
    }

    [Fact]
    public void A_sheet_of_delimited_text_is_refused()
    {
        using var here = new Workplace();
        Assert.Contains("t.csv: has no sheets or tables to choose from, so that there is no 'rows'; it is delimited text", Train(Csv, here["m.safetensors"], "--sheet", "rows").Error, StringComparison.Ordinal);
    }
}
