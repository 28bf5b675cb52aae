using System.Globalization;

namespace Backprop.Data;

/// <summary>A part of an answer together with the states of a model's output units that it is read from.</summary>
internal sealed class BoundPart
{
    private readonly string type;
    private readonly AnswerPart part;
    private readonly TableEncoding encoding;
    private readonly int offset, size;
    private readonly double[] values = []; // of each class: the number, 1 or 0 for yes or no, or the index of the member
    private readonly decimal?[] exact = []; // of each class that is a number: to its last digit, which a double may not hold; null beyond the range of decimal numbers
    private readonly int unit = -1; // of the class of a probability

    /// <summary>Finds the target of a part.</summary>
    /// <param name="type">The type of answers, for messages.</param>
    /// <param name="part">The part.</param>
    /// <param name="encoding">The model's encoding.</param>
    /// <exception cref="DataException">The model has no such target, or one of another kind.</exception>
    public BoundPart(string type, AnswerPart part, TableEncoding encoding)
    {
        this.type = type;
        this.part = part;
        this.encoding = encoding;
        var names = encoding.Targets.Select(static target => target.Column).ToArray();
        var index = ColumnNames.Find(part.Target, names);
        if (index < 0)
            throw new DataException($"{type} asks for '{DisplayText.Name(part.Target)}', but the model predicts {ColumnChoices.Listed(names)}{NearestName.Hint(part.Target, names)}; name the property so, or say what its column is called");
        Target = encoding.Targets[index];
        offset = encoding.Targets.Take(index).Sum(static target => target.Size);
        size = Target.Size;
        switch (part.Kind)
        {
            case AnswerKind.Number when Target is CategoryEncoding classes:
                values = [.. classes.Categories.Select(word => double.TryParse(Invariant(word), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : throw Wrong("a number", $"a class '{DisplayText.Name(word)}'"))];
                exact = [.. classes.Categories.Select(word => decimal.TryParse(Invariant(word), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : (decimal?)null)];
                string Invariant(string word) => word.Replace(classes.DecimalMark, '.');
                break;
            case AnswerKind.Number when Target is not NumberEncoding:
                throw Wrong("a number", "a date");
            case AnswerKind.Date when Target is not DateEncoding:
                throw Wrong("a date", What);
            case AnswerKind.YesOrNo:
                values = [.. Classes("yes or no").Categories.Select(word => YesOrNo.TryRead(word, out var yes, out _) ? (yes ? 1.0 : 0) : throw Wrong("yes or no", $"a class '{DisplayText.Name(word)}'"))];
                break;
            case AnswerKind.Member:
                values = [.. Classes("a member of an enum").Categories.Select(word => Member(part.Members, word) is var member and >= 0 ? member : throw Wrong($"one of {ColumnChoices.Listed(part.Members)}", $"a class '{DisplayText.Name(word)}'"))];
                break;
            case AnswerKind.Probability:
                var all = Classes("the probability of a class");
                if (part.Class is { } wanted && (unit = all.IndexOf(wanted)) < 0)
                    throw new DataException($"{type} asks for the probability of '{DisplayText.Name(wanted)}', which is none of the classes of '{DisplayText.Name(Target.Column)}' ({ColumnChoices.Listed(all.Categories)})");
                break;
        }
    }

    /// <summary>The encoding of the target.</summary>
    public ColumnEncoding Target { get; }

    private string What => Target switch { CategoryEncoding => "a class", DateEncoding => "a date", _ => "a number" };

    /// <summary>The number, the days of a date, 1 or 0 for yes or no, the index of the member, or the probability.</summary>
    public double Value(ReadOnlySpan<float> outputs)
    {
        var states = outputs.Slice(offset, size);
        if (part.Kind == AnswerKind.Probability)
            return Share(states);
        if (Target is CategoryEncoding)
            return values[Prediction.Greatest(states)];
        Prediction.CheckFinite(Target, states);
        return Prediction.Value(Target, states[0]);
    }

    /// <summary>The number that a class is, to its last digit; null where the answer is no class, or beyond the range of decimal numbers.</summary>
    public decimal? Exact(ReadOnlySpan<float> outputs) => exact.Length == 0 ? null : exact[Prediction.Greatest(outputs.Slice(offset, size))];

    /// <summary>The answer as text.</summary>
    public string Text(ReadOnlySpan<float> outputs)
    {
        var states = outputs.Slice(offset, size);
        if (Target is CategoryEncoding classes)
            return classes.Categories[Prediction.Greatest(states)];
        Prediction.CheckFinite(Target, states);
        return Target is NumberEncoding number ? AnswerText.Of(number, number.Decode(states[0]), encoding.DecimalMark) : AnswerText.Of((DateEncoding)Target, Prediction.Value(Target, states[0]), encoding.DateFormat);
    }

    /// <summary>The error of an answer that the type of the property cannot hold.</summary>
    public DataException DoesNotFit(double value, string expected) =>
        DataException.OfColumn(string.Create(CultureInfo.InvariantCulture, $"the answer {value:G6} is not {expected}, as {type} declares it"), Target.Column);

    /// <summary>One of <see cref="Prediction.Shares"/>.</summary>
    private double Share(ReadOnlySpan<float> states)
    {
        var sum = 0.0;
        foreach (var state in states)
            sum += Math.Max(0, state);
        return sum > 0 ? Math.Max(0, states[unit >= 0 ? unit : Prediction.Greatest(states)]) / sum : 1.0 / states.Length;
    }

    private static int Member(IReadOnlyList<string> members, string word)
    {
        var exact = members.Index().Where(member => string.Equals(member.Item, word, StringComparison.Ordinal)).ToArray();
        var alike = exact.Length > 0 ? exact : [.. members.Index().Where(member => ColumnNames.AreAlike(member.Item, word))];
        return alike is [var only] ? only.Index : -1;
    }

    private CategoryEncoding Classes(string expected) => Target as CategoryEncoding ?? throw Wrong(expected, What);

    private DataException Wrong(string expected, string found) =>
        new($"{type} takes '{DisplayText.Name(Target.Column)}' as {expected}, but the model answers {found}; change the type of the property");
}
