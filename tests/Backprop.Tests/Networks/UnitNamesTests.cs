namespace Backprop.Tests;

/// <summary>Names of the units of a group.</summary>
public sealed class UnitNamesTests
{
    private static readonly string[] Persons = ["Colin", "Penelope"];

    private static Topology Named() => Topology.Build(static net =>
        net.Output("out", 1, unitNames: ["yes"]).From(net.Group("hidden", 3).From(net.Input("person", 2, unitNames: Persons))));

    [Fact]
    public void Units_are_called_by_their_names_or_by_their_numbers_from_1()
    {
        var topology = Named();

        Assert.Equal(Persons, topology["person"].UnitNames);
        Assert.Equal(("Penelope", "3", "yes"), (topology["person"].UnitLabel(1), topology["hidden"].UnitLabel(2), topology["out"].UnitLabel(0)));
        Assert.Empty(topology["hidden"].UnitNames);
        Assert.Throws<ArgumentOutOfRangeException>(() => topology["hidden"].UnitLabel(3));
        Assert.Equal(("unit 1 'Penelope'", "unit 2"), (topology["person"].UnitText(1), topology["hidden"].UnitText(2)));
    }

    [Fact]
    public void A_net_comes_back_from_its_description_and_from_its_model_with_the_names()
    {
        var json = Named().ToJson();
        using var folder = new TemporaryFolder();
        var path = folder["named.safetensors"];
        Model.Of(new Network<float>(Named())).Save(path);

        Assert.Equal(Persons, Topology.FromJson(json)["person"].UnitNames);
        Assert.Equal(json, Topology.FromJson(json).ToJson());
        Assert.Equal(json, Model.Load(path).Topology.ToJson());
    }

    [Fact]
    public void All_copies_of_a_group_of_an_iterative_net_have_its_names()
    {
        var topology = Topology.Iterative(static net =>
        {
            var state = net.Output("state", 2, unitNames: Persons);
            state.From(state, delay: 1);
        }).Unroll(2);

        Assert.All(topology.Groups, static group => Assert.Equal(Persons, group.UnitNames));
        Assert.Equal(Persons, Topology.FromJson(topology.ToJson())["state@0"].UnitNames);
    }

    [Fact]
    public void Names_can_be_given_to_a_net_that_has_none_and_leave_all_else_as_it_is()
    {
        var plain = Topology.Layered(2, 2, 1);

        var named = plain.WithUnitNames(new Dictionary<string, IReadOnlyList<string>> { ["input"] = Persons });

        Assert.Equal(Persons, named["input"].UnitNames);
        Assert.Empty(plain["input"].UnitNames);
        Assert.Equal(plain.ToJson(), named.WithUnitNames(new Dictionary<string, IReadOnlyList<string>> { ["input"] = [] }).ToJson());
        Assert.Same(plain, plain.WithUnitNames(new Dictionary<string, IReadOnlyList<string>>()));
    }

    [Fact]
    public void Names_given_to_an_unrolled_net_are_those_of_the_group_that_the_copies_stand_for()
    {
        var plain = Topology.Iterative(static net =>
        {
            var state = net.Output("state", 2, shareBiases: "b");
            state.From(state, delay: 1).From(state, delay: 2);
        }).Unroll(3, SharedGradient.Sum);

        var named = plain.WithUnitNames(new Dictionary<string, IReadOnlyList<string>> { ["state"] = Persons });

        Assert.All(named.Groups, static group => Assert.Equal(Persons, group.UnitNames));
        Assert.Equal(plain.ToJson(), named.WithUnitNames(new Dictionary<string, IReadOnlyList<string>> { ["state"] = [] }).ToJson());
    }

    [Theory]
    [InlineData("group 'input' has 2 units, but 1 unit names; give one per unit, or none.", "input", "a")]
    [InlineData("group 'input': the units 0 and 1 are both called 'a'; give each a name of its own.", "input", "a", "a")]
    [InlineData("group 'input': unit 1 is called ' '; a unit's name is not empty and holds no control characters.", "input", "a", " ")]
    [InlineData("group 'input': unit 0 is called ' '; a unit's name is not empty and holds no control characters.", "input", "\n", "a")]
    [InlineData("Names are given for the units of group 'inputs', which the net does not have; its groups are 'input', 'output'; did you mean 'input'?", "inputs", "a")]
    public void Impossible_names_are_refused(string message, string group, params string[] names) =>
        Assert.Equal(message, Assert.Throws<TopologyException>(() => Topology.Layered(2, 1).WithUnitNames(new Dictionary<string, IReadOnlyList<string>> { [group] = names })).Message);
}
