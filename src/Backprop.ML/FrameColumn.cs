using Backprop.Data;
using Microsoft.Data.Analysis;

namespace Backprop.ML;

/// <summary>A column of a <see cref="DataFrame"/> that is filled row after row.</summary>
internal abstract class FrameColumn
{
    /// <summary>The column.</summary>
    public abstract DataFrameColumn Made { get; }

    /// <summary>A column for values of a kind.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="kind">What its values are.</param>
    /// <param name="isYesOrNo">Whether its two categories are no and yes.</param>
    public static FrameColumn Of(string name, ColumnKind kind, bool isYesOrNo) => kind switch
    {
        ColumnKind.Number => new Numbers(name),
        ColumnKind.Date => new Dates(name),
        _ when isYesOrNo => new YesOrNo(name),
        _ => new Words(name),
    };

    /// <summary>Adds a value.</summary>
    /// <param name="value">The number, the days since 0001-01-01 of a date, or the index of a category: 0 for no and 1 for yes.</param>
    /// <param name="word">The word of a category.</param>
    public abstract void Add(double value, string word);

    /// <summary>Adds a missing value.</summary>
    public abstract void AddMissing();

    private sealed class Numbers(string name) : FrameColumn
    {
        private readonly DoubleDataFrameColumn column = new(name);

        public override DataFrameColumn Made => column;

        public override void Add(double value, string word) => column.Append(value);

        public override void AddMissing() => column.Append(null);
    }

    private sealed class YesOrNo(string name) : FrameColumn
    {
        private readonly BooleanDataFrameColumn column = new(name);

        public override DataFrameColumn Made => column;

        public override void Add(double value, string word) => column.Append(value != 0);

        public override void AddMissing() => column.Append(null);
    }

    private sealed class Words(string name) : FrameColumn
    {
        private readonly StringDataFrameColumn column = new(name);

        public override DataFrameColumn Made => column;

        public override void Add(double value, string word) => column.Append(word);

        public override void AddMissing() => column.Append(null);
    }

    private sealed class Dates(string name) : FrameColumn
    {
        private readonly TableOutput cells = new([new SourceColumn(name, ColumnKind.Date)]);

        /// <summary>A double holds days to about ten microseconds; an <see cref="OutputColumn"/> finds the time that was meant.</summary>
        public override DataFrameColumn Made =>
            new DateTimeDataFrameColumn(name, Enumerable.Range(0, cells.Rows).Select(row => cells.Columns[0].IsMissing(row) ? (DateTime?)null : DateTime.SpecifyKind(cells.Columns[0].Date(row), DateTimeKind.Unspecified)));

        public override void Add(double value, string word)
        {
            cells.Add(0, TableCell.Days(value));
            cells.EndRow();
        }

        public override void AddMissing() => cells.EndRow();
    }
}
