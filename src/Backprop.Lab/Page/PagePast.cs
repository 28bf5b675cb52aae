namespace Backprop.Lab;

/// <summary>What the page remembers of the past of its net, from its first picture on: courses of E, weights at earlier moments, and a study of many seeds.</summary>
internal sealed class PagePast
{
    private readonly LabPage page;

    public PagePast(LabPage page)
    {
        this.page = page;
        // Before any panel listens, so that all find here what they show.
        page.Changed += Follow;
        page.Learned += Follow;
        Follow();
    }

    /// <summary>The present run and those before it.</summary>
    public Runs Runs { get; } = new();

    /// <summary>Weights of the present run at earlier moments.</summary>
    public Snapshots Snapshots { get; } = new();

    /// <summary>The study of many seeds; null before the first.</summary>
    public SeedStudy? Study { get; set; }

    private void Follow()
    {
        Runs.Follow(page.Session);
        Snapshots.Follow(page.Session);
    }
}
