using Backprop.Data;

namespace Backprop.Cli.Tests;

public class PredictVerbTests
{
    private const string Rows = "petal width,petal length,sepal width,sepal length,note\n0.2,1.4,3.5,5.1,a\n2.3,6.1,3,7.7,\"b, c\"\n";

    private static string Train(Workplace here)
    {
        Assert.Equal(ExitCode.Done, Run.Of("train", Workplace.Table("iris.csv"), "--target", "species", "--model", here["iris.safetensors"], "--sweeps", "60").ExitCode);
        return here["iris.safetensors"];
    }

    [Fact]
    public void Raw_rows_are_answered_whatever_the_order_of_their_columns()
    {
        using var here = new Workplace();
        var run = Run.Of("predict", Train(here), here.Write("new.csv", Rows));
        Assert.Equal((ExitCode.Done, "species\nsetosa\nvirginica\n"), (run.ExitCode, run.Out));
    }

    [Fact]
    public void Columns_are_kept_and_probabilities_written_on_request()
    {
        using var here = new Workplace();
        var lines = Run.Of("predict", Train(here), here.Write("new.csv", Rows), "--keep", "--probabilities").Out.Split('\n');
        Assert.Equal("petal width,petal length,sepal width,sepal length,note,species,species: setosa,species: versicolor,species: virginica", lines[0]);
        Assert.StartsWith("2.3,6.1,3,7.7,\"b, c\",virginica,", lines[2], StringComparison.Ordinal);
        Assert.Equal(1, lines[2].Split(',')[^3..].Sum(p => double.Parse(p, System.Globalization.CultureInfo.InvariantCulture)), 2e-6);
    }

    [Fact]
    public void A_kept_target_is_told_from_the_answer()
    {
        using var here = new Workplace();
        Assert.StartsWith("sepal length,sepal width,petal length,petal width,species,predicted species\n5.1,3.5,1.4,0.2,setosa,setosa\n", Run.Of("predict", Train(here), Workplace.Table("iris.csv"), "--keep").Out, StringComparison.Ordinal);
    }

