namespace Backprop.Tests;

public sealed class CheckpointFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static Trainer<float> Trainer() => new(Xor.Net<float>(), Xor.Cases, new Adam());

    [Fact]
    public void What_is_saved_is_a_checkpoint_and_preparing_leaves_no_trace()
    {
        var store = new CheckpointFile(folder["net.checkpoint"]);
        var trainer = Trainer();
        store.Prepare(trainer);
        Assert.Empty(folder.Names);

        trainer.Step();
        store.Save(trainer);
        var other = Trainer();
        other.Resume(folder["net.checkpoint"]);

        Assert.Equal(trainer.Network.Weights.ToArray(), other.Network.Weights.ToArray());
        Assert.Equal(1, other.Changes);
    }

    [Fact]
    public void Other_places_are_tried_until_one_can_be_written_or_none_is_named()
    {
        var tried = new List<string>();
        string? Next(ModelFileException error)
        {
            tried.Add(error.Path);
            return tried.Count switch { 1 => folder["none/second"], 2 => folder["third"], _ => null };
        }
        var store = new CheckpointFile(folder["none/first"]) { Elsewhere = Next };
        store.Prepare(Trainer());
        Assert.Empty(tried);

        store.Save(Trainer());
        Assert.Equal([folder["none/first"], folder["none/second"]], tried);
        Assert.True(File.Exists(folder["third"]));

        store.Save(Trainer());
        Assert.Equal(3, tried.Count);
    }

    [Fact]
    public void Without_another_place_the_error_is_thrown()
    {
        var store = new CheckpointFile(folder["none/first"]);

        Assert.Equal(folder["none/first"], Assert.Throws<ModelFileException>(() => store.Prepare(Trainer())).Path);
        Assert.Equal(folder["none/first"], Assert.Throws<ModelFileException>(() => store.Save(Trainer())).Path);
    }
}
