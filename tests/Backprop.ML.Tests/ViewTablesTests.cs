using Backprop.Data;
using Microsoft.Data.Analysis;
using Microsoft.ML;

namespace Backprop.ML.Tests;

public sealed class ViewTablesTests
{
    private readonly MLContext ml = new(seed: 1);

    [Fact]
    public void A_data_view_is_a_table()
    {
        var view = Iris.Load(ml);
        var table = Table.From(view, new ColumnChoices { Targets = [nameof(Iris.Species)], Ignored = [nameof(Iris.IsVirginica)] });
        var file = Table.Read(Path.Combine(AppContext.BaseDirectory, "tables", "iris.csv"), new ColumnChoices { Targets = ["species"] });

        Assert.Equal(["SepalLength Number", "SepalWidth Number", "PetalLength Number", "PetalWidth Number", "Species Category"], table.Columns.Select(static column => $"{column.Name} {column.Kind}"));
        for (var row = 0; row < file.Count; row++)
            Assert.Equal(((NumberColumn)file["petal width"])[row], ((NumberColumn)table["PetalWidth"])[row]);
    }

    [Fact]
    public void A_DataFrame_is_a_table()
    {
        var frame = new DataFrame(
            new DoubleDataFrameColumn("length", Enumerable.Range(0, 40).Select(static i => i == 3 ? (double?)null : i / 4.0)),
            new StringDataFrameColumn("kind", Enumerable.Range(0, 40).Select(static i => i % 2 == 0 ? "a" : "b")));
        var table = Table.From(frame, new ColumnChoices { Targets = ["kind"] });

        Assert.Equal(["length Number", "kind Category"], table.Columns.Select(static column => $"{column.Name} {column.Kind}"));
        Assert.Equal(9.75, ((NumberColumn)table["length"])[39]);
        Assert.True(table["length"].IsMissing(3));
    }

    [Fact]
    public void A_DataFrame_without_columns_is_said_to_have_none()
    {
        var choices = new ColumnChoices { Targets = ["y"] };
        Assert.Equal("the data view: has no column 'y'; it has none", Assert.Throws<DataException>(() => Table.From(new DataFrame(), choices)).Message);
        Assert.Equal("the data view has no column 'Label'; it has no columns", Assert.Throws<DataException>(() => ml.MulticlassClassification.Trainers.Backprop().Fit(new DataFrame())).Message);
    }

    [Fact]
    public void A_vector_is_a_column_for_each_slot_and_a_key_its_word()
    {
        var data = Iris.Load(ml);
        var view = ml.Transforms.SelectColumns("Species", "Features").Fit(Iris.Features(ml).Fit(data).Transform(data)).Transform(Iris.Features(ml).Fit(data).Transform(data));
        view = ml.Transforms.Conversion.MapValueToKey("Species").Fit(view).Transform(view);
        var table = Table.From(ml.Transforms.SelectColumns("Species", "Features").Fit(view).Transform(view));

        Assert.Equal(["Features.PetalLength", "Features.PetalWidth", "Features.SepalLength", "Features.SepalWidth", "Species"], table.Columns.Select(static column => column.Name).Order(StringComparer.Ordinal));
        Assert.Equal(["setosa", "versicolor", "virginica"], Assert.IsType<CategoryColumn>(table["Species"]).Categories);
    }
}
