using Backprop.Data;
using Backprop.ML;

namespace Microsoft.ML;

/// <summary>Adds Backprop to the trainers of ML.NET.</summary>
public static class BackpropTrainers
{
    /// <summary>Nets that tell classes apart: <c>Score</c> has the probability of each key, <c>PredictedLabel</c> the likeliest.</summary>
    /// <param name="trainers">The trainers, <c>mlContext.MulticlassClassification.Trainers</c>.</param>
    /// <param name="labelColumnName">The column of the classes, a key (<c>MapValueToKey</c>).</param>
    /// <param name="featureColumnName">The column of the features, a vector of a known number of <see cref="float"/>s (<c>Concatenate</c>); they need no normalization.</param>
    /// <param name="exampleWeightColumnName">The column of the weights of the rows, <see cref="float"/>; null: each weighs the same.</param>
    /// <param name="options">How to train; null: the defaults of tables. Rows to test are held out by ML.NET, not here.</param>
    /// <returns>A trainer for a pipeline.</returns>
    public static BackpropEstimator Backprop(this MulticlassClassificationCatalog.MulticlassClassificationTrainers trainers, string labelColumnName = "Label", string featureColumnName = "Features", string? exampleWeightColumnName = null, TableTrainingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(trainers);
        return new(new ViewTask(LearningTask.Classes, labelColumnName, featureColumnName, exampleWeightColumnName), options,
            static (ml, task) => ml.MulticlassClassification.Trainers.SdcaMaximumEntropy(task.Label, task.Features, task.Weights));
    }

    /// <summary>Nets that tell yes from no: <c>Probability</c> is that of yes, <c>Score</c> its log odds, <c>PredictedLabel</c> whether it is above one half.</summary>
    /// <param name="trainers">The trainers, <c>mlContext.BinaryClassification.Trainers</c>.</param>
    /// <param name="labelColumnName">The column of the answers, <see cref="bool"/>.</param>
    /// <param name="featureColumnName">The column of the features, a vector of a known number of <see cref="float"/>s; they need no normalization.</param>
    /// <param name="exampleWeightColumnName">The column of the weights of the rows, <see cref="float"/>; null: each weighs the same.</param>
    /// <param name="options">How to train; null: the defaults of tables.</param>
    /// <returns>A trainer for a pipeline.</returns>
    public static BackpropEstimator Backprop(this BinaryClassificationCatalog.BinaryClassificationTrainers trainers, string labelColumnName = "Label", string featureColumnName = "Features", string? exampleWeightColumnName = null, TableTrainingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(trainers);
        return new(new ViewTask(LearningTask.YesOrNo, labelColumnName, featureColumnName, exampleWeightColumnName), options,
            static (ml, task) => ml.BinaryClassification.Trainers.SdcaLogisticRegression(task.Label, task.Features, task.Weights));
    }

    /// <summary>Nets that predict a number, as <c>Score</c>.</summary>
    /// <param name="trainers">The trainers, <c>mlContext.Regression.Trainers</c>.</param>
    /// <param name="labelColumnName">The column of the numbers, <see cref="float"/>.</param>
    /// <param name="featureColumnName">The column of the features, a vector of a known number of <see cref="float"/>s; they need no normalization.</param>
    /// <param name="exampleWeightColumnName">The column of the weights of the rows, <see cref="float"/>; null: each weighs the same.</param>
    /// <param name="options">How to train; null: the defaults of tables.</param>
    /// <returns>A trainer for a pipeline.</returns>
    public static BackpropEstimator Backprop(this RegressionCatalog.RegressionTrainers trainers, string labelColumnName = "Label", string featureColumnName = "Features", string? exampleWeightColumnName = null, TableTrainingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(trainers);
        return new(new ViewTask(LearningTask.Number, labelColumnName, featureColumnName, exampleWeightColumnName), options,
            static (ml, task) => ml.Regression.Trainers.Sdca(task.Label, task.Features, task.Weights));
    }
}
