namespace Backprop.Experiments.Tests;

public class PaperTests
{
    [Fact]
    public void Experiments_are_found_by_their_names()
    {
        Assert.All(Paper.Experiments.Concat(Paper.Comparisons), experiment => Assert.Same(experiment, Paper.Find(experiment.Name)));
        Assert.Contains("the experiments are symmetry, family-trees", Assert.Throws<KeyNotFoundException>(() => Paper.Find("magic")).Message, StringComparison.Ordinal);
    }

    public static TheoryData<string> Names => [.. Paper.Experiments.Concat(Paper.Comparisons).Select(experiment => experiment.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_experiment_gives_equal_bytes_with_any_number_of_threads(string name)
    {
        var experiment = Paper.Find(name);
        var isComparison = Paper.Comparisons.Contains(experiment);
        var settings = experiment.AnyDefaults with { Seeds = isComparison ? 1 : 3, FirstSeed = 11, Sweeps = isComparison ? 10 : 20 };
        Assert.Equal(experiment.RunAny(settings, threads: 1).ToJson(), experiment.RunAny(settings, threads: 3).ToJson());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_experiment_can_be_canceled(string name)
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => Paper.Find(name).RunAny(Paper.Find(name).AnyDefaults, threads: 1, cancellationToken: source.Token));
    }
}
