using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Backprop.Data.Generator;

/// <summary>Writes the columns of a type, and the cells of an object.</summary>
internal static class RowWriter
{
    private static readonly (string Attribute, string Use)[] Uses = [("TargetColumn", "Target"), ("GroupColumn", "Group"), ("TimeColumn", "Time"), ("WeightColumn", "Weight")];

    public static void Write(MarkedType type, StringBuilder text)
    {
        var columns = new List<(MarkedProperty Property, string Kind)>();
        foreach (var property in type.Properties)
        {
            var marks = Uses.Select(static use => use.Attribute).Prepend("IgnoredColumn").Where(property.Has).ToArray();
            if (marks.Length > 1)
                type.Report(Fault.Contradiction, property.Symbol, property.Symbol.Name, marks[0], marks[1]);
            else if (!property.Has("IgnoredColumn") && KindOf(type, property) is { } kind)
                columns.Add((property, kind));
        }
        foreach (var same in columns.GroupBy(static column => column.Property.Column, StringComparer.Ordinal).Where(static same => same.Count() > 1))
            type.Report(Fault.NamedTwice, same.Last().Property.Symbol, same.First().Property.Symbol.Name, same.Last().Property.Symbol.Name, same.Key);
        if (columns.Count == 0 && type.Faults.Count == 0)
            type.Report(Fault.NoColumns, type.Symbol, type.Symbol.Name, "can be read and is not ignored");

        text.Append(" : global::Backprop.Data.ITableRow<").Append(type.Name).Append(">\n{\n");
        text.Append("    static global::System.Collections.Generic.IReadOnlyList<global::Backprop.Data.RowColumn> global::Backprop.Data.ITableRow<").Append(type.Name).Append(">.Columns { get; } =\n    [\n");
        foreach (var (property, kind) in columns)
        {
            text.Append("        new global::Backprop.Data.RowColumn(").Append(SymbolDisplay.FormatLiteral(property.Column, quote: true)).Append(", global::Backprop.Data.ColumnKind.").Append(kind).Append(')');
            var use = Uses.FirstOrDefault(pair => property.Has(pair.Attribute)).Use ?? "Input";
            text.Append(" { Use = global::Backprop.Data.RowColumnUse.").Append(use).Append(", IsKindChosen = ").Append(property.ChosenKind is null ? "false" : "true").Append(" },\n");
        }
        text.Append("    ];\n\n");
        text.Append("    static global::Backprop.Data.RowCell global::Backprop.Data.ITableRow<").Append(type.Name).Append(">.Cell(in ").Append(type.Name).Append(" row, int column) => column switch\n    {\n");
        for (var i = 0; i < columns.Count; i++)
            text.Append("        ").Append(i).Append(" => ").Append(Cell(columns[i].Property, columns[i].Kind)).Append(",\n");
        text.Append("        _ => throw new global::System.ArgumentOutOfRangeException(nameof(column)),\n    };\n}\n");
    }

    /// <summary>The kind of a column; null where it cannot be one, which is then reported.</summary>
    private static string? KindOf(MarkedType type, MarkedProperty property)
    {
        string[] kinds = property.IsNumber ? ["Number", "Category", "Boolean"]
            : property.Type.SpecialType == SpecialType.System_Boolean ? ["Boolean", "Number", "Category"]
            : property.IsEnum ? ["Category", "Number"]
            : property.IsDate ? ["Date", "Category"]
            : property.Type.SpecialType == SpecialType.System_String ? ["Category", "Number", "Boolean", "Date"]
            : property.Type.SpecialType == SpecialType.System_Char ? ["Category"]
            : [];
        if (kinds.Length == 0)
        {
            type.Report(Fault.NotAColumn, property.Symbol, property.Symbol.Name, property.ShownType);
            return null;
        }
        if (property.ChosenKind is not { } chosen)
            return kinds[0];
        if (kinds.Contains(chosen, StringComparer.Ordinal))
            return chosen;
        type.Report(Fault.WrongKind, property.Symbol, property.Symbol.Name, property.ShownType, chosen, string.Join(" or ", kinds));
        return null;
    }

    private static string Cell(MarkedProperty property, string kind)
    {
        const string Of = "global::Backprop.Data.RowCell.Of";
        var value = "row.@" + property.Symbol.Name;
        if (property.Type.SpecialType == SpecialType.System_String)
            return kind == "Category" ? $"{Of}({value})" : $"{Of}Text({value})";
        if (property.Type.SpecialType == SpecialType.System_Char)
            return property.IsNullable ? $"{value} is {{ }} letter{property.Symbol.Name} ? {Of}(letter{property.Symbol.Name}.ToString()) : default" : $"{Of}({value}.ToString())";
        if (!property.IsEnum)
            return $"{Of}({value})";
        var number = property.IsNullable ? $"unchecked((long?){value})" : $"unchecked((long){value})";
        if (kind == "Number")
            return $"{Of}({number})";
        var missing = property.IsNullable ? "null => default, " : "";
        return $"{value} switch {{ {missing}{string.Concat(property.Members.Select(member => $"{property.TypeName}.@{member} => {Of}({SymbolDisplay.FormatLiteral(member, quote: true)}), "))}_ => {Of}({number}) }}";
    }
}
