using System.Globalization;
using Backprop.Data;
using Microsoft.Data.Analysis;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Backprop.ML;

/// <summary>The rows of a data view as those of a table. A vector of a known size is a column for each of its slots.</summary>
internal sealed class ViewRows : TableSource
{
    /// <summary>The data view in messages, and the name of the label in <see cref="OfTask"/>.</summary>
    public const string Name = "the data view", Target = "label";

    private const string Weight = "weight", TheOnly = "the target is '";
    private readonly DataViewRowCursor cursor;
    private readonly List<(SourceColumn Column, IViewCells Cells, int Slot)> columns = [];
    private readonly bool mustBeFinite;
    private long row;

    private ViewRows(DataViewRowCursor cursor, bool mustBeFinite)
    {
        this.cursor = cursor;
        this.mustBeFinite = mustBeFinite;
        Columns = new List<SourceColumn>();
    }

    /// <summary>All columns of a view that a table can hold; others are columns that no table can hold, so that they are refused unless they are ignored.</summary>
    public static ViewRows Of(IDataView view)
    {
        DataViewSchema.Column[] shown = [.. view.Schema.Where(static column => !column.IsHidden)];
        var rows = new ViewRows(view.GetRowCursor(shown), mustBeFinite: false);
        foreach (var column in shown)
        {
            var cells = ViewCells.Of(rows.cursor, column, keysAsNumbers: false);
            if (view is DataFrame frame)
                cells = FrameCells.Of(cells, frame.Columns[column.Index], () => rows.row);
            for (var slot = 0; slot < cells.Count; slot++)
                rows.Add(new SourceColumn(cells.NameOf(slot), cells.Kind), cells, slot);
        }
        return rows;
    }

    /// <summary>The features, the label and the weights of a task, under names of their own.</summary>
    public static ViewRows OfTask(IDataView view, ViewTask task)
    {
        string[] names = task.Weights is null ? [task.Features, task.Label] : [task.Features, task.Label, task.Weights];
        var rows = new ViewRows(view.GetRowCursor([.. names.Select(name => view.Schema[name])]), mustBeFinite: true);
        var features = ViewCells.Of(rows.cursor, view.Schema[task.Features], keysAsNumbers: false);
        for (var slot = 0; slot < features.Count; slot++)
            rows.Add(new SourceColumn(Feature(slot), ColumnKind.Number), features, slot);
        rows.Add(new SourceColumn(Target), ViewCells.Of(rows.cursor, view.Schema[task.Label], keysAsNumbers: true), 0);
        if (task.Weights is { } weights)
            rows.Add(new SourceColumn(Weight), ViewCells.Of(rows.cursor, view.Schema[weights], keysAsNumbers: false), 0);
        return rows;
    }

    /// <summary>What the columns of <see cref="OfTask"/> are.</summary>
    public static ColumnChoices Choices(int features, ViewTask task) => new()
    {
        Targets = [Target],
        Numbers = [.. Enumerable.Range(0, features).Select(Feature), .. task.Task == LearningTask.Number ? [Target] : Array.Empty<string>()],
        Categories = task.Task == LearningTask.Number ? [] : [Target],
        Weights = task.Weights is null ? null : Weight,
        KeepAll = true,
    };

    /// <summary>An error about the label of <see cref="OfTask"/> in the words of the view: its own name, and the word that a key stands for.</summary>
    public static DataException InWordsOf(DataViewSchema.Column label, DataException error)
    {
        var place = $"column '{Target}': ";
        var problem = error.Message[(error.Message.IndexOf(place, StringComparison.Ordinal) + place.Length)..];
        if (label.Type is KeyDataViewType && problem.StartsWith(TheOnly, StringComparison.Ordinal) && problem.IndexOf('\'', TheOnly.Length) is > 0 and var end
            && int.TryParse(problem.AsSpan(TheOnly.Length, end - TheOnly.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var key))
        {
            problem = TheOnly + KeyWords.Of(label)[key - 1] + problem[end..];
        }
        return new DataException(problem, Name, error.Line, label.Name, error) { Remedies = error.Remedies };
    }

    public override IReadOnlyList<SourceColumn> Columns { get; }

    public override long Row => row;

    public override TableCell this[int column]
    {
        get
        {
            var (named, cells, slot) = columns[column];
            var cell = cells.Cell(slot);
            return mustBeFinite && named.Kind == ColumnKind.Number && (cell.Kind == CellKind.Missing || !double.IsFinite(cell.Value))
                ? throw new DataException($"row {row}: feature {slot + 1} is {(cell.Kind == CellKind.Missing ? "missing (NaN)" : "not finite")}; replace such values first, for example with ReplaceMissingValues")
                : cell;
        }
    }

    public override bool Read()
    {
        if (!cursor.MoveNext())
            return false;
        row++;
        IViewCells? last = null;
        foreach (var (_, cells, _) in columns)
        {
            if (!ReferenceEquals(cells, last))
                cells.Read();
            last = cells;
        }
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            cursor.Dispose();
        base.Dispose(disposing);
    }

    private static string Feature(int slot) => string.Create(CultureInfo.InvariantCulture, $"feature {slot + 1}");

    private void Add(SourceColumn column, IViewCells cells, int slot)
    {
        columns.Add((column, cells, slot));
        ((List<SourceColumn>)Columns).Add(column);
    }
}
