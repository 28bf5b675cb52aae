using System.Diagnostics;
using Microsoft.AspNetCore.Components;

namespace Backprop.Lab;

/// <summary>A panel that is computed anew whenever something changes, and a few times a second while the net learns: the rarer, the longer it takes.</summary>
public abstract class LivePanel : Panel
{
    /// <summary>So many times as long as a picture takes, the net learns before the next.</summary>
    private const int Share = 6;

    private long shown;
    private TimeSpan spent;

    [Inject]
    internal PagePast Past { get; set; } = null!;

    /// <summary>The least time between two pictures while the net learns.</summary>
    protected virtual TimeSpan Pause => TimeSpan.FromMilliseconds(250);

    /// <summary>Computes what is shown.</summary>
    protected abstract void Compute();

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        Page.Changed += Compute;
        Page.Learned += Tick;
        base.OnInitialized();
        Compute();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        Page.Changed -= Compute;
        Page.Learned -= Tick;
        base.Dispose();
        GC.SuppressFinalize(this);
    }

    private void Tick()
    {
        var since = Stopwatch.GetElapsedTime(shown);
        if (since < Pause || since < spent * Share) return;
        var begin = Stopwatch.GetTimestamp();
        Compute();
        StateHasChanged();
        shown = Stopwatch.GetTimestamp();
        spent = Stopwatch.GetElapsedTime(begin);
    }
}
