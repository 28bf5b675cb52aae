using System.Numerics;

namespace Backprop.Data;

/// <summary>How well a net predicts each target of a table, row by row.</summary>
public sealed class TableScores
{
    private readonly TableEncoding encoding;
    private readonly bool[] haveProbabilities;

    /// <summary>Starts with no rows.</summary>
    /// <param name="encoding">The encoding, whose targets are scored.</param>
    /// <param name="net">
    /// The net, whose output groups are those of the encoding; null for one with softmax units for classes. Classes have probabilities
    /// where their units are softmax or logistic units, or a pack's means of softmax units; the states of others are none.
    /// </param>
    public TableScores(TableEncoding encoding, Topology? net = null)
    {
        ArgumentNullException.ThrowIfNull(encoding);
        this.encoding = encoding;
        haveProbabilities = [.. encoding.TargetGroups.Select(group => group.IsCategory && (net is null || net[group.Name] is var output && (output.UnitFunction == UnitFunction.Logistic || Pack.GivesProbabilities(output))))];
        Classes = encoding.Targets.OfType<CategoryEncoding>().ToDictionary(t => t.Column, t => new ClassificationMetrics(t.Categories), StringComparer.Ordinal);
        Numbers = encoding.Targets.Where(t => t is not CategoryEncoding).ToDictionary(t => t.Column, _ => new RegressionMetrics(), StringComparer.Ordinal);
    }

    /// <summary>The measures of each target of classes, by its name.</summary>
    public IReadOnlyDictionary<string, ClassificationMetrics> Classes { get; }

    /// <summary>The measures of each target of numbers (or of dates, in days), by its name.</summary>
    public IReadOnlyDictionary<string, RegressionMetrics> Numbers { get; }

    /// <summary>Whether some target of classes is scored with probabilities.</summary>
    public bool HasProbabilities => Array.Exists(haveProbabilities, static has => has);

    /// <summary>Adds a row. A target that has no value is left out.</summary>
    /// <param name="outputs">The states of the output units, target group after target group.</param>
    /// <param name="targets">For each target its number, days or class index; NaN where it has none.</param>
    /// <typeparam name="T">The precision of the states: <see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="DataException">A state of a target that has a value is not finite.</exception>
    public void Add<T>(ReadOnlySpan<T> outputs, ReadOnlySpan<double> targets)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var offset = 0;
        for (var i = 0; i < targets.Length; i++)
        {
            var column = encoding.Targets[i];
            var states = outputs.Slice(offset, column.Size);
            offset += column.Size;
            if (double.IsNaN(targets[i]))
                continue;
            Prediction.CheckFinite(column, states);
            if (haveProbabilities[i])
                Classes[column.Column].Add((int)targets[i], states);
            else if (column is CategoryEncoding)
                Classes[column.Column].Add((int)targets[i], Prediction.Greatest(states));
            else
                Numbers[column.Column].Add(targets[i], Prediction.Value(column, states[0]));
        }
    }

    /// <summary>Runs a net on rows of a table and scores them.</summary>
    /// <param name="encoding">The encoding that the net was trained with.</param>
    /// <param name="net">The net.</param>
    /// <param name="table">A table with the encoding's columns, targets included.</param>
    /// <param name="rows">The rows.</param>
    /// <typeparam name="T">The precision of the net: <see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <returns>The scores.</returns>
    /// <exception cref="DataException">The net's answer to a row is not finite; the message names the column that is farthest from the training rows.</exception>
    public static TableScores Of<T>(TableEncoding encoding, Network<T> net, Table table, ReadOnlySpan<int> rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(net);
        const int part = 4096;
        var scores = new TableScores(encoding, net.Topology);
        var targets = new double[encoding.Targets.Count];
        var outputs = new T[encoding.TargetSize];
        for (var first = 0; first < rows.Length; first += part)
        {
            var some = rows.Slice(first, Math.Min(part, rows.Length - first));
            var activity = net.Run(encoding.Encode(table, some));
            for (var i = 0; i < some.Length; i++)
            {
                var offset = 0;
                foreach (var group in encoding.TargetGroups)
                {
                    activity[group.Name, i].CopyTo(outputs.AsSpan(offset));
                    offset += group.Size;
                }
                for (var t = 0; t < targets.Length; t++)
                    targets[t] = Actual(encoding.Targets[t], table, some[i]);
                if (!FarValue.AreFinite<T>(outputs))
                    throw FarValue.Error(encoding, table, some[i]).At(table.File);
                scores.Add<T>(outputs, targets);
            }
        }
        return scores;
    }

    /// <summary>The number, days, or index among the encoding's classes; NaN where the row has none, or a class that the encoding does not know.</summary>
    private static double Actual(ColumnEncoding target, Table table, int row) => (target, table[target.Column]) switch
    {
        (CategoryEncoding classes, CategoryColumn column) => column[row] >= 0 && classes.IndexOf(column.Categories[column[row]], column.DecimalMark) is >= 0 and var index ? index : double.NaN,
        (not CategoryEncoding, NumberColumn column) => column[row],
        _ => throw new DataException($"the model takes target '{target.Column}' as {(target is CategoryEncoding ? "classes" : "numbers")}, but the table does not", table.File),
    };
}
