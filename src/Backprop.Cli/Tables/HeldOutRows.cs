using Backprop.Data;

namespace Backprop.Cli;

/// <summary>The rows that the training of a model held out, found again in its table.</summary>
/// <param name="Table">The table.</param>
/// <param name="Rows">The rows.</param>
/// <param name="File">The table's file.</param>
internal sealed record HeldOutRows(Table Table, IReadOnlyList<int> Rows, string File)
{
    /// <summary>Reads the training's table again.</summary>
    /// <param name="model">The model.</param>
    /// <param name="path">Its file, for errors.</param>
    /// <param name="otherwise">What can be done with a model that <c>train</c> did not make, for errors.</param>
    /// <param name="instead">What the user can do instead, for errors: "name a table to test on".</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="InputException">It is not known which rows those were, there were none, or the table has changed.</exception>
    public static HeldOutRows Of(TableModel model, string path, string otherwise, string instead, CancellationToken cancellationToken)
    {
        var job = TrainingSettings.Read(model.Model, path, otherwise);
        var isSameFile = job.TrainedOn?.Is(job.Data);
        if (isSameFile == false && System.IO.File.Exists(job.Data))
            throw new InputException($"{job.Data}: is not as it was when {path} was trained; {instead}");
        var training = TableTraining.Prepare(job.ReadTable(cancellationToken), job.Options with { ValidationFile = null, ValidationSheet = null, ValidationQuery = null }, cancellationToken); // the test rows do not depend on it
        if (training.Split.Test.Length == 0)
            throw new InputException($"{path}: its training held no rows out; {instead}");
        // An encoding of an earlier version does not say all that one of this version says of the same table.
        if (isSameFile != true && !training.Encoding.Equals(model.Encoding))
            throw new InputException($"{job.Data}: is not as it was when {path} was trained; {instead}");
        return new(training.Table, training.Split.Test, job.Data);
    }
}
