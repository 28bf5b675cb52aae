namespace Backprop.Experiments.Tests;

public class GalleryTests
{
    public static TheoryData<string> Names => [.. Gallery.Studies.Select(study => study.Name)];

    [Fact]
    public void Studies_are_found_by_their_names()
    {
        Assert.All(Gallery.Studies, study => Assert.Same(study, Gallery.Find(study.Name)));
        Assert.Contains("the studies are negation, t-c", Assert.Throws<KeyNotFoundException>(() => Gallery.Find("magic")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_study_gives_equal_bytes_with_any_number_of_threads(string name)
    {
        var study = Gallery.Find(name);
        var settings = study.AnyDefaults with { Seeds = 3, FirstSeed = 11, Sweeps = 20 };
        Assert.Equal(study.RunAny(settings, threads: 1).ToJson(), study.RunAny(settings, threads: 3).ToJson());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_study_can_be_canceled(string name)
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => Gallery.Find(name).RunAny(Gallery.Find(name).AnyDefaults, threads: 1, cancellationToken: source.Token));
    }
}
