using Backprop.ML;
using Microsoft.Data.Analysis;
using Microsoft.ML;

namespace Backprop.Data;

/// <summary>Tables and answers as <see cref="DataFrame"/>s.</summary>
public static class FrameTables
{
    private const int BlockRows = 256;

    /// <summary>Makes a <see cref="DataFrame"/> of a table: numbers are <see cref="double"/>s, yes or no are <see cref="bool"/>s, dates are <see cref="DateTime"/>s without a zone, categories are texts; missing values are null.</summary>
    /// <param name="table">The table.</param>
    /// <returns>A data frame with the columns of the table, as far as it kept them.</returns>
    public static DataFrame ToDataFrame(this Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var columns = new List<FrameColumn>();
        foreach (var column in table.Columns)
        {
            var made = FrameColumn.Of(column.Name, column.Kind, column is CategoryColumn { Identity: CategoryIdentity.YesOrNo });
            columns.Add(made);
            for (var row = 0; row < table.Count; row++)
            {
                if (column.IsMissing(row))
                    made.AddMissing();
                else if (column is CategoryColumn categories)
                    made.Add(categories[row], categories.Categories[categories[row]]);
                else
                    made.Add(((NumberColumn)column)[row], "");
            }
        }
        return new DataFrame(columns.Select(static column => column.Made));
    }

    /// <summary>Answers the rows of a data view, found by the names of their columns.</summary>
    /// <param name="model">The model.</param>
    /// <param name="rows">The rows, read once: a <see cref="DataFrame"/>, whose nulls are missing values, or any other data view. Other columns than those of the model are ignored.</param>
    /// <param name="withProbabilities">Whether there is also a column for each class, such as <c>species: setosa</c>. Default: false.</param>
    /// <param name="unseen">What to do with a category not seen in training. Default: an error.</param>
    /// <returns>A row for each row of the view, with a column for each target: classes as texts, yes or no as <see cref="bool"/>s, numbers and dates.</returns>
    /// <exception cref="DataException">A column is not there, a value is not what it holds, or the net's answer is not finite; the message names the row, from 1.</exception>
    public static DataFrame Predict(this TableModel model, IDataView rows, bool withProbabilities = false, UnseenCategory unseen = UnseenCategory.Error)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(rows);
        var encoding = model.Encoding;
        var answers = encoding.Targets.Select(target => new FrameAnswer(target, withProbabilities)).ToArray();
        var (inputs, outputs) = (new float[BlockRows * encoding.InputSize], new float[BlockRows * encoding.TargetSize]);
        using var reader = encoding.Open(ViewRows.Of(rows), "the data view");
        var encoder = new RowEncoder(encoding, reader, unseen);
        bool goesOn;
        do
        {
            var (count, first) = (0, reader.Line);
            while (count < BlockRows && reader.Read())
                encoder.Encode(inputs.AsSpan(count++ * encoding.InputSize, encoding.InputSize));
            goesOn = count == BlockRows;
            var finite = model.Run(inputs.AsSpan(0, count * encoding.InputSize), outputs.AsSpan(0, count * encoding.TargetSize), count);
            for (var row = 0; row < count; row++)
            {
                var states = outputs.AsSpan(row * encoding.TargetSize, encoding.TargetSize);
                try
                {
                    if (row == finite)
                        model.Run(inputs.AsSpan(row * encoding.InputSize, encoding.InputSize), states); // says what is wrong
                    var predictions = Prediction.Decode<float>(encoding, states);
                    for (var target = 0; target < answers.Length; target++)
                        answers[target].Add(predictions[target]);
                }
                catch (DataException e) when (e.File is null)
                {
                    throw reader.Placed(e, first + row + 1);
                }
            }
        }
        while (goesOn);
        return new DataFrame(answers.SelectMany(static answer => answer.Columns));
    }
}
