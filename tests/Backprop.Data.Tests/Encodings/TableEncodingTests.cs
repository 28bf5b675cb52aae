using System.Text;

namespace Backprop.Data.Tests;

public class TableEncodingTests
{
    private const string Text = "age,color,member,height,when,size,species\n1,red,yes,10,2026-01-01,5,cat\n3,blue,no,,2026-01-03,7,dog\n5,,yes,30,2026-01-02,9,cat\n100,green,no,1000,2026-01-09,11,fox\n";

    private static readonly ColumnChoices Choices = new() { Dates = ["when"], Targets = ["size", "species"] };

    private static TableEncoding Fit(params int[] rows)
    {
        using var file = new TemporaryFile(Text);
        return EncodingFit.Fit(Table.Read(file.Path, Choices), rows);
    }

    private static double[] Encode(TableEncoding encoding, string text, UnseenCategory unseen = UnseenCategory.Error)
    {
        using var reader = encoding.Open(new MemoryStream(Encoding.UTF8.GetBytes(text)), "t.csv");
        var encoder = new RowEncoder(encoding, reader, unseen);
        Assert.True(reader.Read());
        var states = new double[encoding.InputSize];
        encoder.Encode(states.AsSpan());
        return states;
    }

    [Fact]
    public void Numbers_share_a_group_and_each_category_column_has_its_own()
    {
        var encoding = Fit(0, 1, 2);
        Assert.Equal(["numbers", "color"], encoding.InputGroups.Select(g => g.Name));
        Assert.Equal(["age", "member", "height", "height missing", "when"], encoding.InputGroups[0].UnitNames);
        Assert.Equal(["blue", "red", "missing"], encoding.InputGroups[1].UnitNames);
        Assert.Equal([("size", 1), ("species", 3)], encoding.TargetGroups.Select(g => (g.Name, g.Size)));
        Assert.Equal((8, 4), (encoding.InputSize, encoding.TargetSize));
    }

    [Fact]
    public void The_fit_uses_the_training_rows_only()
    {
        var age = Assert.IsType<NumberEncoding>(Fit(0, 1, 2).Inputs[0]);
        Assert.Equal(3, age.Mean, 1e-12);
        Assert.Equal(Math.Sqrt(8.0 / 3), age.Deviation, 1e-12);
        Assert.Equal(20, Assert.IsType<NumberEncoding>(Fit(0, 1, 2).Inputs[3]).Mean, 1e-12);
        Assert.DoesNotContain("green", Assert.IsType<CategoryEncoding>(Fit(0, 1, 2).Inputs[1]).Categories);
        Assert.Equal(["cat", "dog", "fox"], Assert.IsType<CategoryEncoding>(Fit(0, 1, 2).Targets[1]).Categories);
    }

    [Fact]
    public void Training_values_have_mean_0_and_deviation_1_and_decode_to_themselves()
    {
        var table = Table.Read(TemporaryFile.Public("wine.csv"), new ColumnChoices { Targets = ["cultivar"] });
        var rows = Enumerable.Range(20, 90).ToArray();
        var encoding = EncodingFit.Fit(table, rows);
        foreach (var column in encoding.Inputs.Cast<NumberEncoding>())
        {
            var values = (NumberColumn)table[column.Column];
            var states = rows.Select(r => column.Encode(values[r])).ToArray();
            Assert.Equal(0, states.Average(), 1e-12);
            Assert.Equal(1, states.Sum(s => s * s) / rows.Length, 1e-12);
            Assert.Equal(values[5], column.Decode(column.Encode(values[5])), 1e-9);
        }
    }

    [Fact]
    public void A_row_is_encoded_by_column_name_in_any_order()
    {
        var encoding = Fit(0, 1, 2);
        var states = Encode(encoding, "color,extra,when,member,height,age\nred,?,2026-01-02,No,,3\n");
        Assert.Equal([0, -1, 0, 1, 0, 0, 1, 0], states.Select(s => Math.Round(s, 12)));
    }

    [Fact]
    public void A_missing_category_turns_on_its_unit() =>
        Assert.Equal([0, 0, 1], Encode(Fit(0, 1, 2), "color,when,member,height,age\n,2026-01-02,,,\n")[5..]);

    [Fact]
    public void A_value_that_never_was_missing_is_the_mean_when_it_is() =>
        Assert.Equal([0, 0], Encode(Fit(0, 1, 2), "color,when,member,height,age\nred,2026-01-02,,10,NA\n")[..2]);

