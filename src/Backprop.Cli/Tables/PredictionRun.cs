using System.Globalization;
using Backprop.Data;

namespace Backprop.Cli;

/// <summary>Answers rows and writes the answers in their order, in constant memory: while a block of rows is answered and written, the next one is read.</summary>
internal sealed class PredictionRun
{
    private readonly TableModel model;
    private readonly RowSource rows;
    private readonly RowWriter writer;
    private readonly TableEncoding encoding;
    private readonly char mark;
    private readonly IReadOnlyList<SourceColumn> kept;
    private readonly bool withProbabilities;

    /// <param name="model">The model.</param>
    /// <param name="rows">The rows to predict.</param>
    /// <param name="writer">Where to write.</param>
    /// <param name="kept">The columns of the rows that are written too: all, or none.</param>
    /// <param name="withProbabilities">Whether the probability of each class is written.</param>
    public PredictionRun(TableModel model, RowSource rows, RowWriter writer, IReadOnlyList<SourceColumn> kept, bool withProbabilities)
    {
        (this.model, this.rows, this.writer, this.kept, this.withProbabilities) = (model, rows, writer, kept, withProbabilities);
        mark = rows.Format.DecimalMark!.Value;
        encoding = model.Encoding with { DecimalMark = mark, DateFormat = rows.Format.DateFormat };
    }

    /// <summary>The columns of the answers: the target's name, or "target: class" for the state of a class; "predicted …" if a kept column has that name.</summary>
    public static IEnumerable<SourceColumn> Headings(TableEncoding encoding, IReadOnlyList<SourceColumn> kept, bool withProbabilities)
    {
        var taken = kept.Select(static column => column.Name).ToHashSet(StringComparer.Ordinal);
        string Free(string name)
        {
            while (!taken.Add(name))
                name = "predicted " + name;
            return name;
        }

        foreach (var target in encoding.Targets)
        {
            yield return target switch
            {
                NumberEncoding => new SourceColumn(Free(target.Column), ColumnKind.Number) { Type = CellType.Number },
                DateEncoding date => new SourceColumn(Free(target.Column), ColumnKind.Date) { Type = date.Precision == DatePrecision.Day ? CellType.Day : CellType.Time },
                _ => new SourceColumn(Free(target.Column), ColumnKind.Category),
            };
            if (withProbabilities && target is CategoryEncoding classes)
                foreach (var category in classes.Categories)
                    yield return new SourceColumn(Free($"{target.Column}: {category}"), ColumnKind.Number) { Type = CellType.Number };
        }
    }

    /// <summary>Reads all rows and writes the answers.</summary>
    /// <param name="interrupted">Stops the run.</param>
    /// <param name="stopped">Called with the number of rows written if a row cannot be read after some have been: the output ends with a whole row.</param>
    /// <exception cref="DataException">A row cannot be read, or the net has no finite answer to it.</exception>
    public void Run(CancellationToken interrupted, Action<long>? stopped = null)
    {
        writer.Head(kept.Concat(Headings(encoding, kept, withProbabilities)));
        var (block, next) = (NewBlock(), (RowBlock?)null);
        Task? answering = null;
        bool goesOn;
        do
        {
            goesOn = block.Fill(rows, interrupted);
            answering?.GetAwaiter().GetResult();
            if (!goesOn || Environment.ProcessorCount == 1)
            {
                Answer(block);
                continue;
            }
            var full = block;
            answering = Task.Run(() => Answer(full), CancellationToken.None);
            (block, next) = (next ?? NewBlock(), block);
        }
        while (goesOn);
        if (block.Failure is { } failure)
        {
            if (failure.SourceException is BackpropException && writer.RowsWritten > 0)
                stopped?.Invoke(writer.RowsWritten - 1); // without the header
            failure.Throw();
        }
        writer.Flush();
    }

    private RowBlock NewBlock() => new(encoding.InputSize, encoding.TargetSize, kept.Count);

    private void Answer(RowBlock block)
    {
        var finite = model.Run(block.Inputs, block.Outputs, block.Count);
        for (var row = 0; row < block.Count; row++)
        {
            try
            {
                if (row == finite)
                    model.Run(block.InputsOf(row), block.OutputsOf(row)); // says what is wrong
                Write(block.KeptOf(row), Prediction.Decode<float>(encoding, block.OutputsOf(row)));
            }
            catch (DataException e) when (e.File is null)
            {
                throw rows.Placed(e, block.LineOf(row));
            }
        }
    }

    private void Write(ReadOnlySpan<KeptCell> cells, IReadOnlyList<Prediction> predictions)
    {
        foreach (var cell in cells)
            writer.Keep(cell.Cell, cell.Text, mark);
        for (var target = 0; target < predictions.Count; target++)
        {
            var prediction = predictions[target];
            if (encoding.Targets[target] is NumberEncoding) writer.Number(prediction.Text, mark);
            else if (encoding.Targets[target] is DateEncoding date) writer.Date(Shown(prediction.Number, date.Precision), prediction.Text);
            else writer.Cell(prediction.Text);
            if (withProbabilities)
                foreach (var probability in prediction.Probabilities)
                    writer.Number(probability.ToString("F6", CultureInfo.InvariantCulture).Replace('.', mark), mark);
        }
        writer.EndRow();
    }

    /// <summary>A date rounded to what is shown of it.</summary>
    private static double Shown(double days, DatePrecision precision)
    {
        var step = precision switch { DatePrecision.Day => TimeSpan.TicksPerDay, DatePrecision.Minute => TimeSpan.TicksPerMinute, DatePrecision.Second => TimeSpan.TicksPerSecond, _ => TimeSpan.TicksPerMillisecond };
        return Math.Clamp(Math.Round(days * TimeSpan.TicksPerDay / step) * step, 0, DateTime.MaxValue.Ticks) / TimeSpan.TicksPerDay;
    }
}
