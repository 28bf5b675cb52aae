using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Backprop.Data.Generator;

/// <summary>Writes the parts of a type of answers, and how an answer is made of them.</summary>
internal static class AnswerWriter
{
    private const string Expected = "a number, bool, string, enum, DateOnly or DateTime";

    public static void Write(MarkedType type, StringBuilder text)
    {
        var constructor = ConstructorOf(type);
        var parts = new List<(MarkedProperty Property, string Part, string Value)>();
        foreach (var property in type.Properties.Where(property => !property.Has("IgnoredColumn") && IsSet(property, constructor)))
        {
            if (PartOf(type, property, parts.Count) is var (part, value))
                parts.Add((property, part, value));
        }
        if (type.Faults.Count == 0 && parts.Count == 0)
            type.Report(Fault.NoColumns, type.Symbol, type.Symbol.Name, "can be set");
        else if (type.Faults.Count == 0 && constructor?.Parameters.All(parameter => parts.Any(part => IsFor(parameter, part.Property))) != true && type.Symbol.TypeKind != TypeKind.Struct)
            type.Report(Fault.CannotBeMade, type.Symbol, type.Symbol.Name);

        text.Append(" : global::Backprop.Data.ITableAnswer<").Append(type.Name).Append(">\n{\n");
        text.Append("    static global::System.Collections.Generic.IReadOnlyList<global::Backprop.Data.AnswerPart> global::Backprop.Data.ITableAnswer<").Append(type.Name).Append(">.Parts { get; } =\n    [\n");
        foreach (var (_, part, _) in parts)
            text.Append("        ").Append(part).Append(",\n");
        text.Append("    ];\n\n");
        text.Append("    static ").Append(type.Name).Append(" global::Backprop.Data.ITableAnswer<").Append(type.Name).Append(">.From(global::Backprop.Data.AnswerValues values) => new ").Append(type.Name).Append('(');
        var parameters = constructor?.Parameters.ToArray() ?? [];
        text.Append(string.Join(", ", parameters.Select(parameter => $"@{parameter.Name}: {parts.FirstOrDefault(part => IsFor(parameter, part.Property)).Value}"))).Append(")\n    {\n");
        foreach (var (property, _, value) in parts.Where(part => !parameters.Any(parameter => IsFor(parameter, part.Property))))
            text.Append("        @").Append(property.Symbol.Name).Append(" = ").Append(value).Append(",\n");
        text.Append("    };\n}\n");
    }

    /// <summary>The constructor without parameters, or the one of a record.</summary>
    private static IMethodSymbol? ConstructorOf(MarkedType type)
    {
        var constructors = type.Symbol.InstanceConstructors.Where(one => !IsCopy(one, type.Symbol)).OrderBy(static one => one.Parameters.Length).ToArray();
        return constructors.FirstOrDefault(static one => one.Parameters.Length == 0)
            ?? constructors.LastOrDefault(one => one.Parameters.All(parameter => type.Properties.Any(property => IsFor(parameter, property))));
    }

    private static bool IsCopy(IMethodSymbol constructor, INamedTypeSymbol type) => constructor.Parameters.Length == 1 && SymbolEqualityComparer.Default.Equals(constructor.Parameters[0].Type, type);

    private static bool IsFor(IParameterSymbol parameter, MarkedProperty property) => string.Equals(parameter.Name, property.Symbol.Name, StringComparison.OrdinalIgnoreCase);

    private static bool IsSet(MarkedProperty property, IMethodSymbol? constructor) =>
        property.Symbol.SetMethod is { DeclaredAccessibility: Accessibility.Public } || constructor?.Parameters.Any(parameter => IsFor(parameter, property)) == true;

    /// <summary>The part and how its value is read; null where the property cannot receive one, which is then reported.</summary>
    private static (string Part, string Value)? PartOf(MarkedType type, MarkedProperty property, int index)
    {
        if (property.Attribute("ProbabilityOf") is { } probability)
        {
            if (property.Type.SpecialType is not (SpecialType.System_Double or SpecialType.System_Single))
            {
                type.Report(Fault.NotAnAnswer, property.Symbol, property.Symbol.Name, property.ShownType, "a probability", "double or float");
                return null;
            }
            var target = (string?)probability.ConstructorArguments[0].Value ?? "";
            var column = type.Properties.FirstOrDefault(other => other.Symbol.Name == target)?.Column ?? target;
            var of = probability.ConstructorArguments[1].Value is string one ? $" {{ Class = {Literal(one)} }}" : "";
            return (New(column, "Probability") + of, Cast(property, $"values.Probability({index})"));
        }
        if (property.Type.SpecialType == SpecialType.System_Boolean)
            return (New(property.Column, "YesOrNo"), $"values.YesOrNo({index})");
        if (property.Type.SpecialType == SpecialType.System_String)
            return (New(property.Column, "Text"), $"values.Text({index})");
        if (property.IsEnum)
        {
            var members = string.Join(", ", property.Members.Select(Literal));
            var choices = string.Concat(property.Members.Select((member, i) => $"{i} => {property.TypeName}.@{member}, "));
            return (New(property.Column, "Member") + $" {{ Members = [{members}] }}", $"values.Member({index}) switch {{ {choices}_ => throw new global::System.InvalidOperationException() }}");
        }
        if (property.IsDate && property.Type.Name is "DateTime" or "DateOnly")
            return (New(property.Column, "Date"), property.Type.Name == "DateOnly" ? $"global::System.DateOnly.FromDateTime(values.Date({index}))" : $"values.Date({index})");
        if (property.IsNumber)
        {
            var isWhole = property.Type.SpecialType is not (SpecialType.System_Double or SpecialType.System_Single or SpecialType.System_Decimal);
            var greatest = property.Type.SpecialType == SpecialType.System_UInt64 ? "long.MaxValue" : $"{property.TypeName}.MaxValue";
            return (New(property.Column, "Number"), property.Type.SpecialType == SpecialType.System_Decimal ? $"values.Decimal({index})"
                : isWhole ? Cast(property, $"values.Whole({index}, (long){property.TypeName}.MinValue, {greatest})") : Cast(property, $"values.Number({index})"));
        }
        type.Report(Fault.NotAnAnswer, property.Symbol, property.Symbol.Name, property.ShownType, "an answer", Expected + ", or [ProbabilityOf] and double");
        return null;
    }

    private static string New(string target, string kind) => $"new global::Backprop.Data.AnswerPart({Literal(target)}, global::Backprop.Data.AnswerKind.{kind})";

    private static string Cast(MarkedProperty property, string value) => $"({property.TypeName}){value}";

    private static string Literal(string text) => SymbolDisplay.FormatLiteral(text, quote: true);
}
