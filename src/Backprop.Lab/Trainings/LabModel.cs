namespace Backprop.Lab;

/// <summary>The net of a lab as a model file: what the command with the same bits would write, and of a table what reads its raw rows.</summary>
internal static class LabModel
{
    /// <summary>The model.</summary>
    public static Model Of(LabSession session) => Named(session).ToModel() with { Encodings = session.Opening.Encodings, Settings = Settings(session) };

    /// <summary>The trainer by whose rule the model is described: where rates were changed on the way, that of their phases, as the command has it.</summary>
    private static LabTrainer Named(LabSession session) =>
        SameBits.Training(session) is { } training && training.Rule != session.Training.Rule ? session.Trainer.With(session.Training with { Rule = training.Rule }) : session.Trainer;

    /// <summary>The settings that the model keeps; null where no command makes it. A model with encodings is one of a table, whose cases no case file holds.</summary>
    public static string? Settings(LabSession session) => session.Opening.Encodings is null ? SameBits.Settings(session) : null;
}
