namespace Backprop.Data;

/// <summary>
/// Marks a partial class, struct or record that receives what a model answers: every public property that can be set is a target of the model, or the
/// probability of a class (<see cref="ProbabilityOfAttribute"/>). A source generator of the package Backprop.Typed implements <see cref="ITableAnswer{TSelf}"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class TableAnswerAttribute : Attribute;

/// <summary>Marks a property of type <see cref="double"/> or <see cref="float"/> that receives the probability of a class.</summary>
/// <param name="target">The target: the name of its property in the same type, or of its column.</param>
/// <param name="class">The class; null: the class that is answered, the likeliest.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class ProbabilityOfAttribute(string target, string? @class = null) : Attribute
{
    /// <summary>The target.</summary>
    public string Target { get; } = target;

    /// <summary>The class; null: the class that is answered.</summary>
    public string? Class { get; } = @class;
}

/// <summary>A type that receives what a model answers. The source generator implements it for types with <see cref="TableAnswerAttribute"/>; a type of your own can implement it by hand.</summary>
/// <typeparam name="TSelf">The type itself.</typeparam>
public interface ITableAnswer<TSelf>
    where TSelf : ITableAnswer<TSelf>
{
    /// <summary>The parts in order.</summary>
    static abstract IReadOnlyList<AnswerPart> Parts { get; }

    /// <summary>Makes an answer.</summary>
    /// <param name="values">The values of the parts.</param>
    /// <returns>The answer.</returns>
    static abstract TSelf From(AnswerValues values);
}
