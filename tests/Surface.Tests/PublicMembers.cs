using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Surface.Tests;

/// <summary>The public types and members of an assembly and the documentation that the compiler wrote beside it.</summary>
internal static class PublicMembers
{
    private static readonly CSharpCompilation All = CSharpCompilation.Create("all", references: References());

    /// <summary>What the examples and the documentation are read against: the framework and every assembly of ours.</summary>
    public static IEnumerable<MetadataReference> References() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(file => MetadataReference.CreateFromFile(file));

    /// <summary>Every public type of an assembly, and every member of it that a user can name.</summary>
    public static IEnumerable<ISymbol> Of(string assembly)
    {
        var symbol = All.References.Select(All.GetAssemblyOrModuleSymbol).OfType<IAssemblySymbol>().Single(each => each.Name == assembly);
        return Types(symbol.GlobalNamespace).SelectMany(type => type.GetMembers().Where(IsNamed).Prepend(type));
    }

    /// <summary>The documentation of every member that has one, by its identifier such as "M:Backprop.Network`1.Copy".</summary>
    public static Dictionary<string, XElement> Documentation(string assembly) =>
        XElement.Load(Path.Combine(AppContext.BaseDirectory, assembly + ".xml")).Descendants("member")
            .ToDictionary(member => (string)member.Attribute("name")!, StringComparer.Ordinal);

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceOrTypeSymbol container) =>
        container.GetMembers().OfType<INamespaceOrTypeSymbol>().SelectMany(child => child is INamedTypeSymbol type
            ? IsVisible(type) ? Types(type).Prepend(type) : []
            : Types(child));

    private static bool IsNamed(ISymbol member) => IsVisible(member) && !member.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "CompilerGeneratedAttribute") && member switch
    {
        INamedTypeSymbol => false,
        // What a class without a constructor gets; the compiler itself asks for the documentation of one that is written.
        IMethodSymbol { MethodKind: MethodKind.Constructor, Parameters.Length: 0 } => false,
        // A record's copy.
        IMethodSymbol { MethodKind: MethodKind.Constructor, Parameters: [var only] } constructor when SymbolEqualityComparer.Default.Equals(only.Type, constructor.ContainingType) => false,
        IMethodSymbol method => method.MethodKind is MethodKind.Ordinary or MethodKind.Constructor or MethodKind.UserDefinedOperator or MethodKind.Conversion,
        IFieldSymbol field => !field.IsImplicitlyDeclared && field.Name != "value__",
        _ => true,
    };

    private static bool IsVisible(ISymbol symbol) =>
        symbol.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal && !symbol.Name.StartsWith('<');
}
