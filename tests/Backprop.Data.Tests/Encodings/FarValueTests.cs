namespace Backprop.Data.Tests;

/// <summary>A value far outside those of the training rows gets a finite answer, or an error that names it; never a class or a number from states that are not finite.</summary>
public class FarValueTests
{
    private static readonly TableEncoding Classes = new([new NumberEncoding("near", 0, 1), new NumberEncoding("far", 10, 2)], [new CategoryEncoding("kind", ["p", "q"])]);
    private static readonly TableEncoding Numbers = new(Classes.Inputs, [new NumberEncoding("size", 0, 1)]);

    /// <summary>A net whose weights are all 2.</summary>
    private static TableModel Model(TableEncoding encoding, UnitFunction hidden)
    {
        var net = new Network<float>(TableNet.Layered(encoding, [3], hidden));
        net.Weights.Fill(2);
        return new TableModel(new Model(net) { Encodings = encoding.ToJson() });
    }

    private static Dictionary<string, object?> Row(double far) => new(StringComparer.Ordinal) { ["near"] = 1, ["far"] = far };

    [Theory]
    [InlineData(3e38)]
    [InlineData(-3e38)]
    public void Outputs_that_overflow_name_the_column(double far)
    {
        foreach (var model in new[] { Model(Classes, UnitFunction.RectifiedLinear), Model(Numbers, UnitFunction.Identity) })
        {
            if (far < 0 && model.Encoding == Classes)
                continue; // the units are off, which is an answer
            var error = Assert.Throws<DataException>(() => model.Predict(Row(far)));
            Assert.Equal("far", error.Column);
            Assert.Matches("^column 'far': holds -?3E\\+38, which is 1.5E\\+38 deviations from the mean of the training rows \\(10\\); the net has no finite answer to it$", error.Message);
            Assert.Throws<DataException>(() => model.Model.Predict(Row(far)));
        }
    }

    [Fact]
    public void A_far_value_that_the_net_can_take_is_answered() =>
        Assert.Equal([0.5, 0.5], Model(Classes, UnitFunction.RectifiedLinear).Predict(Row(-3e38))[0].Probabilities);

    [Fact]
    public void A_value_beyond_the_range_of_the_net_is_named()
    {
        foreach (var hidden in new[] { UnitFunction.Tanh, UnitFunction.RectifiedLinear })
            Assert.StartsWith("column 'far': holds 1E+300, which is too far from the values of the training rows for the net (mean 10, deviation 2)",
                Assert.Throws<DataException>(() => Model(Classes, hidden).Predict(Row(1e300))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_date_far_from_those_of_the_training_rows_is_named()
    {
        var dates = new TableEncoding([new NumberEncoding("near", 0, 1), new DateEncoding("when", 730000, 0.001)], [new NumberEncoding("size", 0, 1)]);
        var net = new Network<float>(TableNet.Layered(dates, [], UnitFunction.Identity));
        net.Weights.Fill(1e35f);
        var row = new Dictionary<string, object?>(StringComparer.Ordinal) { ["near"] = 1, ["when"] = new DateOnly(2026, 1, 1) };
        Assert.Equal("when", Assert.Throws<DataException>(() => new TableModel(new Model(net) { Encodings = dates.ToJson() }).Predict(row)).Column);
    }

    [Fact]
    public void Weights_that_are_too_large_are_not_blamed_on_a_column()
    {
        var net = new Network<float>(TableNet.Layered(Numbers, [3], UnitFunction.Identity));
        net.Weights.Fill(1e30f);
        var error = Assert.Throws<DataException>(() => new TableModel(new Model(net) { Encodings = Numbers.ToJson() }).Predict(Row(10)));
        Assert.Contains("its weights are too large", error.Message, StringComparison.Ordinal);
        Assert.Null(error.Column);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void No_class_and_no_number_comes_of_states_that_are_not_finite(float state)
    {
        Assert.Equal("kind", Assert.Throws<DataException>(() => Prediction.Decode<float>(Classes, [0.5f, state])).Column);
        Assert.Equal("size", Assert.Throws<DataException>(() => Prediction.Decode<float>(Numbers, [state])).Column);
        Assert.Throws<DataException>(() => new TableScores(Classes).Add<float>([state, 0.5f], [1]));
        Assert.Throws<DataException>(() => new TableScores(Numbers).Add<float>([state], [1]));
        new TableScores(Numbers).Add<float>([state], [double.NaN]); // a target without a value is not looked at
    }

    [Fact]
    public void A_finite_state_that_stands_for_no_finite_number_is_refused() =>
        Assert.Throws<DataException>(() => Prediction.Decode<float>(new TableEncoding(Numbers.Inputs, [new NumberEncoding("size", 0, 1e300)]), [1e10f]));

    [Fact]
    public void Rows_of_a_table_name_file_and_column()
    {
        using var file = new TemporaryFile("near,far,size\n" + string.Concat(Enumerable.Range(0, 20).Select(i => $"{i % 3},{i % 5},{i % 7}\n")) + "1,3e38,1\n1,1e300,2\n");
        var table = Table.Read(file.Path, new ColumnChoices { Targets = ["size"], Numbers = ["near", "far", "size"] });
        var encoding = EncodingFit.Fit(table, [.. Enumerable.Range(0, 20)]);
        var net = new Network<float>(TableNet.Layered(encoding, [3], UnitFunction.Identity));
        net.Weights.Fill(2);
        Assert.StartsWith($"{file.Path}, column 'far': holds 3E+38, which is ", Assert.Throws<DataException>(() => TableScores.Of(encoding, net, table, [0, 20])).Message, StringComparison.Ordinal);
        Assert.StartsWith($"{file.Path}, column 'far': holds 1E+300, which is too far", Assert.Throws<DataException>(() => encoding.Encode(table, [21])).Message, StringComparison.Ordinal);
    }
}
