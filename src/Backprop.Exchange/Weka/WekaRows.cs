using System.Text;
using Backprop.Data;

namespace Backprop.Exchange;

/// <summary>What Weka takes from the training rows: of every attribute the least and the greatest value, and which nominal values occur.</summary>
internal sealed class WekaRows
{
    private readonly ForeignText file;
    private readonly Dictionary<string, int>[] indexes;
    private readonly double[] least, greatest;
    private readonly long[][] counts; // of nominal values
    private readonly long[] present;

    /// <summary>Reads the header.</summary>
    /// <param name="file">The ARFF file.</param>
    /// <exception cref="ForeignFileException">It has no header with attributes.</exception>
    public WekaRows(ForeignText file)
    {
        this.file = file;
        try
        {
            using var rows = Open();
            Attributes = rows.Attributes;
        }
        catch (DataException e)
        {
            throw file.Problem(e);
        }
        Values = [.. Attributes.Select(static attribute => attribute.Values.Select(Encoding.UTF8.GetString).ToArray())];
        indexes = [.. Values.Select(static values => values.Index().DistinctBy(static value => value.Item, StringComparer.Ordinal).ToDictionary(static value => value.Item, static value => value.Index, StringComparer.Ordinal))];
        least = [.. Values.Select(static _ => double.PositiveInfinity)];
        greatest = [.. Values.Select(static _ => double.NegativeInfinity)];
        counts = [.. Values.Select(static values => new long[values.Length])];
        present = new long[Values.Count];
    }

    /// <summary>Whether a file is ARFF, judged by its start.</summary>
    public static bool Recognizes(FileStart start) => new Arff().Is(start.Bytes.Span, start.Path);

    /// <summary>The attributes, in order.</summary>
    public IReadOnlyList<ArffAttribute> Attributes { get; }

    /// <summary>The values of each nominal attribute; empty for others.</summary>
    public IReadOnlyList<string[]> Values { get; }

    /// <summary>How many rows there are, those without a class too.</summary>
    public long Count { get; private set; }

    /// <summary>Reads the rows that have a class; Weka learns no others.</summary>
    /// <param name="class">The attribute of the class.</param>
    /// <exception cref="ForeignFileException">A row is damaged.</exception>
    public void Read(int @class)
    {
        try
        {
            using var rows = Open();
            while (rows.Read())
            {
                Count++;
                if (rows[@class].Kind == CellKind.Missing) continue;
                for (var k = 0; k < least.Length; k++)
                {
                    if (rows[k].Kind == CellKind.Missing) continue;
                    var value = Values[k].Length == 0 ? rows[k].Value : indexes[k][Encoding.UTF8.GetString(rows[k].Text)];
                    least[k] = Math.Min(least[k], value);
                    greatest[k] = Math.Max(greatest[k], value);
                    present[k]++;
                    if (counts[k].Length > 0) counts[k][(int)value]++;
                }
            }
        }
        catch (DataException e)
        {
            throw file.Problem(e);
        }
    }

    /// <summary>Whether a row has a value of the attribute.</summary>
    public bool HasValues(int attribute) => present[attribute] > 0;

    /// <summary>The middle and half the width of an attribute's values; of a date in days.</summary>
    public (double Base, double Range) Of(int attribute) => Scale(least[attribute], greatest[attribute]);

    /// <summary>The same of the number that is 1 where a nominal attribute has a value, and 0 where it has another.</summary>
    public (double Base, double Range) Of(int attribute, int value) =>
        Scale(counts[attribute][value] == present[attribute] ? 1 : 0, counts[attribute][value] > 0 ? 1 : 0);

    /// <summary>The rows; their weights do not count for the ranges.</summary>
    private ArffRows Open() => new(new ArffLine(new MemoryStream(Encoding.UTF8.GetBytes(file.Text)), file.Path), ArffWeights.Skipped);

    private static (double Base, double Range) Scale(double least, double greatest) => ((greatest + least) / 2, (greatest - least) / 2);
}
