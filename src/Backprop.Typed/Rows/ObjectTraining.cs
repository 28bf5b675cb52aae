namespace Backprop.Data;

/// <summary>Trainings on objects.</summary>
public static class ObjectTraining
{
    /// <summary>What <see cref="TableTraining"/> can be made from.</summary>
    extension(TableTraining)
    {
        /// <summary>Makes the training of a net on objects, whose <see cref="TableTraining.Run(IProgress{TableTrainingProgress}?, CancellationToken)"/> trains it: <see cref="TableTraining.Prepare"/> on the table of the objects.</summary>
        /// <typeparam name="TRow">Their type, which says what the columns and the targets are.</typeparam>
        /// <param name="rows">The objects; read once.</param>
        /// <param name="options">How to train; null: all defaults.</param>
        /// <param name="cancellationToken">Stops reading.</param>
        /// <returns>The training, which has made no sweep.</returns>
        /// <exception cref="DataException">There is no target, too few rows, or the columns cannot be used as they are declared; the message says what is wrong.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A number of the options is below 1.</exception>
        /// <exception cref="TrainingException">A number is no longer finite while the time of a sweep is measured.</exception>
        public static TableTraining From<TRow>(IEnumerable<TRow> rows, TableTrainingOptions? options = null, CancellationToken cancellationToken = default)
            where TRow : ITableRow<TRow> => TableTraining.Prepare(Table.From(rows, cancellationToken), options, cancellationToken);
    }
}
