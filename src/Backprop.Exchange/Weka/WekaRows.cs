namespace Backprop.Exchange;

/// <summary>What Weka takes from the training rows: of every attribute the least and the greatest value, and which nominal values occur.</summary>
internal sealed class WekaRows
{
    private readonly double[] least, greatest;
    private readonly long[][] counts; // of nominal values
    private readonly long[] present;

    /// <summary>Reads the rows that have a class; Weka learns no others.</summary>
    /// <param name="reader">The ARFF file, before its first row.</param>
    /// <param name="class">The attribute of the class.</param>
    public WekaRows(ArffReader reader, int @class)
    {
        least = new double[reader.Attributes.Count];
        greatest = new double[reader.Attributes.Count];
        present = new long[reader.Attributes.Count];
        least.AsSpan().Fill(double.PositiveInfinity);
        greatest.AsSpan().Fill(double.NegativeInfinity);
        counts = [.. reader.Attributes.Select(static attribute => new long[attribute.Values.Count])];
        while (reader.Read())
        {
            if (double.IsNaN(reader.Row[@class])) continue;
            for (var k = 0; k < least.Length; k++)
            {
                var value = reader.Row[k];
                if (double.IsNaN(value)) continue;
                least[k] = Math.Min(least[k], value);
                greatest[k] = Math.Max(greatest[k], value);
                present[k]++;
                if (counts[k].Length > 0) counts[k][(int)value]++;
            }
        }
    }

    /// <summary>Whether a row has a value of the attribute.</summary>
    public bool HasValues(int attribute) => present[attribute] > 0;

    /// <summary>The middle and half the width of an attribute's values.</summary>
    public (double Base, double Range) Of(int attribute) => Scale(least[attribute], greatest[attribute]);

    /// <summary>The same of the number that is 1 where a nominal attribute has a value, and 0 where it has another.</summary>
    public (double Base, double Range) Of(int attribute, int value) =>
        Scale(counts[attribute][value] == present[attribute] ? 1 : 0, counts[attribute][value] > 0 ? 1 : 0);

    private static (double Base, double Range) Scale(double least, double greatest) => ((greatest + least) / 2, (greatest - least) / 2);
}
