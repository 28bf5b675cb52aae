namespace Backprop.Data;

/// <summary>A part of an <see cref="ITableAnswer{TSelf}"/>.</summary>
/// <param name="Target">The target that it is about.</param>
/// <param name="Kind">What of it.</param>
public sealed record AnswerPart(string Target, AnswerKind Kind)
{
    /// <summary>For <see cref="AnswerKind.Member"/> the names that the classes may have, such as those of an enum.</summary>
    public IReadOnlyList<string> Members { get; init => field = ValueList.Of(value); } = ValueList<string>.Empty;

    /// <summary>For <see cref="AnswerKind.Probability"/> the class; null: the class that is answered.</summary>
    public string? Class { get; init; }
}

/// <summary>What of an answer a part receives.</summary>
public enum AnswerKind
{
    /// <summary>The answer as text: <see cref="Prediction.Text"/>.</summary>
    Text,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A date, with its time.</summary>
    Date,

    /// <summary>A yes or no.</summary>
    YesOrNo,

    /// <summary>Which of <see cref="AnswerPart.Members"/> the class is.</summary>
    Member,

    /// <summary>The probability of a class.</summary>
    Probability,
}
