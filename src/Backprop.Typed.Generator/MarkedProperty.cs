using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace Backprop.Data.Generator;

/// <summary>A property of a marked type with its attributes, those of the parameter of a record that declares it included.</summary>
internal sealed class MarkedProperty
{
    private readonly List<AttributeData> attributes;

    public MarkedProperty(IPropertySymbol symbol)
    {
        Symbol = symbol;
        attributes = [.. symbol.GetAttributes()];
        if (symbol.ContainingType.IsRecord)
        {
            attributes.AddRange(symbol.ContainingType.InstanceConstructors.SelectMany(static constructor => constructor.Parameters)
                .Where(parameter => parameter.Name == symbol.Name && parameter.Locations.Intersect(symbol.Locations).Any()).SelectMany(static parameter => parameter.GetAttributes()));
        }
        IsNullable = symbol.Type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T };
        Type = IsNullable ? ((INamedTypeSymbol)symbol.Type).TypeArguments[0] : symbol.Type;
    }

    public IPropertySymbol Symbol { get; }

    /// <summary>The type, without <c>?</c>.</summary>
    public ITypeSymbol Type { get; }

    /// <summary>Whether it is a <see cref="System.Nullable{T}"/>.</summary>
    public bool IsNullable { get; }

    /// <summary>The name of the column.</summary>
    public string Column => Attribute("TableColumn")?.ConstructorArguments.FirstOrDefault().Value as string ?? Symbol.Name;

    /// <summary>The kind that is chosen, by its name; null where none is.</summary>
    public string? ChosenKind => Attribute("TableColumn")?.NamedArguments.FirstOrDefault(static argument => argument.Key == "Kind").Value is { Type: INamedTypeSymbol type, Value: int value }
        ? type.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(member => member.ConstantValue is int constant && constant == value)?.Name
        : null;

    /// <summary>How code names the type.</summary>
    public string TypeName => Type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    /// <summary>How messages name the type.</summary>
    public string ShownType => Symbol.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);

    public bool IsEnum => Type.TypeKind == TypeKind.Enum;

    public bool IsNumber => Type.SpecialType is SpecialType.System_SByte or SpecialType.System_Byte or SpecialType.System_Int16 or SpecialType.System_UInt16 or SpecialType.System_Int32
        or SpecialType.System_UInt32 or SpecialType.System_Int64 or SpecialType.System_UInt64 or SpecialType.System_Single or SpecialType.System_Double or SpecialType.System_Decimal;

    public bool IsDate => Type.SpecialType == SpecialType.System_DateTime || (Type is { ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true }, Name: "DateOnly" or "DateTimeOffset" });

    /// <summary>The members of an enum, one per value.</summary>
    public IReadOnlyList<string> Members => [.. Type.GetMembers().OfType<IFieldSymbol>().Where(static member => member.HasConstantValue).GroupBy(static member => member.ConstantValue).Select(static same => same.First().Name)];

    public bool Has(string attribute) => Attribute(attribute) is not null;

    /// <summary>An attribute of Backprop, by its name without "Attribute".</summary>
    public AttributeData? Attribute(string name) =>
        attributes.FirstOrDefault(attribute => attribute.AttributeClass?.Name == name + "Attribute" && attribute.AttributeClass.ContainingNamespace.ToDisplayString() == "Backprop.Data");
}
