using Backprop.Experiments;

namespace Backprop.Lab.Tests;

/// <summary>Destroying, freezing and setting free.</summary>
public class PartsTests
{
    private static LabSession Symmetry()
    {
        var session = new LabSession(ExperimentOpenings.Of(Paper.Find("symmetry"))[0]);
        session.Run(20);
        return session;
    }

    private static double[] Weights(LabSession session) => [.. Enumerable.Range(0, session.Trainer.WeightCount).Select(weight => session.Trainer[weight])];

    [Fact]
    public void A_destroyed_link_stays_0_while_the_rest_learns_on_and_undo_brings_it_back()
    {
        var session = Symmetry();
        var before = Weights(session);
        session.Destroy(Lesion.OfLinks("input->hidden", new Link(1, 2)));
        Assert.Equal([.. before.Select(static (weight, k) => k == 8 ? 0 : weight)], Weights(session));
        session.Run(10);
        Assert.Equal(0, session.Trainer[8]);
        Assert.NotEqual(before[7], session.Trainer[7]);
        Assert.Null(SameBits.Command(session));
        session.Undo();
        Assert.Equal(before, Weights(session));
        Assert.Null(session.Trainer.Net.GetWeights("input->hidden").Mask);
        var (plain, undone) = (Symmetry(), session);
        plain.Run(10);
        undone.Run(10);
        Assert.Equal(Weights(plain), Weights(undone));
    }

    [Fact]
    public void A_destroyed_unit_sends_nothing_and_has_no_derivative()
    {
        var session = Symmetry();
        session.Destroy(Lesion.OfUnits("hidden", 0));
        session.Run(10);
        var reading = session.Trainer.Read(3);
        Assert.Equal((0, 0), (reading.States[1][0], reading.ByTotalInput[1][0]));
        Assert.NotEqual(0, reading.States[1][1]);
        Assert.Throws<TopologyException>(() => session.Destroy(Lesion.OfUnits("hidden", 7)));
    }

    [Fact]
    public void A_frozen_projection_does_not_learn_and_set_free_it_goes_on()
    {
        var session = Symmetry();
        var before = Weights(session);
        session.Freeze(session.Trainer.Net.GetWeights("input->hidden"), true);
        session.Run(10);
        Assert.Equal(before[..12], Weights(session)[..12]);
        Assert.NotEqual(before[12], session.Trainer[12]);
        session.Freeze(session.Trainer.Net.GetWeights("input->hidden"), false);
        session.Run(10);
        Assert.NotEqual(before[0], session.Trainer[0]);
        Assert.Equal(5, session.Deeds.Count);
    }

    [Fact]
    public void A_frozen_weight_keeps_its_bits_while_all_others_learn_and_undo_sets_it_free()
    {
        var session = Symmetry();
        var before = Weights(session);
        session.Freeze(5, true);
        session.Freeze(5, true);
        session.Freeze(session.Trainer.Net.BiasOffset, true);
        session.Run(10);
        Assert.Equal([5, session.Trainer.Net.BiasOffset], Weights(session).Index().Where(entry => entry.Item == before[entry.Index]).Select(static entry => entry.Index));
        Assert.Equal(4, session.Deeds.Count);
        Assert.Equal(["Froze weight 6 of input->hidden", "Froze bias 1 of hidden"], DeedTexts.Of(session).Skip(1).Take(2).Select(static text => text.Phrase.In(Language.English, text.Values)));
        var reading = session.Trainer.Read(3);
        Assert.Equal((true, 0), (WeightReading.Of(reading, 5).IsFrozen, reading.ByWeight[5]));
        session.SetWeight(5, 0.25);
        session.Run(2);
        Assert.Equal(0.25, session.Trainer[5]);
        session.Undo();
        session.Undo();
        Assert.Equal(before[5], session.Trainer[5]);
        session.Undo();
        Assert.Null(session.Trainer.Net.GetWeights("input->hidden").FrozenWeights);
        Assert.Null(SameBits.Command(Frozen(5)));

        static LabSession Frozen(int weight)
        {
            var late = Symmetry();
            late.Freeze(weight, true);
            return late;
        }
    }

    [Fact]
    public void What_is_frozen_before_anything_is_learned_is_in_the_net_of_the_command()
    {
        var opening = ExperimentOpenings.Of(Paper.Find("symmetry"))[0];
        var session = new LabSession(opening);
        session.Freeze(3, true);
        session.Freeze(session.Trainer.Net.GetWeights("hidden->output"), true);
        session.Run(12);
        Assert.Contains("backprop train symmetry-6-2-1.cases --net symmetry-6-2-1.json", SameBits.Command(session), StringComparison.Ordinal);
        Assert.Contains("\"000100\",", session.Start.NetText, StringComparison.Ordinal);
        var described = new LabSession(opening with { Net = Topology.FromJson(session.Start.NetText) });
        described.Run(12);
        Assert.Equal(LabModel.Of(described).ToBytes(), LabModel.Of(session).ToBytes());
        Assert.Equal(opening.NetText, new LabSession(opening).Start.NetText);
    }

