namespace Backprop.Mpi.Tests;

public sealed class ProcessorsTests
{
    [Fact]
    public void As_many_ranks_as_this_process_may_use_processors_have_one_each()
    {
        Assert.True(Processors.AreEnoughFor(1));
        Assert.True(Processors.AreEnoughFor(Environment.ProcessorCount));
    }

    [Fact]
    public void More_ranks_than_any_machine_has_processors_share_them() => Assert.False(Processors.AreEnoughFor(1_000_000));

    [Fact]
    public void Ranks_of_a_launcher_that_does_not_say_how_many_are_here_have_one_each() => Assert.True(Processors.AreEnoughFor(null));
}
