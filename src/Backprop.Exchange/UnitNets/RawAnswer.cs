namespace Backprop.Exchange;

/// <summary>What the outputs of a net of another program stand for in raw rows.</summary>
internal abstract record RawAnswer;

/// <summary>An output per column: value = state · deviation + mean.</summary>
/// <param name="Columns">The columns, in the order of the outputs.</param>
internal sealed record NumberAnswers(IReadOnlyList<Backprop.Data.NumberEncoding> Columns) : RawAnswer;

/// <summary>
/// One of several classes. Either an output per class, whose shares of the sum are the probabilities (of softmax units the states themselves), or
/// a single logistic output that is the probability of the second of two classes.
/// </summary>
/// <param name="Column">The column of the classes.</param>
/// <param name="Classes">The classes, in the order of the outputs.</param>
internal sealed record ClassAnswer(string Column, IReadOnlyList<string> Classes) : RawAnswer;