    [Fact]
    public void One_weight_of_what_is_frozen_as_a_whole_is_set_free_alone()
    {
        var net = FrozenNet.Of(Topology.Layered(2, 3, 1), "hidden", isBias: true, frozen: true);
        int[] Free(Topology net) => [.. net.Blocks.SelectMany(static block => Enumerable.Range(0, block.Length).Where(place => !block.IsFrozen(place)).Select(place => block.Offset + place))];
        Assert.Equal([6, 7, 8, 12], Free(net));
        Assert.Equal([2, 6, 7, 8, 12], Free(FrozenNet.Of(net, 2, frozen: false)));
        Assert.Equal([6, 7, 8, 10, 12], Free(FrozenNet.Of(net, 10, frozen: false)));
        Assert.Equal(net.Blocks.Select(static block => block.Frozen), FrozenNet.Of(FrozenNet.Of(net, 10, frozen: false), 10, frozen: true).Blocks.Select(static block => block.Frozen));
        var free = FrozenNet.Of(FrozenNet.Of(Topology.Layered(2, 3, 1), 4, frozen: true), 4, frozen: false);
        Assert.Equal(Topology.Layered(2, 3, 1).ToJson(), free.ToJson());
        var iterative = FrozenNet.Of(ExperimentOpenings.Of(Paper.Find("iterative"))[0].Net, 1, frozen: true);
        Assert.True(iterative.Blocks[0].IsFrozen(1));
        Assert.False(iterative.Blocks[0].IsFrozen(0));
    }

    [Fact]
    public void A_net_frozen_from_the_start_has_the_bits_of_its_description()
    {
        var opening = ExperimentOpenings.Of(Paper.Find("symmetry"))[0];
        var session = new LabSession(opening);
        session.Freeze(session.Trainer.Net.GetWeights("hidden->output"), true);
        session.Run(15);
        var described = new LabSession(opening with { Net = Topology.FromJson(session.Trainer.Net.ToJson()) });
        described.Run(15);
        Assert.Equal(Weights(described), Weights(session));
    }

    [Fact]
    public void Biases_freeze_with_all_that_their_group_receives()
    {
        var net = Topology.Layered(2, 3, 1);
        var frozen = FrozenNet.Of(net, "hidden", isBias: true, frozen: true);
        Assert.Equal([true, false, true, false], frozen.Blocks.Select(static block => block.Frozen));
        Assert.Equal([false, false, false, false], FrozenNet.Of(frozen, "hidden", isBias: true, frozen: false).Blocks.Select(static block => block.Frozen));
        Assert.Equal([false, false, false, false], FrozenNet.Of(frozen, "input->hidden", isBias: false, frozen: false).Blocks.Select(static block => block.Frozen));
    }

    [Fact]
    public void Iterative_nets_freeze_and_lose_every_copy()
    {
        var iterative = ExperimentOpenings.Of(Paper.Find("iterative"))[0];
        var session = new LabSession(iterative);
        session.Run(3);
        var block = session.Trainer.Net.Blocks[0];
        session.Freeze(block, true);
        session.Destroy(Lesion.OfLinks(block.Name, new Link(0, 0)));
        var before = Weights(session);
        session.Run(3);
        Assert.Equal(before[..block.Length], Weights(session)[..block.Length]);
        Assert.Equal(0, session.Trainer[0]);
        Assert.True(session.Trainer.Net.Blocks[0].Frozen);
    }

    [Fact]
    public void Dragging_a_weight_is_one_deed_and_a_link_of_a_weight_is_destroyed_by_its_place()
    {
        var session = Symmetry();
        var before = session.Trainer[3];
        session.SetWeight(3, 1);
        session.SetWeight(3, 1.5, goesOn: true);
        session.SetWeight(3, 2, goesOn: true);
        session.SetWeight(4, 1, goesOn: true);
        Assert.Equal([new Deed.Weighted(3, 2), new Deed.Weighted(4, 1)], session.Deeds.Skip(1));
        session.Undo();
        session.Undo();
        Assert.Equal(before, session.Trainer[3]);

        session.Destroy(WeightReading.LinkOf(session.Trainer.Net, 8)!);
        Assert.False(session.Trainer.Net.GetWeights("input->hidden").Mask![8]);
        Assert.Null(WeightReading.LinkOf(session.Trainer.Net, 8));
        Assert.Null(WeightReading.LinkOf(session.Trainer.Net, session.Trainer.Net.BiasOffset));
    }

    [Fact]
    public void States_are_read_with_the_weights_as_they_are_and_of_every_case()
    {
        var session = Symmetry();
        var first = session.Trainer.States(0);
        session.SetWeight(12, 3);
        Assert.NotEqual(first[^1], session.Trainer.States(0)[^1]);
        Assert.Equal(session.Trainer.Read(0).States[2][0], session.Trainer.States(0)[^1]);
        Assert.Equal(session.Trainer.Read(9).States[1], session.Trainer.States(9)[6..8]);
    }
}
