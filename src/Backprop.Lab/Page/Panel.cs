using Microsoft.AspNetCore.Components;

namespace Backprop.Lab;

/// <summary>A part of the page, drawn again whenever something changes; <see cref="IsLive"/> ones also while the net learns.</summary>
public abstract class Panel : ComponentBase, IDisposable
{
    [Inject]
    internal LabPage Page { get; set; } = null!;

    [Inject]
    internal Browser Browser { get; set; } = null!;

    /// <summary>Whether it is drawn again in each frame in which the net learns.</summary>
    protected virtual bool IsLive => false;

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        Page.Changed += StateHasChanged;
        if (IsLive) Page.Learned += StateHasChanged;
    }

    /// <inheritdoc/>
    public virtual void Dispose()
    {
        Page.Changed -= StateHasChanged;
        Page.Learned -= StateHasChanged;
        GC.SuppressFinalize(this);
    }

    internal string Say(Phrase phrase) => Page.Say(phrase);

    internal string Say(Phrase phrase, params ReadOnlySpan<object?> values) => Page.Say(phrase, values);
}
