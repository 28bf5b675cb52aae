using System.Diagnostics;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Backprop.Lab;

/// <summary>What all panels of the page share: the lab, what is chosen in it, the language, and whether it is learning by itself. Panels listen to <see cref="Changed"/>.</summary>
internal sealed class LabPage(Browser browser)
{
    /// <summary>Time of a frame in which the net learns; the rest is for drawing.</summary>
    private const double LearningMilliseconds = 16;

    /// <summary>The most time of a frame in which a net learns by interpreted code: it learns as long as the rest of a frame takes, which is more where drawing is interpreted too and others use the machine.</summary>
    private const double MostInterpretedMilliseconds = 60;

    private int sweepsAFrame = 1, plays;

    /// <summary>The lab.</summary>
    public LabSession Session { get; private set; } = new(ExperimentOpenings.First[0]);

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

    /// <summary>How fast the net learns by itself.</summary>
    public Pace Pace { get; private set; } = Pace.Full;

    /// <summary>The sweep after which the net no longer learns by itself, if it is not over; null for none.</summary>
    public int? StopAt { get; private set; }

    /// <summary>What lets the net learn by itself.</summary>
    public TrainingEngine Engine { get; } = new(browser, TrainingEngine.OfPage);

    /// <summary>How fast it does.</summary>
    public SpeedMeter Speed { get; } = new();

    /// <summary>How long it takes.</summary>
    public Outlook Outlook { get; } = new();

    /// <summary>What went wrong in the last deed; null for nothing.</summary>
    public Exception? Problem { get; private set; }

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
            if (deed is Deed.Learned { ByChange: false } && !Engine.IsReadyFor(session.Trainer)) await Engine.PrepareAsync(session.Trainer);
            while (goesOn)
            {
                Do(() =>
                {
                    if (deed is Deed.Learned { ByChange: false, Sweeps: var sweep }) RunTo(session, sweep, slice);
                    else session.Repeat(deed is Deed.Learned steps ? steps with { Changes = Math.Min(slice, left) } : deed);
                });
                left -= slice;
                if (Problem is not null || Session != session) return;
                goesOn = deed is Deed.Learned { ByChange: true } ? left > 0 : deed is Deed.Learned { Sweeps: var end } && session.Trainer.Sweeps < end && !session.HasEnded;
                if (goesOn) await browser.NextFrameAsync();
            }
        }
    }

    /// <summary>Lets the net learn for a while, at most up to a sweep.</summary>
    private void RunTo(LabSession session, int sweep, int mostInterpreted)
    {
        var sweeps = sweep - session.Trainer.Sweeps;
        // Another lab may have been opened while this one's module was made.
        var byModule = Engine.Way != EngineWay.Interpreted && Engine.IsReadyFor(session.Trainer);
        if (sweeps > 0) session.Run(Engine, byModule ? sweeps : Math.Min(sweeps, mostInterpreted), LearningMilliseconds);
    }

    /// <summary>Switches the language.</summary>
    public void Speak(Language language) => Do(() => Language = language);

    /// <summary>Lets the net learn by itself at another pace.</summary>
    public void Go(Pace pace) => Do(() => Pace = pace);

    /// <summary>Lets the net learn by itself up to a sweep; null: without end.</summary>
    public void GoTo(int? sweep) => Do(() => StopAt = sweep);

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
            Problem = e;
        }
        Changed?.Invoke();
    }

    /// <summary>Lets the net learn until <see cref="Pause"/>, until it has made <see cref="StopAt"/> sweeps, or until the settings say stop: in slices, one for each frame that the browser draws.</summary>
    public async Task PlayAsync()
    {
        if (IsPlaying) return;
        Do(() =>
        {
            Session.Mark();
            IsPlaying = true;
        });
        var (play, session, due) = (++plays, Session, new PaceClock());
        Speed.Begin(Session.Trainer.Sweeps);
        var last = Stopwatch.GetTimestamp();
        var learned = TimeSpan.Zero;
        while (IsPlaying && play == plays)
        {
            await browser.NextFrameAsync();
            if (!Engine.IsReadyFor(Session.Trainer)) await Engine.PrepareAsync(Session.Trainer);
            // Something may have been done meanwhile.
            if (!IsPlaying || play != plays || !Engine.IsReadyFor(Session.Trainer)) continue;
            var since = Stopwatch.GetElapsedTime(last);
            last = Stopwatch.GetTimestamp();
            var time = Engine.Way == EngineWay.Interpreted ? Math.Clamp((since - learned).TotalMilliseconds, LearningMilliseconds, MostInterpretedMilliseconds) : LearningMilliseconds;
            Slice(due.Due(Pace, since), time);
            learned = Stopwatch.GetElapsedTime(last);
            Speed.Add(since, Session.Trainer.Sweeps);
            if (Pace.StepsPerSecond is null && Speed.SweepsPerSecond is { } speed) Outlook.Measure(Session, Engine.Way, speed);
            Learned?.Invoke();
        }
        if (play != plays) return;
        // The history gets the E that the net has now.
        if (session == Session && Problem is null && !Session.Trainer.IsWithinSweep) Do(() => Session.Run(0));
        else Changed?.Invoke();
    }

    /// <summary>Stops what <see cref="PlayAsync"/> began.</summary>
    public void Pause() => Do(() => IsPlaying = false);

    private void Slice(int steps, double milliseconds)
    {
        if (steps == 0) return;
        var ended = false;
        if (Pace is { ByChange: true, StepsPerSecond: not null }) Quietly(() => ended = Change(steps));
        else
        {
            var sweeps = StopAt > Session.Trainer.Sweeps ? Math.Min(steps, StopAt.Value - Session.Trainer.Sweeps) : steps;
            if (Engine.Way == EngineWay.Interpreted) sweeps = Math.Min(sweeps, sweepsAFrame);
            var begin = Stopwatch.GetTimestamp();
            Quietly(() => ended = Session.Run(Engine, sweeps, milliseconds));
            var spent = Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
            // As many sweeps as fit; at most twice those of the frame before, since clocks of browsers are coarse.
            if (sweeps == sweepsAFrame)
                sweepsAFrame = Math.Max(1, (int)Math.Min(sweepsAFrame * 2.0, spent > 0 ? sweeps * milliseconds / spent : sweepsAFrame * 2.0));
            ended |= Session.Trainer.Sweeps == StopAt;
        }
        if (ended) IsPlaying = false;
    }

    /// <summary>Makes so many weight changes, fewer if time is over.</summary>
    /// <returns>Whether that is all.</returns>
    private bool Change(int steps)
    {
        var begin = Stopwatch.GetTimestamp();
        for (var step = 0; step < steps && Stopwatch.GetElapsedTime(begin).TotalMilliseconds < LearningMilliseconds; step++)
        {
            Session.Change();
            if (!Session.Trainer.IsWithinSweep && (Session.Run(0) || Session.Trainer.Sweeps == StopAt)) return true;
        }
        return false;
    }

    /// <summary>Does what a frame of learning does: panels show it by <see cref="Learned"/>.</summary>
    private void Quietly(Action deed)
    {
        try
        {
            deed();
        }
        catch (Exception e) when (e is BackpropException or JSException)
        {
            IsPlaying = false;
            Problem = e;
        }
    }
}

/// <summary>A unit, or a weight by its place in the flat vector, of which the page shows the numbers.</summary>
internal abstract record Selection
{
    internal sealed record OfUnit(string Group, int Unit) : Selection;

    internal sealed record OfWeight(int Weight) : Selection;
}
