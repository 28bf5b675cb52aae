namespace Backprop.Lab;

/// <summary>The net of a lab as a model file: what the command with the same bits would write, and of a table what reads its raw rows.</summary>
internal static class LabModel
{
    /// <summary>The model.</summary>
    public static Model Of(LabSession session) => session.Trainer.ToModel() with { Encodings = session.Opening.Encodings, Settings = Settings(session) };

    /// <summary>The settings that the model keeps; null where no command makes it. A model with encodings is one of a table, whose cases no case file holds.</summary>
    public static string? Settings(LabSession session) => session.Opening.Encodings is null ? SameBits.Settings(session) : null;
}
