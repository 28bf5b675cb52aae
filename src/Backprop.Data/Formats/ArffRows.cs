using System.Globalization;
using System.Text;

namespace Backprop.Data;

/// <summary>What becomes of weights of rows.</summary>
internal enum ArffWeights
{
    /// <summary>They are a column; rows without one weigh 1.</summary>
    Read,

    /// <summary>They are passed over.</summary>
    Skipped,

    /// <summary>They are an error: they come later than where they were looked for.</summary>
    Refused,
}

/// <summary>The rows of an ARFF file.</summary>
internal sealed class ArffRows : TableSource
{
    private readonly ArffLine line;
    private readonly List<ArffAttribute> attributes;
    private readonly SourceColumn[] columns;
    private readonly RowCells cells;
    private readonly ArffWeights weights;

    /// <param name="line">The file before its first line; disposed with the rows.</param>
    /// <param name="weights">What becomes of the weights of rows.</param>
    public ArffRows(ArffLine line, ArffWeights weights)
    {
        this.line = line;
        this.weights = weights;
        attributes = ArffHeader.Read(line);
        columns = [.. attributes.Select(static attribute => new SourceColumn(attribute.Name, attribute.Kind)), .. weights == ArffWeights.Read ? [WeightColumn()] : Array.Empty<SourceColumn>()];
        cells = new RowCells(columns.Length);
    }

    public override IReadOnlyList<SourceColumn> Columns => columns;

    /// <summary>The declared attributes, in order.</summary>
    public IReadOnlyList<ArffAttribute> Attributes => attributes;

    public override long Row => line.Number;

    public override string RowWord => "line";

    public override TableCell this[int column] => cells[column];

    public override bool Read()
    {
        if (!line.Read())
            return false;
        if (line.Begins('{'))
            ReadSparse();
        else
            ReadWhole();
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            line.Dispose();
        base.Dispose(disposing);
    }

    private SourceColumn WeightColumn()
    {
        var name = "weight";
        while (attributes.Exists(attribute => attribute.Name == name))
            name = "row " + name;
        return new SourceColumn(name, ColumnKind.Number) { AreWeights = true };
    }

    private void ReadWhole()
    {
        for (var i = 0; i < attributes.Count; i++)
        {
            if (!line.Next(out var value, out var isQuoted))
                throw line.Error($"has {i} values, but {attributes.Count} attributes are declared");
            Set(i, value, isQuoted);
        }
        CheckEnd();
    }

    private void ReadSparse()
    {
        for (var i = 0; i < attributes.Count; i++)
            SetLeftOut(i);
        var last = -1;
        while (line.Next(out var index, out _))
        {
            if (!int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var column) || column >= attributes.Count)
                throw line.Error($"has '{Shown(index)}' where the number of an attribute is expected, from 0 to {attributes.Count - 1}");
            if (column <= last)
                throw line.Error($"has the numbers of the attributes in the wrong order: {column} after {last}");
            last = column;
            if (!line.Next(out var value, out var isQuoted))
                throw line.Error("has the number of an attribute without a value", columns[column].Name);
            Set(column, value, isQuoted);
        }
        if (!line.Begins('}'))
            throw line.Error("has a sparse row without the closing '}'");
        line.Begins(',');
        for (var i = 0; i < attributes.Count; i++)
            if (cells.KindOf(i) == CellKind.Other)
                throw line.Error("is left out of a sparse row, but a text has no value that stands for 0; write it, or ? where it is missing", columns[i].Name);
        CheckEnd();
    }

    /// <summary>What a sparse row leaves out is 0, the first value, or the first day of 1970.</summary>
    private void SetLeftOut(int column)
    {
        var attribute = attributes[column];
        switch (attribute.Kind)
        {
            case ColumnKind.Number:
                cells.Set(column, CellKind.Number);
                break;
            case ColumnKind.Date:
                cells.Set(column, CellKind.Date, (double)DateTime.UnixEpoch.Ticks / TimeSpan.TicksPerDay);
                break;
            case ColumnKind.Category:
                cells.SetText(column, attribute.Values[0]);
                break;
            default:
                cells.Set(column, CellKind.Other);
                break;
        }
    }

    private void CheckEnd()
    {
        var weight = 1.0;
        if (!line.IsAtEnd)
        {
            if (!line.Begins('{'))
                throw line.Error($"has more values than the {attributes.Count} attributes that are declared");
            if (!line.Next(out var text, out _) || !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out weight) || !double.IsFinite(weight) || !line.Ends('}'))
                throw line.Error("does not end with the weight of the row, a number in braces, such as {2}");
            if (weights == ArffWeights.Refused)
                throw line.Error($"has the weight {{{Shown(text)}}}, but the rows at the beginning have none; give one of them a weight too, such as {{1}}, or write the rows to a file");
        }
        if (weights == ArffWeights.Read)
            cells.Set(columns.Length - 1, CellKind.Number, weight);
    }

    private void Set(int column, ReadOnlySpan<byte> value, bool isQuoted)
    {
        var attribute = attributes[column];
        if (!isQuoted && value is [(byte)'?'])
        {
            cells.Set(column, CellKind.Missing);
            return;
        }
        switch (attribute.Kind)
        {
            case ColumnKind.Number:
                if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
                    throw line.Error($"holds '{Shown(value)}', which is not a number; a missing value is written ?", attribute.Name);
                cells.SetNumber(column, number, value);
                break;
            case ColumnKind.Date:
                if (!attribute.Dates!.TryRead(Encoding.UTF8.GetString(value), out var days))
                    throw line.Error($"holds '{Shown(value)}', which is not a date of the declared form", attribute.Name);
                cells.Set(column, CellKind.Date, days);
                break;
            default:
                if (attribute.Kind == ColumnKind.Category && !attribute.Has(value))
                    throw line.Error($"holds '{Shown(value)}', which is not one of the declared values ({string.Join(", ", attribute.Values.Take(12).Select(static known => DisplayText.Name(Encoding.UTF8.GetString(known))))}{(attribute.Values.Count > 12 ? ", …" : "")})", attribute.Name);
                cells.SetText(column, value);
                break;
        }
    }

    private static string Shown(ReadOnlySpan<byte> text) => DisplayText.Name(Encoding.UTF8.GetString(text[..Math.Min(text.Length, 200)]));
}
