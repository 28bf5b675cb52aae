namespace Backprop.Data.Tests;

public sealed class ObjectTrainingTests
{
    private static readonly TableTrainingOptions Short = new() { Sweeps = 5, Members = 1, Seed = 3 };

    [Fact]
    public void A_table_of_objects_gives_the_same_bits_as_the_file_that_they_came_from()
    {
        var file = Table.Read(Path.Combine(AppContext.BaseDirectory, "tables", "iris.csv"), new ColumnChoices { Targets = ["species"] });

        var fromFile = TableTraining.Train(file, Short).Model;
        var fromObjects = TableTraining.From(Flower.All, Short).Run().Model;

        Assert.Equal(fromFile.Network<float>().Weights.ToArray(), fromObjects.Network<float>().Weights.ToArray());
    }

    [Fact]
    public void Columns_have_the_kinds_of_their_properties_and_what_is_chosen()
    {
        var table = Table.From(Customer.Samples(60));

        Assert.Equal(
            ["Age Number", "Plan Category", "Country Category", "Online Boolean", "Paid Number", "Since Date", "Region Category", "Left Boolean", "Worth Number"],
            table.Columns.Select(column => $"{column.Name} {column.Kind}"));
        Assert.Equal(["Left", "Worth"], table.Targets.Select(column => column.Name));
        Assert.Equal(60, table.Count);
    }

    [Fact]
    public void Null_is_a_missing_value_and_no_word_is()
    {
        var table = Table.From(Customer.Samples(60));
        var country = Assert.IsType<CategoryColumn>(table["Country"]);

        Assert.Equal(["DE", "FR", "NA"], country.Categories);
        Assert.True(country.IsMissing(3));
        Assert.False(country.IsMissing(0));
    }

    [Fact]
    public void Values_are_those_of_the_properties()
    {
        var customers = Customer.Samples(60);
        var table = Table.From(customers);

        for (var row = 0; row < customers.Length; row++)
        {
            Assert.Equal(customers[row].Age, ((NumberColumn)table["Age"])[row]);
            Assert.Equal((double)customers[row].Paid, ((NumberColumn)table["Paid"])[row]);
            Assert.Equal(customers[row].Since.DayNumber, ((NumberColumn)table["Since"])[row]);
        }
    }

    [Fact]
    public void An_object_that_is_null_is_named_by_its_row()
    {
        var error = Assert.Throws<DataException>(() => Table.From<Flower>([Flower.All[0], null!]));

        Assert.Equal("Flower, row 2: is null; expected an object", error.Message);
    }

    [Fact]
    public void No_objects_are_refused() =>
        Assert.Equal("Flower: has no rows", Assert.Throws<DataException>(() => Table.From<Flower>([])).Message);

    [Fact]
    public void A_number_that_is_not_finite_is_named_by_row_and_column()
    {
        var error = Assert.Throws<DataException>(() => TableTraining.From([.. Flower.All, Flower.All[0] with { PetalWidth = double.PositiveInfinity }], Short));

        Assert.StartsWith("Flower, row 151, column 'petal width': holds", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Groups_times_and_weights_are_taken_from_their_properties()
    {
        var table = Table.From(Enumerable.Range(0, 40).Select(i => new Visit(i * 1.5, $"patient {i % 8}", 1 + (i % 2), i % 4 * 2.5)));

        Assert.Equal(8, table.Groups!.Categories.Count);
        Assert.Equal(2, table.Weights![1]);
        Assert.Equal(["Dose", "Effect"], table.Columns.Select(column => column.Name));
    }

    [Fact]
    public void Two_columns_for_one_use_are_refused()
    {
        var error = Assert.Throws<DataException>(() => Table.From([new TwoWeights(1, 2, 3)]));

        Assert.Equal("TwoWeights: has 2 columns that are each chosen for the weights of the rows, 'A', 'B'; choose one", error.Message);
    }
}

[TableRow]
public sealed partial record Visit(double Dose, [GroupColumn] string Patient, [WeightColumn] double Weight, [TargetColumn] double Effect);

[TableRow]
public partial record struct TwoWeights([WeightColumn] double A, [WeightColumn] double B, double C);
