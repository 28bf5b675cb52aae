using Backprop.WebAssembly;

namespace Backprop.Lab;

/// <summary>
/// What lets the net of a page learn fast: a module made for it, where there can be one, in slices between which the trainer has all that the module has come to; otherwise the trainer itself,
/// which the browser interprets. The bits are the same.
/// </summary>
/// <param name="host">Runs the modules.</param>
/// <param name="place">Where its module is among those of the host; engines at work at the same time have one each.</param>
internal sealed class TrainingEngine(IModuleHost host, int place)
{
    /// <summary>The place of the net of the page.</summary>
    public const int OfPage = 0;

    /// <summary>The place of the nets of a study.</summary>
    public const int OfStudy = 1;

    private bool? isFused;
    private LabTrainer? ready;
    private TrainingModule? module;

    /// <summary>How the trainer that is ready learns.</summary>
    public EngineWay Way => module is null ? EngineWay.Interpreted : isFused == true ? EngineWay.Fused : EngineWay.Software;

    /// <summary>Why there is no module, as the end of a sentence; null if there is one.</summary>
    public string? Reason { get; private set; }

    /// <summary>Whether <see cref="PrepareAsync"/> was called for a trainer.</summary>
    public bool IsReadyFor(LabTrainer trainer) => ready == trainer;

    /// <summary>Makes a module for a trainer.</summary>
    public async ValueTask PrepareAsync(LabTrainer trainer)
    {
        isFused ??= await host.IsFusedAsync(FusedProbe.Write());
        var (next, reason) = trainer.WriteModule(isFused.Value);
        if (next is not null)
        {
            try
            {
                await host.OpenModuleAsync(place, next.Bytes.ToArray());
            }
            catch (Microsoft.JSInterop.JSException e)
            {
                (next, reason) = (null, e.Message.Split('\n')[0]);
            }
        }
        (module, Reason, ready) = (next, reason, trainer);
    }

    /// <summary>Goes on with another trainer of the same net, cases and settings, whose seed alone may be another: its module is the same.</summary>
    public void Take(LabTrainer trainer) => ready = trainer;

    /// <summary>Makes sweeps until the settings say stop, at most so many; where there is a module, for about so long.</summary>
    /// <returns>Whether the settings said stop.</returns>
    /// <exception cref="TrainingException">A number is no longer finite.</exception>
    public bool Run(LabTrainer trainer, CaseTraining training, int sweeps, double milliseconds)
    {
        if (module is null || ready != trainer) return trainer.Run(training.StopRule, sweeps);
        // A sweep that has begun is ended first.
        if (trainer.IsWithinSweep) return trainer.Run(training.StopRule, 1);
        var asked = Slice(trainer, training, sweeps, milliseconds);
        var made = 0;
        if (asked.Sweeps > 0)
        {
            var before = trainer.Sweeps;
            var state = host.RunModule(place, trainer.StateFor(module), asked, module.Layout.StateBytes);
            trainer.GoTo(module, state);
            made = trainer.Sweeps - before;
            // Time was over: before its next sweep the module looks again.
            if (made > 0 && made < asked.Sweeps && (RunEnd)BitConverter.ToInt32(state, module.Layout.End) == RunEnd.Sweeps) return false;
        }
        // The trainer itself says which rule holds; where none does it makes a sweep, so that it goes on in any case.
        return trainer.Run(training.StopRule, Math.Min(1, sweeps - made));
    }

    private ModuleSlice Slice(LabTrainer trainer, CaseTraining training, int sweeps, double milliseconds)
    {
        var slice = new ModuleSlice(Math.Min(Math.Min(sweeps, training.Sweeps - trainer.Sweeps), module!.Layout.ErrorCapacity), 0, 0, false, milliseconds);
        foreach (var condition in training.Until)
        {
            var bounds = condition.Rule.Bounds;
            if (condition.NoBetterSweeps is { } count)
            {
                // No earlier than so many sweeps after the best one. It has E measured, as any bound on E has.
                slice = slice with { Sweeps = Math.Min(slice.Sweeps, trainer.History.BestSweep + count - trainer.Sweeps), ErrorBelow = Math.Max(slice.ErrorBelow, double.Epsilon) };
                continue;
            }
            slice = slice with { Within = Math.Max(slice.Within, bounds.Distance), ErrorBelow = Math.Max(slice.ErrorBelow, bounds.Error), RightSide = slice.RightSide || bounds.Side };
        }
        return slice;
    }
}

/// <summary>How a net learns in the page.</summary>
internal enum EngineWay
{
    /// <summary>By a module whose multiply-adds are instructions.</summary>
    Fused,

    /// <summary>By a module that computes multiply-adds by other instructions.</summary>
    Software,

    /// <summary>By the trainer, which the browser interprets.</summary>
    Interpreted,
}
