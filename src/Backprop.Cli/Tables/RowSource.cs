using System.Globalization;
using Backprop.Data;

namespace Backprop.Cli;

/// <summary>Raw rows, one after another, as states of a model's inputs: from a table, from standard input, or from an IDX file.</summary>
internal abstract class RowSource : IDisposable
{
    /// <summary>The columns of the table as they came; empty for IDX files.</summary>
    public abstract IReadOnlyList<SourceColumn> Columns { get; }

    /// <summary>How the table is written; of an IDX file, as the tables of the model are.</summary>
    public abstract TableFormat Format { get; }

    /// <summary>The columns that held categories not seen in training, with counts over the rows read so far.</summary>
    public abstract IReadOnlyCollection<UnseenCount> Unseen { get; }

    /// <summary>What may surprise in what is read, such as which of several sheets.</summary>
    public virtual IReadOnlyList<TableNote> Notes => [];

    /// <summary>Opens a file, or standard input for "-".</summary>
    /// <param name="path">The file.</param>
    /// <param name="labels">The targets of an IDX file; null where none are needed.</param>
    /// <param name="model">The model that will be run.</param>
    /// <param name="format">What the user says of the table's format.</param>
    /// <param name="unseen">What to do with an unknown category.</param>
    /// <param name="withTargets">Whether the targets are read too.</param>
    public static RowSource Open(string path, string? labels, TableModel model, TableFormat format, UnseenCategory unseen, bool withTargets)
    {
        if (path != "-" && IdxFile.Is(path))
        {
            if (withTargets && labels is null)
                throw new UsageException($"{path} is an IDX file; name the file of its labels too: --labels");
            return new IdxRows(IdxTable.Read(path, withTargets ? labels : null), model.Encoding, withTargets);
        }
        var reader = path == "-" ? model.Encoding.Open(Console.OpenStandardInput(), "standard input", format) : model.Encoding.Open(path, format);
        return new TableRows(reader, new RowEncoder(model.Encoding, reader, unseen, withTargets));
    }

    /// <summary>Goes to the next row and encodes it; false at the end.</summary>
    public abstract bool Read(Span<float> states);

    /// <summary>Runs the model on the present row.</summary>
    /// <exception cref="DataException">The answer is not finite; the message names file, line and column.</exception>
    public void Run(TableModel model, ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        try
        {
            model.Run(inputs, outputs);
        }
        catch (DataException e) when (e.File is null)
        {
            throw Placed(e, Line);
        }
    }

    /// <summary>The line of the present row, or its number in a file that has no lines, from 1.</summary>
    public abstract long Line { get; }

    /// <summary>An error with the place of the row of a line.</summary>
    public abstract DataException Placed(DataException error, long line);

    /// <summary>A target of the present row: number, days or class index; NaN where it has none.</summary>
    public abstract double Target(int target);

    /// <summary>A cell of the present row.</summary>
    public abstract string Text(int column);

    /// <summary>A cell of the present row as the file, or the model, says that it is; missing also where a text means it.</summary>
    /// <exception cref="DataException">It is what no column can hold; the message names file, line and column.</exception>
    public abstract TableCell Cell(int column);

    public abstract void Dispose();

    private sealed class TableRows(TableReader reader, RowEncoder encoder) : RowSource
    {
        public override IReadOnlyList<SourceColumn> Columns => encoder.Columns;

        public override TableFormat Format => encoder.Format;

        public override IReadOnlyCollection<UnseenCount> Unseen => encoder.Unseen;

        // How text is split is known from the training table.
        public override IReadOnlyList<TableNote> Notes => reader.IsText ? [] : reader.Notes;

        public override bool Read(Span<float> states)
        {
            if (!reader.Read())
                return false;
            encoder.Encode(states);
            return true;
        }

        public override double Target(int target) => encoder.Target(target);

        public override string Text(int column) => reader.Text(column);

        public override TableCell Cell(int column) => encoder.Cell(column);

        public override long Line => reader.Line;

        public override DataException Placed(DataException error, long line) => reader.Placed(error, line);

        public override void Dispose() => reader.Dispose();
    }

    private sealed class IdxRows(Table table, TableEncoding encoding, bool withTargets) : RowSource
    {
        private readonly TableRowEncoder encoder = new(encoding, table, withTargets);
        private int row = -1;

        public override IReadOnlyList<SourceColumn> Columns => [];

        public override TableFormat Format { get; } = new() { Delimiter = ',', Quote = '"', DecimalMark = '.' };

        public override IReadOnlyCollection<UnseenCount> Unseen => [];

        public override bool Read(Span<float> states)
        {
            if (++row == table.Count)
                return false;
            encoder.Encode(row, states);
            return true;
        }

        public override double Target(int target) => encoder.Target(row, target);

        public override long Line => row + 1;

        public override DataException Placed(DataException error, long line) => error.At(string.Create(CultureInfo.InvariantCulture, $"{table.File}, row {line}"));

        public override string Text(int column) => throw new InvalidOperationException("an IDX file has no named columns");

        public override TableCell Cell(int column) => throw new InvalidOperationException("an IDX file has no named columns");

        public override void Dispose() { }
    }
}
