using System;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Backprop.Data.Generator;

/// <summary>An error to be reported, held without the compilation that it was found in.</summary>
internal sealed class Fault : IEquatable<Fault>
{
    public static readonly DiagnosticDescriptor NotPartial = New(1, "The type must be partial", "'{0}' is marked [{1}], so it and the types around it must be partial classes, structs or records without type parameters");
    public static readonly DiagnosticDescriptor NotAColumn = New(2, "The property cannot be a column", "'{0}' has the type '{1}', which cannot be a column: expected a number, bool, string, char, enum or date; mark it [IgnoredColumn] or give it another type");
    public static readonly DiagnosticDescriptor NamedTwice = New(3, "Two columns have one name", "'{0}' and '{1}' are both the column '{2}'; give one another name with [TableColumn(\"…\")]");
    public static readonly DiagnosticDescriptor Contradiction = New(4, "The attributes contradict each other", "'{0}' is marked [{1}] and [{2}]; keep one");
    public static readonly DiagnosticDescriptor NoColumns = New(5, "The type has no columns", "'{0}' has no public property that {1}");
    public static readonly DiagnosticDescriptor WrongKind = New(6, "The kind does not suit the type", "'{0}' has the type '{1}', which cannot be a column of the kind {2}; expected {3}");
    public static readonly DiagnosticDescriptor NotAnAnswer = New(7, "The property cannot receive an answer", "'{0}' has the type '{1}', which cannot receive {2}: expected {3}");
    public static readonly DiagnosticDescriptor CannotBeMade = New(8, "An answer cannot be made", "'{0}' needs a constructor without parameters, or one whose parameters are all named after its properties");

    private readonly DiagnosticDescriptor descriptor;
    private readonly string file;
    private readonly TextSpan span;
    private readonly LinePositionSpan lines;
    private readonly string[] words;

    public Fault(DiagnosticDescriptor descriptor, Location? location, params string[] words)
    {
        this.descriptor = descriptor;
        this.words = words;
        file = location?.SourceTree?.FilePath ?? "";
        span = location?.SourceSpan ?? default;
        lines = location?.GetLineSpan().Span ?? default;
    }

    public Diagnostic ToDiagnostic() => Diagnostic.Create(descriptor, Location.Create(file, span, lines), (object[])words);

    public bool Equals(Fault? other) =>
        other is not null && ReferenceEquals(descriptor, other.descriptor) && span == other.span && string.Equals(file, other.file, StringComparison.Ordinal)
        && string.Equals(string.Join("\0", words), string.Join("\0", other.words), StringComparison.Ordinal);

    public override bool Equals(object? obj) => Equals(obj as Fault);

    public override int GetHashCode() => span.GetHashCode();

    private static DiagnosticDescriptor New(int number, string title, string message) =>
        new($"BACKPROP10{number}", title, message, "Backprop", DiagnosticSeverity.Error, isEnabledByDefault: true);
}
