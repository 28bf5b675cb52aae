using System.Numerics;

namespace Backprop.Data;

/// <summary>What a net answers for one target of one row.</summary>
/// <param name="Target">The target column.</param>
/// <param name="Text">
/// The answer as it would stand in the training table: a class; a number with the table's decimal mark, rounded to about a millionth of the
/// target's deviation; a date in the table's format, with a time where the table had times.
/// </param>
/// <param name="Number">The number, or the days since 0001-01-01 of a date; of a class, its index.</param>
/// <param name="Probabilities">For classes the probability of each, in the order of the encoding's categories; empty for numbers.</param>
public sealed record Prediction(string Target, string Text, double Number, IReadOnlyList<double> Probabilities)
{
    /// <summary>For classes the probability of each, in the order of the encoding's categories; empty for numbers.</summary>
    public IReadOnlyList<double> Probabilities { get; init => field = ValueList.Of(value); } = ValueList.Of(Probabilities);

    /// <summary>Reads the states of the output units, target group after target group.</summary>
    /// <typeparam name="T">The precision of the states: <see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="encoding">The encoding.</param>
    /// <param name="outputs"><see cref="TableEncoding.TargetSize"/> states.</param>
    /// <returns>One prediction for each target, in the encoding's order.</returns>
    /// <exception cref="DataException">A state is not finite, or stands for a number that is not.</exception>
    /// <exception cref="ArgumentException"><paramref name="outputs"/> has another number of states.</exception>
    public static IReadOnlyList<Prediction> Decode<T>(TableEncoding encoding, ReadOnlySpan<T> outputs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(encoding);
        if (outputs.Length != encoding.TargetSize)
            throw new ArgumentException($"The targets have {encoding.TargetSize} units, but {outputs.Length} states came.", nameof(outputs));
        var predictions = new Prediction[encoding.Targets.Count];
        var offset = 0;
        for (var i = 0; i < predictions.Length; i++)
        {
            var column = encoding.Targets[i];
            CheckFinite(column, outputs.Slice(offset, column.Size));
            predictions[i] = Decode(encoding, column, outputs.Slice(offset, column.Size));
            offset += column.Size;
        }
        return predictions;
    }

    /// <summary>Refuses states that are not finite: they stand for no class and no number.</summary>
    internal static void CheckFinite<T>(ColumnEncoding target, ReadOnlySpan<T> states)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!FarValue.AreFinite(states) || (target is not CategoryEncoding && !double.IsFinite(Value(target, states[0]))))
            throw DataException.OfColumn("the net's answer is not finite; a value of the row is too far outside those of the training rows, or the weights are too large", target.Column);
    }

    private static Prediction Decode<T>(TableEncoding encoding, ColumnEncoding column, ReadOnlySpan<T> states)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        switch (column)
        {
            case NumberEncoding number:
                var value = Value(column, states[0]);
                return new(column.Column, AnswerText.Of(number, value, encoding.DecimalMark), value, []);
            case DateEncoding date:
                var days = Value(column, states[0]);
                return new(column.Column, AnswerText.Of(date, days, encoding.DateFormat), days, []);
            case CategoryEncoding category:
                var best = Greatest(states);
                return new(column.Column, category.Categories[best], best, Shares(states));
            default:
                throw new InvalidOperationException($"target '{column.Column}' has an unknown encoding");
        }
    }

    /// <summary>The number, or the days, that the one unit of a target that is not a category stands for.</summary>
    internal static double Value<T>(ColumnEncoding column, T state)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => column switch
        {
            NumberEncoding number => number.Decode(double.CreateTruncating(state)),
            DateEncoding date => date.Decode(double.CreateTruncating(state)),
            _ => throw new InvalidOperationException($"target '{column.Column}' has no single value"),
        };

    /// <summary>The index of the greatest state, the first of equals.</summary>
    internal static int Greatest<T>(ReadOnlySpan<T> states)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var best = 0;
        for (var i = 1; i < states.Length; i++)
            if (states[i] > states[best])
                best = i;
        return best;
    }

    /// <summary>The states above 0 as shares of their sum: what softmax units give already, and what logistic ones are read as.</summary>
    internal static double[] Shares<T>(ReadOnlySpan<T> states)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var shares = new double[states.Length];
        var sum = 0.0;
        for (var i = 0; i < shares.Length; i++)
            sum += shares[i] = Math.Max(0, double.CreateTruncating(states[i]));
        for (var i = 0; i < shares.Length; i++)
            shares[i] = sum > 0 ? shares[i] / sum : 1.0 / shares.Length;
        return shares;
    }
}
