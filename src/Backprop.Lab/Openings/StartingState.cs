namespace Backprop.Lab;

/// <summary>A checkpoint from which a lab goes on: the rule, the order of the cases and the history too are as they were.</summary>
/// <param name="Content">The file.</param>
/// <param name="Settings">The settings by which it was trained.</param>
internal sealed record StartingState(byte[] Content, LabSettings Settings)
{
    /// <summary>The state of a checkpoint; null for a model, and for a checkpoint that does not say how cases were learned.</summary>
    /// <param name="model">What it holds as a model.</param>
    /// <param name="content">The file.</param>
    public static StartingState? Of(Model model, byte[] content)
    {
        using var folder = new PageFolder();
        return ModelSettings.AreOfCases(model) && ModelFile.Peek(folder.Write("checkpoint", content))?.ContainsKey("checkpoint") == true ? new(content, ModelSettings.Of(model)) : null;
    }
}
