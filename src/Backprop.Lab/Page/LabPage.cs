using Microsoft.AspNetCore.Components;

namespace Backprop.Lab;

/// <summary>What all panels of the page share: the lab, what is chosen in it, the language, and whether it is learning by itself. Panels listen to <see cref="Changed"/>.</summary>
internal sealed class LabPage(Browser browser)
{
    /// <summary>Time of a frame in which the net learns; the rest is for drawing.</summary>
    private const double LearningMilliseconds = 16;

    private int sweepsAFrame = 1;

    /// <summary>The lab.</summary>
    public LabSession Session { get; private set; } = new(ExperimentOpenings.Of(ExperimentOpenings.Experiments[0])[0]);

    /// <summary>The language of the page.</summary>
    public Language Language { get; private set; }

    /// <summary>The chosen case, from 0.</summary>
    public int Case { get; private set; }

    /// <summary>The chosen unit or weight; null for none.</summary>
    public Selection? Selection { get; private set; }

    /// <summary>Of a folded iterative net, the iteration whose numbers are shown.</summary>
    public int Iteration { get; set; }

    /// <summary>The step of the chosen case that is shown, from 0; null for the states of the whole case.</summary>
    public int? Step { get; set; }

    /// <summary>Whether the net learns by itself.</summary>
    public bool IsPlaying { get; private set; }

    /// <summary>Sweeps a second while the net learns by itself; null for as many as the page can.</summary>
    public double? Pace { get; set; }

    /// <summary>What went wrong in the last deed; null for nothing.</summary>
    public string? Problem { get; private set; }

    /// <summary>Something that panels show has changed: everything, not only the numbers of a net that learns.</summary>
    public event Action? Changed;

    /// <summary>The numbers of a net that learns have changed.</summary>
    public event Action? Learned;

    /// <summary>A text in the language of the page.</summary>
    public string Say(Phrase phrase) => phrase.In(Language);

    /// <inheritdoc cref="Say(Phrase)"/>
    public string Say(Phrase phrase, params ReadOnlySpan<object?> values) => phrase.In(Language, values);

    /// <summary>Opens another lab.</summary>
    public void Open(Opening opening) => Do(() =>
    {
        IsPlaying = false;
        (Session, Case, Selection, Step) = (new LabSession(opening), 0, null, null);
    });

    /// <summary>Opens another lab and does again what was done in it: learning in slices, between which the browser draws.</summary>
    public async Task OpenAsync(LabLink link)
    {
        const int slice = 200;
        Open(link.Opening);
        var session = Session;
        foreach (var deed in link.Deeds)
        {
            var left = deed is Deed.Learned { ByChange: true, Changes: var all } ? all : 0;
            var goesOn = Problem is null;
            if (deed is Deed.Learned) session.Mark();
            while (goesOn)
            {
                Do(() => session.Repeat(deed switch
                {
                    Deed.Learned { ByChange: true } steps => steps with { Changes = Math.Min(slice, left) },
                    Deed.Learned sweeps => sweeps with { Sweeps = (int)Math.Min(sweeps.Sweeps, session.Trainer.Sweeps + (long)slice) },
                    _ => deed,
                }));
                left -= slice;
                if (Problem is not null || Session != session) return;
                goesOn = deed is Deed.Learned { ByChange: true } ? left > 0 : deed is Deed.Learned { Sweeps: var end } && session.Trainer.Sweeps < end && !session.HasEnded;
                if (goesOn) await browser.NextFrameAsync();
            }
        }
    }

    /// <summary>Switches the language.</summary>
    public void Speak(Language language) => Do(() => Language = language);

    /// <summary>Chooses a case.</summary>
    public void Choose(int @case) => Do(() => Case = Math.Clamp(@case, 0, Session.Opening.Cases.Count - 1));

    /// <summary>Chooses a unit or a weight.</summary>
    public void Choose(Selection? selection) => Do(() => Selection = selection);

    /// <summary>Does something to the lab and lets every panel show it; what cannot be done is said.</summary>
    public void Do(Action deed)
    {
        Problem = null;
        try
        {
            deed();
        }
        catch (Exception e) when (e is UsageException or BackpropException or ArgumentException)
        {
            IsPlaying = false;
            Problem = e.Message;
        }
        Changed?.Invoke();
    }

    /// <summary>Lets the net learn until <see cref="Pause"/>, or until the settings say stop: in slices, one for each frame that the browser draws.</summary>
    public async Task PlayAsync()
    {
        if (IsPlaying) return;
        Do(() =>
        {
            Session.Mark();
            IsPlaying = true;
        });
        var due = 0.0;
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (IsPlaying)
        {
            await browser.NextFrameAsync();
            if (!IsPlaying) break;
            Slice(ref due, clock);
            Learned?.Invoke();
        }
        Changed?.Invoke();
    }

    /// <summary>Stops what <see cref="PlayAsync"/> began.</summary>
    public void Pause() => Do(() => IsPlaying = false);

    private void Slice(ref double due, System.Diagnostics.Stopwatch clock)
    {
        int sweeps;
        if (Pace is { } pace)
        {
            due += pace * clock.Elapsed.TotalSeconds;
            clock.Restart();
            sweeps = (int)Math.Min(due, sweepsAFrame);
            due = Math.Min(due - sweeps, 1);
            if (sweeps == 0) return;
        }
        else sweeps = sweepsAFrame;
        var begin = System.Diagnostics.Stopwatch.GetTimestamp();
        var ended = false;
        Do(() => ended = Session.Run(sweeps), quietly: true);
        var spent = System.Diagnostics.Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
        // As many sweeps as fit; at most twice those of the frame before, since clocks of browsers are coarse.
        if (sweeps == sweepsAFrame)
            sweepsAFrame = Math.Max(1, (int)Math.Min(sweepsAFrame * 2.0, spent > 0 ? sweeps * LearningMilliseconds / spent : sweepsAFrame * 2.0));
        if (ended) IsPlaying = false;
    }

    private void Do(Action deed, bool quietly)
    {
        if (!quietly)
        {
            Do(deed);
            return;
        }
        try
        {
            deed();
        }
        catch (BackpropException e)
        {
            IsPlaying = false;
            Problem = e.Message;
        }
    }
}

/// <summary>A unit, or a weight by its place in the flat vector, of which the page shows the numbers.</summary>
internal abstract record Selection
{
    internal sealed record OfUnit(string Group, int Unit) : Selection;

    internal sealed record OfWeight(int Weight) : Selection;
}