    /// <summary>y = 2x + 1, written with semicolons and decimal commas.</summary>
    private static string TrainDecimalCommas(Workplace here)
    {
        var rows = Enumerable.Range(0, 120).Select(i => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{i / 10.0};{(i / 5.0) + 1}\n").Replace('.', ','));
        var run = Run.Of("train", here.Write("comma.csv", "x;y\n" + string.Concat(rows)), "-t", "y", "--sweeps", "80", "-m", here["comma.safetensors"]);
        Assert.Equal(ExitCode.Done, run.ExitCode);
        return here["comma.safetensors"];
    }

    [Fact]
    public void A_row_is_read_as_the_training_table_was_whatever_other_rows_there_are()
    {
        using var here = new Workplace();
        var model = TrainDecimalCommas(here);
        var alone = Run.Of("predict", model, here.Write("one.csv", "id;x\n7;1,234\n")).Out.Split('\n');
        var column = Run.Of("predict", model, here.Write("column.csv", "x\n1,234\n")).Out.Split('\n');
        var two = Run.Of("predict", model, here.Write("two.csv", "id;x\n7;1,234\n8;2,5\n")).Out.Split('\n');
        Assert.Equal("y", alone[0]);
        Assert.Equal((alone[1], alone[1]), (column[1], two[1]));
        Assert.Equal(3.47, double.Parse(alone[1].Replace(',', '.'), System.Globalization.CultureInfo.InvariantCulture), 0.3);
    }

    [Fact]
    public void What_it_writes_with_the_columns_kept_it_reads_again()
    {
        using var here = new Workplace();
        var model = TrainDecimalCommas(here);
        var first = Run.Of("predict", model, here.Write("new.csv", "note;x\n\"a;b\";1,5\nc;0,125\n"), "--keep").Out.Split('\n');
        var again = Run.Of("predict", model, here.Write("again.csv", string.Join('\n', first)), "--keep").Out.Split('\n');
        var third = Run.Of("predict", model, here.Write("third.csv", string.Join('\n', again)), "--keep").Out.Split('\n');
        Assert.Equal("note;x;y", first[0]);
        Assert.StartsWith("\"a;b\";1,5;", first[1], StringComparison.Ordinal);
        Assert.Equal("note;x;y;predicted y;predicted predicted y", third[0]);
        Assert.Single(third[1].Split(';')[^3..].Distinct());
    }

    [Fact]
    public void Answers_far_from_0_have_the_digits_of_their_deviation()
    {
        using var here = new Workplace();
        var rows = Enumerable.Range(0, 120).Select(i => $"{i * 3},{1_000_000_000 + i}\n");
        var table = here.Write("far.csv", "x,y\n" + string.Concat(rows));
        Run.Of("train", table, "-t", "y", "--sweeps", "150", "-m", here["far.safetensors"]);
        var answers = Run.Of("predict", here["far.safetensors"], table).Out.Split('\n')[1..^1];
        Assert.Equal(120, answers.Length);
        for (var i = 0; i < answers.Length; i++)
            Assert.Equal(1_000_000_000 + i, double.Parse(answers[i], System.Globalization.NumberStyles.AllowDecimalPoint, System.Globalization.CultureInfo.InvariantCulture), 8.0);
    }

    [Fact]
    public void A_row_that_is_wrong_is_named_and_leaves_no_half_written_file()
    {
        using var here = new Workplace();
        var model = Train(here);
        here.Write("answers.csv", "species\nprecious\n");
        var run = Run.Of("predict", model, here.Write("new.csv", Rows + "x,1,1,1,\n"), "-o", here["answers.csv"], "--force");
        Assert.Equal(ExitCode.BadInput, run.ExitCode);
        Assert.Contains("new.csv, line 4, column 'petal width': holds 'x', which is not a finite number", run.Error, StringComparison.Ordinal);
        Assert.Equal("species\nprecious\n", File.ReadAllText(here["answers.csv"]));
        Assert.Equal(["answers.csv", "iris.safetensors", "new.csv"], here.Files);
    }

    [Fact]
    public void Answers_go_to_a_file_on_request()
    {
        using var here = new Workplace();
        var run = Run.Of("predict", Train(here), here.Write("new.csv", Rows), "-o", here["answers.csv"]);
        Assert.Empty(run.Out);
        Assert.Equal("species\nsetosa\nvirginica\n", File.ReadAllText(here["answers.csv"]));
    }

    [Theory]
    [InlineData("answers.jsonl")]
    [InlineData("answers.NDJSON")]
    public void Answers_are_JSON_Lines_where_the_name_of_the_file_says_so(string name)
    {
        using var here = new Workplace();
        var table = here.Write("new.csv", "petal width,petal length,sepal width,sepal length,note,\n0.2,1.40,3.5,5.1,007,x\n2.3,6.1,3,NA,\"b, \u00FC\",\n");
        var run = Run.Of("predict", Train(here), table, "-o", here[name], "--keep");
        Assert.Equal((ExitCode.Done, ""), (run.ExitCode, run.Out));
        Assert.Equal("""
            {"petal width":0.2,"petal length":1.4,"sepal width":3.5,"sepal length":5.1,"note":"007","#6":"x","species":"setosa"}
            {"petal width":2.3,"petal length":6.1,"sepal width":3,"sepal length":null,"note":"b, ü","#6":null,"species":"virginica"}

            """.ReplaceLineEndings("\n"), File.ReadAllText(here[name]));

        // Earlier answers with other columns are not replaced, those with these columns are.
        Assert.Contains("is not recognized as earlier predictions of the same columns", Run.Of("predict", here["iris.safetensors"], table, "-o", here[name], "--keep", "--probabilities").Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, Run.Of("predict", here["iris.safetensors"], table, "-o", here[name], "--keep", "--probabilities", "--force").ExitCode);
        Assert.Equal(ExitCode.Done, Run.Of("predict", here["iris.safetensors"], table, "-o", here[name], "--keep", "--probabilities").ExitCode);
        Assert.Matches("\"species\":\"setosa\",\"species: setosa\":0\\.9[0-9]*,", File.ReadLines(here[name]).First());
    }

    [Fact]
    public void Numbers_with_decimal_commas_are_numbers_in_JSON_Lines_and_are_answered_alike()
    {
        using var here = new Workplace();
        var model = TrainDecimalCommas(here);
        var table = here.Write("new.csv", "x;y\n1,5;0,25\n-2;\n");
        Assert.Equal(ExitCode.Done, Run.Of("predict", model, table, "-o", here["answers.jsonl"], "--keep").ExitCode);
        var lines = File.ReadAllLines(here["answers.jsonl"]);
        Assert.Matches("^{\"x\":1\\.5,\"y\":0\\.25,\"predicted y\":[34]\\.[0-9]+}$", lines[0]);
        Assert.Matches("^{\"x\":-2,\"y\":null,\"predicted y\":-?[0-9.]+}$", lines[1]);
        Assert.Equal(Run.Of("predict", model, table).Out, Run.Of("predict", model, here["answers.jsonl"]).Out);
    }

    [Fact]
    public void Two_columns_of_one_name_are_refused_where_an_object_cannot_hold_both()
    {
        using var here = new Workplace();
        var table = here.Write("new.csv", "petal width,petal length,sepal width,sepal length,note,note\n0.2,1.4,3.5,5.1,a,b\n");
        var run = Run.Of("predict", Train(here), table, "-o", here["answers.jsonl"], "--keep");
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("two columns are named 'note', of which such a file can hold one only: name a .csv file for the predictions.", run.Error, StringComparison.Ordinal);
        Assert.Equal(["iris.safetensors", "new.csv"], here.Files);
    }

    [Theory]
    [InlineData("answers.xls", "an Excel workbook")]
    [InlineData("answers.ODS", "an OpenDocument sheet")]
    [InlineData("answers.libsvm", "a LIBSVM file")]
    [InlineData("answers.arrows", "an Arrow stream")]
    [InlineData("answers.json", "a JSON document")]
    [InlineData("answers.csv.gz", "a gzip file")]
    public void A_name_that_promises_another_kind_of_file_is_refused(string name, string kind)
    {
        using var here = new Workplace();
        var run = Run.Of("predict", Train(here), here.Write("new.csv", Rows), "-o", here[name], "--force");
        Assert.Equal((ExitCode.Usage, $"backprop: {here[name]} names {kind}, which is not written: name a file .csv, or .jsonl, .ndjson, .arff, .parquet, .xlsx, .sqlite, .sqlite3, .db, .arrow, .feather.\n"), (run.ExitCode, run.Error));
        Assert.Equal(["iris.safetensors", "new.csv"], here.Files);
    }

    private const string TypedRows = "petal width,petal length,sepal width,sepal length,day,note\n0.2,1.40,3.5,5.1,2024-02-03,007\n2.3,6.1,3,NA,2024-02-04,\"b, \u00FC\"\n";

    [Theory]
    [InlineData("answers.parquet")]
    [InlineData("answers.XLSX")]
    [InlineData("answers.db")]
    [InlineData("answers.arff")]
    [InlineData("answers.feather")]
    public void Answers_are_a_table_with_typed_columns_where_the_name_of_the_file_says_so(string name)
    {
        using var here = new Workplace();
        var table = here.Write("new.csv", TypedRows);
        var run = Run.Of("predict", Train(here), table, "-o", here[name], "--keep", "--probabilities");
        Assert.Equal((ExitCode.Done, "", ""), (run.ExitCode, run.Out, run.Error));

        using (var reader = TableReader.Open(here[name], new TableFormat { Kinds = TableKinds.All }))
        {
            Assert.Equal(["petal width", "petal length", "sepal width", "sepal length", "day", "note", "species", "species: setosa", "species: versicolor", "species: virginica"], reader.Columns);
            Assert.True(reader.Read());
            Assert.Equal((CellKind.Number, 1.4, "007", "setosa"), (reader.Cell(1).Kind, reader.Cell(1).Value, reader.Text(5), reader.Text(6)));
            Assert.True(reader.Cell(7).Value > 0.9);
            Assert.True(reader.Read());
            Assert.Equal((CellKind.Missing, "b, \u00FC", "virginica"), (reader.Cell(3).Kind, reader.Text(5), reader.Text(6)));
            Assert.False(reader.Read());
        }

        // What is written is answered as the table itself, replaced by the same predictions, and by no others.
        Assert.Equal(Run.Of("predict", here["iris.safetensors"], table).Out, Run.Of("predict", here["iris.safetensors"], here[name]).Out);
        Assert.Contains("is not recognized as earlier predictions of the same columns", Run.Of("predict", here["iris.safetensors"], table, "-o", here[name], "--keep").Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, Run.Of("predict", here["iris.safetensors"], table, "-o", here[name], "--keep", "--probabilities").ExitCode);
        Assert.Equal(ExitCode.Done, Run.Of("predict", here["iris.safetensors"], table, "-o", here[name], "--force").ExitCode);
    }

    [Fact]
    public void Columns_of_a_typed_table_keep_their_types()
    {
        using var here = new Workplace();
        var table = here.Write("new.arff", "@relation r\n@attribute 'petal width' numeric\n@attribute 'petal length' numeric\n@attribute 'sepal width' numeric\n@attribute 'sepal length' numeric\n@attribute day date \"yyyy-MM-dd HH:mm\"\n@attribute color {red,green}\n@data\n0.2,1.4,3.5,5,'2024-02-03 00:30',green\n2.3,6.1,3,?,?,?\n");
        Assert.Equal(ExitCode.Done, Run.Of("predict", Train(here), table, "-o", here["answers.parquet"], "--keep").ExitCode);
        using var reader = TableReader.Open(here["answers.parquet"], new TableFormat { Kinds = TableKinds.All });
        Assert.True(reader.Read());
        Assert.Equal((CellKind.Date, "2024-02-03T00:30", CellKind.Word, "green"), (reader.Cell(4).Kind, reader.Text(4), reader.Cell(5).Kind, reader.Text(5)));
        Assert.True(reader.Read());
        Assert.Equal((CellKind.Missing, CellKind.Missing), (reader.Cell(4).Kind, reader.Cell(5).Kind));
    }

    [Fact]
    public void A_wrong_row_leaves_no_file_and_names_that_differ_in_case_only_are_refused_in_a_database()
    {
        using var here = new Workplace();
        var model = Train(here);
        var wrong = here.Write("wrong.csv", Rows + "x,1,1,1\n");
        Assert.Equal(ExitCode.BadInput, Run.Of("predict", model, wrong, "-o", here["answers.parquet"]).ExitCode);
        var twice = here.Write("twice.csv", "petal width,petal length,sepal width,sepal length,note,Note\n0.2,1.4,3.5,5.1,a,b\n");
        Assert.Contains("two columns are named 'note' and 'Note', of which such a file can hold one only", Run.Of("predict", model, twice, "-o", here["answers.db"], "--keep").Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, Run.Of("predict", model, twice, "-o", here["answers.arrow"], "--keep").ExitCode);
        Assert.Equal(["answers.arrow", "iris.safetensors", "twice.csv", "wrong.csv"], here.Files);
    }

    [Fact]
    public void A_database_with_another_table_is_not_replaced()
    {
        using var here = new Workplace();
        var model = Train(here);
        var table = here.Write("new.csv", Rows);
        Assert.Equal(ExitCode.Done, Run.Of("predict", model, table, "-o", here["answers.db"], "--probabilities").ExitCode);
        using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={here["answers.db"]};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "CREATE TABLE other (x)";
            command.ExecuteNonQuery();
        }
        Assert.Contains("is not recognized as earlier predictions of the same columns", Run.Of("predict", model, table, "-o", here["answers.db"], "--probabilities").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cell_that_no_column_can_hold_is_refused_where_it_would_be_kept()
    {
        using var here = new Workplace();
        var table = here.Write("new.jsonl", "{\"petal width\":0.2,\"petal length\":1.4,\"sepal width\":3.5,\"sepal length\":5.1,\"tags\":[1,2]}\n");
        Assert.Equal(ExitCode.Done, Run.Of("predict", Train(here), table).ExitCode);
        Assert.Contains("new.jsonl, line 1, column 'tags': holds an array, which is not a value that a cell can have", Run.Of("predict", here["iris.safetensors"], table, "--keep").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Standard_input_is_answered_in_a_process_of_its_own()
    {
        using var here = new Workplace();
        using var process = Workplace.Start("predict", Train(here), "-");
        process.StandardInput.Write(Rows);
        process.StandardInput.Close();
        Assert.Equal("species\nsetosa\nvirginica\n", process.StandardOutput.ReadToEnd());
        process.WaitForExit();
        Assert.Equal(ExitCode.Done, process.ExitCode);
    }

    [Fact]
    public void A_long_table_is_answered_row_by_row_in_its_order()
    {
        using var here = new Workplace();
        var random = new RandomSource(3);
        var rows = Enumerable.Range(0, 9_000).Select(i => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{random.NextDouble() * 2.5:F1},{random.NextDouble() * 7:F1},3,{random.NextDouble() * 8:F1},{i}")).ToArray();
        const string heading = "petal width,petal length,sepal width,sepal length,note";
        var table = here.Write("many.csv", heading + "\n" + string.Join('\n', rows) + "\n");
        var written = Run.Of("predict", Train(here), table, "--keep").Out.Split('\n');
        Assert.Equal(heading + ",species", written[0]);
        var model = TableModel.Load(here["iris.safetensors"]);
        for (var i = 0; i < rows.Length; i++)
        {
            var cells = rows[i].Split(',');
            var answer = model.Predict(new Dictionary<string, object?>(StringComparer.Ordinal) { ["petal width"] = cells[0], ["petal length"] = cells[1], ["sepal width"] = cells[2], ["sepal length"] = cells[3] });
            Assert.Equal($"{rows[i]},{answer[0].Text}", written[i + 1]);
        }
        Assert.Equal(written[1..].Select(static row => row.Split(',')[^1]), Run.Of("predict", here["iris.safetensors"], table).Out.Split('\n')[1..]);
    }

    [Fact]
    public void An_unseen_category_is_a_counted_note_or_an_error()
    {
        using var here = new Workplace();
        Run.Of("train", Workplace.Table("titanic.csv"), "-t", "survived", "-m", here["t.safetensors"], "--sweeps", "3");
        const string heading = "pclass,sex,age,sibsp,parch,fare,embarked\n";
        var table = here.Write("new.csv", heading + "1,female,29,0,0,211,S\n1,female,29,0,0,211,Mars\n1,female,29,0,0,211,Venus\n1,female,29,0,0,211,\n");
        var run = Run.Of("predict", here["t.safetensors"], table);
        Assert.Equal((ExitCode.Done, "survived\nyes\nyes\nyes\nyes\n"), (run.ExitCode, run.Out));
        Assert.Equal(" note: column 'embarked': 2 rows have a category not seen in training, encoded as all zeros (first: 'Mars' in line 3); --unseen error stops instead\n", run.Error);
        Assert.Equal("", Run.Of("predict", here["t.safetensors"], here.Write("seen.csv", heading + "1,female,29,0,0,211,S\n")).Error);

        run = Run.Of("predict", here["t.safetensors"], table, "--unseen", "error");
        Assert.Equal((ExitCode.BadInput, ""), (run.ExitCode, run.Out));
        Assert.Contains("line 3, column 'embarked': holds 'Mars', which is not one of the categories seen in training (C, Q, S); --unseen off encodes it as all zeros\n", run.Error, StringComparison.Ordinal);

        // A long table is answered in pieces; what was written ends with a whole row, and the message says where.
        var many = here.Write("many.csv", heading + string.Concat(Enumerable.Repeat("1,female,29,0,0,211,S\n", 20_000)) + "1,female,29,0,0,211,Mars\n");
        run = Run.Of("predict", here["t.safetensors"], many, "--unseen", "error", "--keep");
        Assert.Equal(ExitCode.BadInput, run.ExitCode);
        var rows = run.Out.Count(c => c == '\n') - 1;
        Assert.InRange(rows, 1_000, 20_000);
        Assert.EndsWith(",S,yes\n", run.Out, StringComparison.Ordinal);
        Assert.StartsWith(string.Create(System.Globalization.CultureInfo.InvariantCulture, $" note: the output is incomplete, it ends after {rows:N0} rows\nbackprop: "), run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_model_of_a_table_is_refused()
    {
        using var here = new Workplace();
        new Model(new Network<float>(Topology.Layered(2, 1))).Save(here["plain.safetensors"]);
        Assert.Contains("was not trained on a table", Run.Of("predict", here["plain.safetensors"], Workplace.Table("iris.csv")).Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.BadInput, Run.Of("predict", Workplace.Table("iris.csv"), Workplace.Table("iris.csv")).ExitCode);
        Assert.Equal(ExitCode.BadInput, Run.Of("predict", here["nothing"], Workplace.Table("iris.csv")).ExitCode);
    }

    [Theory]
    [InlineData("rectified linear", "6e38", "holds 6E+38, which is ")]
    [InlineData("rectified linear", "1e300", "holds 1E+300, which is too far from the values of the training rows for the net")]
    [InlineData("tanh", "1e300", "holds 1E+300, which is too far from the values of the training rows for the net")]
    public void A_row_without_a_finite_answer_is_named_by_line_and_column_and_gets_none(string units, string value, string message)
    {
        using var here = new Workplace();
        var table = here.Write("t.csv", "x,wide,y,kind\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{i % 7},{(i % 11) * 1e3},{i % 5}.5,{(i % 3 == 0 ? "p" : "q")}\n")));
        foreach (var target in new[] { "y", "kind" })
        {
            Run.Of("train", table, "-t", target, "-m", here["m.safetensors"], "--sweeps", "3", "--units", units, "--rate", "5", "--hidden", "50", "--validation", "0");
            var rows = here.Write("new.csv", $"x,wide,y,kind\n1,1,1,p\n{value},1,1,p\n");
            foreach (var verb in new[] { "predict", "test" })
            {
                var run = Run.Of(verb, here["m.safetensors"], rows);
                Assert.Equal(ExitCode.BadInput, run.ExitCode);
                Assert.StartsWith($"backprop: {rows}, line 3, column 'x': {message}", run.Error, StringComparison.Ordinal);
                Assert.DoesNotMatch("NaN|∞|Infinity|\\n.*\\n.*\\n", run.Out);
            }
            Assert.Equal(ExitCode.BadInput, Run.Of("predict", here["m.safetensors"], rows, "-o", here["answers.csv"]).ExitCode);
            Assert.False(File.Exists(here["answers.csv"]));
        }
    }
}
