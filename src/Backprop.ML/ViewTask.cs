namespace Backprop.ML;

/// <summary>What is to be learned from which columns of a data view.</summary>
internal sealed record ViewTask(LearningTask Task, string Label, string Features, string? Weights);

/// <summary>What is to be learned.</summary>
internal enum LearningTask
{
    /// <summary>Classes, as keys.</summary>
    Classes,

    /// <summary>Yes or no.</summary>
    YesOrNo,

    /// <summary>A number.</summary>
    Number,
}
