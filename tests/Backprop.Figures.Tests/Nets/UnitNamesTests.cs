namespace Backprop.Figures.Tests;

/// <summary>Figures call units and cases by their names.</summary>
public sealed class UnitNamesTests
{
    private static readonly Network<double> Net = new Network<double>(Topology.Build(static net =>
        net.Output("answer", 2, unitNames: ["yes", "no"]).From(net.Group("hidden", 2).From(net.Input("person", 2, unitNames: ["Colin", "Penelope"]))))).Randomize(1);

    private static readonly Cases Cases = new CasesBuilder(2).Input(null, [1.0, 0, 0, 1], 2).Target(null, [1.0, 0, 0, 1], 2).Names(["first", ""]).ToCases();

    [Fact]
    public void Hinton_diagrams_name_rows_and_columns_as_the_net_does()
    {
        var into = WeightPanels.Of(Net, "person->hidden");

        Assert.Equal(["Colin", "Penelope"], into.ColumnNames);
        Assert.Null(into.RowNames);
        Assert.Equal(["yes", "no"], WeightPanels.Of(Net, "hidden->answer").RowNames);
    }

    [Fact]
    public void Names_that_the_caller_gives_take_precedence()
    {
        var into = WeightPanels.Of(Net, "person->hidden", static group => group.Name == "person" ? ["a", "b"] : null);

        Assert.Equal(["a", "b"], into.ColumnNames);
    }

    [Fact]
    public void Activity_names_the_units_and_the_case()
    {
        var figure = ActivityDiagram.From(Net, Cases, 0);

        Assert.Equal("Activity for first", figure.Title);
        Assert.Equal(["Colin", "Penelope"], figure.Layers[0][0].UnitNames);
        Assert.Null(ActivityDiagram.From(Net, Cases, 1).Title);
    }

    [Fact]
    public void The_net_unit_by_unit_bears_the_names() =>
        Assert.Equal(["Colin", "Penelope", "", "", "yes", "no"], UnitDiagram.From(Net).Units.Select(static unit => unit.Name));

    [Fact]
    public void Codes_are_those_of_named_cases_or_of_their_numbers() =>
        Assert.Equal(["first", "2"], HiddenCodes.Of(Net, Cases).Select(static code => code.Name));
}