    [Fact]
    public void An_unseen_category_is_an_error_that_names_it_or_all_off()
    {
        const string row = "color,when,member,height,age\ngreen,2026-01-02,yes,10,1\n";
        var e = Assert.Throws<DataException>(() => Encode(Fit(0, 1, 2), row));
        Assert.StartsWith("t.csv, line 2, column 'color': holds 'green', which is not one of the categories seen in training (blue, red)", e.Message, StringComparison.Ordinal);
        Assert.Equal([0, 0, 0], Encode(Fit(0, 1, 2), row, UnseenCategory.AllOff)[5..]);
    }

    [Theory]
    [InlineData("age", "old", "not a finite number")]
    [InlineData("when", "soon", "not a date")]
    [InlineData("member", "perhaps", "neither 'no' nor 'yes'")]
    public void A_cell_of_another_kind_is_an_error_that_names_it(string column, string value, string message)
    {
        var cells = new Dictionary<string, string>(StringComparer.Ordinal) { ["age"] = "1", ["color"] = "red", ["member"] = "yes", ["height"] = "1", ["when"] = "2026-01-01" };
        cells[column] = value;
        var e = Assert.Throws<DataException>(() => Encode(Fit(0, 1, 2), $"{string.Join(',', cells.Keys)}\n{string.Join(',', cells.Values)}\n"));
        Assert.Equal((2L, column), (e.Line!.Value, e.Column));
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_that_is_not_there_is_named() =>
        Assert.StartsWith("t.csv: has no column 'member', which the model needs; it has age, color", Assert.Throws<DataException>(() => Encode(Fit(0, 1, 2), "age,color\n1,red\n")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_name_that_comes_twice_matters_only_where_the_model_needs_it()
    {
        var encoding = new TableEncoding([new NumberEncoding("x", 0, 1)], [new NumberEncoding("y", 0, 1)]);
        float[] Read(string text)
        {
            using var reader = encoding.Open(new MemoryStream(Encoding.UTF8.GetBytes(text)), "t.csv");
            var states = new float[1];
            var encoder = new RowEncoder(encoding, reader);
            Assert.True(reader.Read());
            encoder.Encode<float>(states);
            return states;
        }

        Assert.Equal([2], Read("z,x,z\n1,2,3\n"));
        Assert.Equal([2], Read("# by X\nz,\" x\u00A0\"\n1,2,\n"));
        Assert.StartsWith("t.csv, line 1: columns 1 and 2 are both named 'x'", Assert.Throws<DataException>(() => Read("x,x\n1,2\n")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Targets_are_read_as_numbers_and_class_indices()
    {
        var encoding = Fit(0, 1, 2);
        using var reader = encoding.Open(new MemoryStream(Encoding.UTF8.GetBytes(Text + "1,red,yes,10,2026-01-01,,wolf\n")), "t.csv");
        var encoder = new RowEncoder(encoding, reader, UnseenCategory.AllOff, withTargets: true);
        Assert.True(reader.Read() && reader.Read());
        Assert.Equal((7.0, 1.0), (encoder.Target(0), encoder.Target(1)));
        Assert.True(reader.Read() && reader.Read() && reader.Read());
        Assert.True(double.IsNaN(encoder.Target(0)));
        Assert.Contains("none of the model's classes (cat, dog, fox)", Assert.Throws<DataException>(() => encoder.Target(1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_gives_back_an_equal_encoding()
    {
        var encoding = Fit(0, 1, 2) with { Missing = ["-999"], DateFormat = "dd.MM.yyyy", Delimiter = ';', Quote = '\'', DecimalMark = ',' };
        var read = TableEncoding.FromJson(encoding.ToJson());
        Assert.Equal(encoding, read);
        Assert.Equal(encoding.GetHashCode(), read.GetHashCode());
        Assert.Equal(encoding.ToJson(), read.ToJson());
        Assert.NotEqual(encoding, Fit(0, 1));
        Assert.Equal(["-999"], read.WithKept(new TableFormat()).Missing);
        Assert.Equal(TableFormat.UsualMissing, TableEncoding.FromJson(Fit(0).ToJson()).WithKept(new TableFormat()).Missing);
    }

    /// <summary>Every property of every kind of column, none at its default.</summary>
    private static readonly TableEncoding Everything = new(
        [
            new NumberEncoding("x", 0.1, 1e-3) { HasExponent = true, Sign = "€", MissingUnit = true },
            new DateEncoding("d", 739617.5, 2) { Precision = DatePrecision.Millisecond, IsConstant = true },
            new BooleanEncoding("b", "nein", "ja"),
            new CategoryEncoding("c", ["1,5", "é \"2\""]) { Identity = CategoryIdentity.Codes, DecimalComma = true },
        ],
        [new CategoryEncoding("y", ["no", "yes"]) { Identity = CategoryIdentity.YesOrNo }])
    { Missing = ["-999"], Delimiter = ';', Quote = '\'', DecimalMark = ',', DateFormat = "dd.MM.yyyy" };

    [Fact]
    public void Json_holds_every_property_that_is_not_at_its_default_and_nothing_that_follows_from_others()
    {
        const string json = """{"inputs":[{"kind":"number","column":"x","mean":0.1,"deviation":0.001,"hasExponent":true,"sign":"€","missingUnit":true},{"kind":"date","column":"d","mean":739617.5,"deviation":2,"precision":"millisecond","silent":true},{"kind":"boolean","column":"b","no":"nein","yes":"ja"},{"kind":"category","column":"c","categories":["1,5","é \"2\""],"identity":"codes","decimalComma":true}],"targets":[{"kind":"category","column":"y","categories":["no","yes"],"identity":"yesOrNo"}],"missing":["-999"],"delimiter":";","quote":"'","decimalMark":",","dateFormat":"dd.MM.yyyy"}""";
        Assert.Equal(json, Everything.ToJson());
        Assert.Equal(Everything, TableEncoding.FromJson(json));
    }

    [Fact]
    public void Json_of_earlier_versions_with_sizes_and_names_of_units_is_read()
    {
        const string json = """{"inputs":[{"kind":"number","mean":15.5,"deviation":30,"sign":"%","size":1,"unitNames":["age"],"column":"age"},{"kind":"category","categories":["blue","red"],"identity":"words","decimalComma":true,"size":3,"unitNames":["blue","red","missing"],"column":"color","missingUnit":true},{"kind":"date","mean":7,"deviation":2,"precision":"minute","size":1,"unitNames":["when"],"column":"when","silent":true}],"targets":[{"kind":"number","mean":1,"deviation":2,"hasExponent":true,"size":1,"unitNames":["size"],"column":"size"}],"missing":["--"],"delimiter":";","quote":"\"","decimalMark":","}""";
        var expected = new TableEncoding(
            [new NumberEncoding("age", 15.5, 30) { Sign = "%" }, new CategoryEncoding("color", ["blue", "red"]) { DecimalComma = true, MissingUnit = true }, new DateEncoding("when", 7, 2) { Precision = DatePrecision.Minute, IsConstant = true }],
            [new NumberEncoding("size", 1, 2) { HasExponent = true }])
        { Missing = ["--"], Delimiter = ';', DecimalMark = ',' };
        Assert.Equal(expected, TableEncoding.FromJson(json));
    }

    [Theory]
    [InlineData("""{"kind":"number","column":"x","mean":"0","deviation":1}""", "item 1 of 'inputs' has 'mean' as a text; it must be a number")]
    [InlineData("""{"kind":"number","column":"x","mean":0}""", "item 1 of 'inputs' has no 'deviation'")]
    [InlineData("""{"kind":"date","column":"x","mean":0,"deviation":1,"precision":"week"}""", "'precision' 'week'; it can be 'day', 'minute', 'second', 'millisecond'")]
    [InlineData("""{"kind":"magic","column":"x"}""", "the kind 'magic'; it can be 'number', 'date', 'boolean' or 'category'")]
    [InlineData("""{"kind":"category","column":"x","categories":["a",1]}""", "'categories' as a list with a number; it must be a list of texts")]
    [InlineData("""{"kind":"boolean","column":"x","no":"\ud800","yes":"y"}""", "cannot be read")]
    [InlineData("""{"kind":"boolean","column":"x","no":"n"}""", "item 1 of 'inputs' has no 'yes'")]
    [InlineData("""{"kind":"category","column":"x"}""", "item 1 of 'inputs' has no 'categories'")]
    public void What_is_wrong_with_json_is_said(string column, string problem)
    {
        var e = Assert.Throws<DataException>(() => TableEncoding.FromJson($$"""{"inputs":[{{column}}],"targets":[]}"""));
        Assert.StartsWith("the encoding of the table cannot be read: ", e.Message, StringComparison.Ordinal);
        Assert.Contains(problem, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_of_a_model_that_did_not_keep_the_format_stands_for_commas_and_points()
    {
        var old = TableEncoding.FromJson("""{"inputs":[{"kind":"number","column":"x","mean":0,"deviation":1}],"targets":[{"kind":"date","column":"d","mean":0,"deviation":1}]}""");
        Assert.Equal((',', '"', '.'), (old.Delimiter, old.Quote, old.DecimalMark));
        Assert.Equal(TableFormat.UsualMissing, old.Missing);
        Assert.Equal(DatePrecision.Day, Assert.IsType<DateEncoding>(old.Targets[0]).Precision);
    }

    [Theory]
    [InlineData("\"decimalMark\":\";\"")]
    [InlineData("\"delimiter\":\"\\n\"")]
    [InlineData("\"delimiter\":\"\\u20AC\"")]
    [InlineData("\"quote\":\",\"")]
    public void A_format_that_no_table_can_have_is_refused(string json) =>
        Assert.Throws<DataException>(() => TableEncoding.FromJson("{\"inputs\":[{\"kind\":\"number\",\"column\":\"x\",\"mean\":0,\"deviation\":1}],\"targets\":[]," + json + "}"));

    [Fact]
    public void The_format_of_the_training_table_is_kept()
    {
        using var file = new TemporaryFile("x;when;y\n'0,5';2026-01-01T10:30;1e3\n'1,5';2026-01-05T10:30;2e3\n");
        var table = Table.Read(file.Path, new ColumnChoices { Dates = ["when"], Targets = ["y"] }, new TableFormat { Quote = '\'' });
        var encoding = EncodingFit.Fit(table, [0, 1]);
        Assert.Equal((';', '\'', ','), (encoding.Delimiter, encoding.Quote, encoding.DecimalMark));
        Assert.Equal(DatePrecision.Minute, Assert.IsType<DateEncoding>(encoding.Inputs[1]).Precision);
        Assert.True(Assert.IsType<NumberEncoding>(encoding.Targets[0]).HasExponent);
        Assert.False(Assert.IsType<NumberEncoding>(encoding.Inputs[0]).HasExponent);
    }

    [Theory]
    [InlineData("2026-01-01T10:30", "2026-01-03", DatePrecision.Minute)]
    [InlineData("2026-01-01T10:30", "2026-01-01T12:30", DatePrecision.Second)]
    [InlineData("2026-01-01T10:30:05", "2026-01-05", DatePrecision.Second)]
    [InlineData("2026-01-01T10:30:05", "2026-01-01T10:30:25", DatePrecision.Millisecond)]
    [InlineData("2026-01-01T10:30:05.25", "2026-01-05", DatePrecision.Millisecond)]
    [InlineData("2026-01-01", "2026-01-02", DatePrecision.Day)]
    public void Dates_are_as_fine_as_the_table_s_and_finer_where_they_lie_close_together(string first, string second, DatePrecision precision)
    {
        using var file = new TemporaryFile($"when,y\n{first},1\n{second},2\n");
        var table = Table.Read(file.Path, new ColumnChoices { Dates = ["when"], Targets = ["y"] });
        Assert.Equal(precision, Assert.IsType<DateEncoding>(EncodingFit.Fit(table, [0, 1]).Inputs[0]).Precision);
    }

    [Fact]
    public void Days_without_times_stay_days_where_nearly_all_are_the_same()
    {
        using var file = new TemporaryFile("when,y\n" + string.Concat(Enumerable.Range(0, 10_000).Select(i => $"2026-01-0{(i == 7 ? 2 : 1)},{i % 5}\n")));
        var table = Table.Read(file.Path, new ColumnChoices { Dates = ["when"], Targets = ["y"] });
        Assert.Equal(DatePrecision.Day, Assert.IsType<DateEncoding>(EncodingFit.Fit(table, Enumerable.Range(0, 10_000).ToArray()).Inputs[0]).Precision);
    }

    [Fact]
    public void Json_keeps_a_mean_of_0_and_a_boolean_column()
    {
        var encoding = new TableEncoding([new NumberEncoding("x", 0, 255), new DateEncoding("d", 0, 1) { MissingUnit = true }, new BooleanEncoding("b", "no", "yes")], [new NumberEncoding("y", 0, 1)]);
        Assert.Equal(encoding, TableEncoding.FromJson(encoding.ToJson()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"inputs":[],"targets":[]}""")]
    [InlineData("""{"inputs":[null],"targets":[]}""")]
    [InlineData("""{"inputs":[{"kind":"magic","column":"x"}],"targets":[]}""")]
    [InlineData("""{"inputs":[{"kind":"number","column":"x","mean":0,"deviation":0}],"targets":[]}""")]
    [InlineData("""{"inputs":[{"kind":"number","column":"x","mean":1e999,"deviation":1}],"targets":[]}""")]
    [InlineData("""{"inputs":[{"kind":"number","column":null,"mean":0,"deviation":1}],"targets":[]}""")]
    [InlineData("""{"inputs":[{"kind":"category","column":"x","categories":[]}],"targets":[]}""")]
    [InlineData("""{"inputs":[{"kind":"category","column":"x","categories":["a","a"]}],"targets":[]}""")]
    [InlineData("""{"inputs":[{"kind":"category","column":"x","categories":["a",null]}],"targets":[]}""")]
    [InlineData("""{"inputs":[{"kind":"category","column":"x","categories":["a"]},{"kind":"number","column":"x","mean":0,"deviation":1}],"targets":[]}""")]
    [InlineData("""{"inputs":[{"kind":"number","column":"x","mean":0,"deviation":1}],"targets":[{"kind":"boolean","column":"y","no":"n","yes":"y"}]}""")]
    [InlineData("""{"inputs":[{"kind":"number","column":"x","mean":0,"deviation":1}],"targets":null}""")]
    public void Json_that_is_no_encoding_is_refused(string json) => Assert.Throws<DataException>(() => TableEncoding.FromJson(json));

    [Fact]
    public void A_mutated_encoding_is_read_or_refused_but_never_crashes()
    {
        var json = Fit(0, 1, 2).ToJson().ToCharArray();
        var random = new RandomSource(11);
        for (var trial = 0; trial < 3_000; trial++)
        {
            var mutated = (char[])json.Clone();
            for (var edits = 1 + random.NextInt(4); edits > 0; edits--)
                mutated[random.NextInt(mutated.Length)] = "{}[]\",:0e-.x"[random.NextInt(12)];
            try
            {
                TableEncoding.FromJson(new string(mutated));
            }
            catch (DataException)
            {
                // refused
            }
        }
    }

    [Fact]
    public void An_encoding_without_identities_takes_those_that_its_categories_look_like()
    {
        CategoryIdentity Read(string categories) => ((CategoryEncoding)TableEncoding.FromJson($$"""{"inputs":[{"kind":"category","column":"c","categories":{{categories}}}],"targets":[{"kind":"number","column":"y","mean":0,"deviation":1}]}""").Inputs[0]).Identity;
        Assert.Equal(CategoryIdentity.YesOrNo, Read("""["No","Yes"]"""));
        Assert.Equal(CategoryIdentity.Numbers, Read("""["0","1.5","1e2"]"""));
        Assert.Equal(CategoryIdentity.Words, Read("""["007","7"]"""));
        Assert.Equal(CategoryIdentity.Codes, Read("""["1.1","1.10","2.0.1"]"""));
        Assert.Equal(CategoryIdentity.Codes, ((CategoryEncoding)TableEncoding.FromJson(new TableEncoding([new CategoryEncoding("c", ["1.1", "1.10"]) { Identity = CategoryIdentity.Codes }], [new NumberEncoding("y", 0, 1)]).ToJson()).Inputs[0]).Identity);
    }

    [Fact]
    public void A_column_of_one_value_in_the_training_rows_has_no_influence()
    {
        const string text = "p,b,c,d,y\n1,no,red,2026-01-01,1\n1,no,red,2026-01-01,2\n1,no,red,2026-01-01,4\n7,yes,blue,2026-06-01,8\n";
        using var file = new TemporaryFile(text);
        var table = Table.Read(file.Path, new ColumnChoices { Targets = ["y"], Numbers = ["y"], Dates = ["d"] });
        var encoding = EncodingFit.Fit(table, [0, 1, 2]);
        Assert.All(encoding.Inputs, c => Assert.True(c.IsConstant && !c.MissingUnit));
        Assert.Equal(
            ["column 'p' is always 1 in the training rows; it has no influence on the answers", "column 'b' has at most one value in the training rows; it has no influence on the answers",
             "column 'c' is always 'red' in the training rows; it has no influence on the answers", "column 'd' has at most one value in the training rows; it has no influence on the answers"], encoding.Notes);
        var cases = encoding.Encode(table, [0, 3]);
        var net = new Network<float>(TableNet.Layered(encoding, [], UnitFunction.Tanh)).Initialize(3, Initialization.Glorot);
        var activity = net.Run(cases);
        Assert.Equal(activity["y", 0][0], activity["y", 1][0]);
        foreach (var row in new[] { text, "p,b,c,d\n1e9,perhaps,green,soon\n", "z\nq\n" })
            Assert.All(Encode(TableEncoding.FromJson(encoding.ToJson()), row), state => Assert.Equal(0, state));
        Assert.DoesNotContain(EncodingFit.Fit(table, [0, 3]).Inputs, c => c.IsConstant);
    }

    [Fact]
    public void A_column_that_is_one_value_or_missing_only_says_whether_it_is_missing()
    {
        using var file = new TemporaryFile("p,c,x,y\n5,red,1,1\n,,2,2\n5,red,3,3\n9,blue,4,5\n,,5,3\n");
        var table = Table.Read(file.Path, new ColumnChoices { Targets = ["y"], Numbers = ["y"] });
        var encoding = EncodingFit.Fit(table, [0, 1, 2]);
        Assert.Equal("column 'p' is always 5 in the training rows, or missing; only whether it is missing has an influence", encoding.Notes.First());
        Assert.Equal(Encode(encoding, "p,c,x\n5,red,1\n"), Encode(encoding, "p,c,x\n9,blue,1\n"));
        Assert.Equal([0, 1], Encode(encoding, "p,c,x\n,,2\n")[..2]);
        var nothing = EncodingFit.Fit(table, [1, 4]);
        Assert.Equal([(true, false), (true, false), (false, false)], nothing.Inputs.Select(c => (c.IsConstant, c.MissingUnit)));
    }

    [Fact]
    public void Without_numbers_there_is_no_group_for_them() =>
        Assert.Equal(["c"], new TableEncoding([new CategoryEncoding("c", ["a", "b"])], [new NumberEncoding("y", 0, 1)]).InputGroups.Select(g => g.Name));

    [Fact]
    public void Notes_tell_of_missing_values_and_of_columns_without_influence_and_of_no_others()
    {
        var encoding = new TableEncoding(
            [
                new NumberEncoding("x", 1, 1), new NumberEncoding("m", 1, 1) { MissingUnit = true }, new CategoryEncoding("c", ["a", "b"]) { MissingUnit = true },
                new CategoryEncoding("d", ["a", "b"]), new NumberEncoding("z", 0, 1) { IsConstant = true },
            ],
            [new NumberEncoding("y", 0, 1)]);
        Assert.Equal(
            ["column 'm' has missing values; they are set to the mean, and a unit says so", "column 'c' has missing values; they are a category of their own",
             "column 'z' is always 0, or has no value, in the training rows; it has no influence on the answers"], encoding.Notes);
    }

    [Fact]
    public void A_column_that_is_null_is_refused() =>
        Assert.Equal("the encoding has an empty column", Assert.Throws<DataException>(() => new TableEncoding([new NumberEncoding("x", 0, 1), null!], [])).Message);

    [Fact]
    public void A_column_called_numbers_keeps_its_name()
    {
        var encoding = new TableEncoding([new NumberEncoding("x", 0, 1), new CategoryEncoding("numbers", ["a", "b"])], [new NumberEncoding("y", 0, 1)]);
        Assert.Equal(["all numbers", "numbers"], encoding.InputGroups.Select(g => g.Name));
    }

    [Fact]
    public void A_whole_table_with_another_delimiter_refuses_numbers_that_another_mark_would_change_as_rows_do()
    {
        using var trained = new TemporaryFile("x,y\n1.5,2\n2.5,3\n");
        var encoding = EncodingFit.Fit(Table.Read(trained.Path, new ColumnChoices { Targets = ["y"] }), [0, 1]);
        using var other = new TemporaryFile("x;y\n1,500;2\n");
        var refused = Assert.Throws<DataException>(() => encoding.ReadTable(other.Path));
        Assert.Contains("is 1500 with a decimal point but 1.5 with a decimal comma", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1500, ((NumberColumn)encoding.ReadTable(other.Path, new TableFormat { DecimalMark = '.' })["x"])[0]);
    }
}
