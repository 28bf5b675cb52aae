using System.Xml.Linq;
using Backprop.Tests;
using Microsoft.CodeAnalysis;

namespace Surface.Tests;

/// <summary>Every public member says what it is; the compiler asks for a comment, these tests for its parts.</summary>
public sealed class MemberDocumentationTests
{
    public static TheoryData<string> SourceProjects => [.. Repository.Libraries];

    [Theory]
    [MemberData(nameof(SourceProjects))]
    public void Every_public_member_documents_its_purpose_its_parameters_and_what_it_returns(string assembly)
    {
        var documented = PublicMembers.Documentation(assembly);
        var missing = from member in PublicMembers.Of(assembly)
                      let documentation = documented.GetValueOrDefault(member.GetDocumentationCommentId()!)
                      where documentation?.Element("inheritdoc") is null
                      from part in Parts(member)
                      where string.IsNullOrWhiteSpace(Text(documentation, part.Element, part.Name))
                      select $"{member.GetDocumentationCommentId()}: {part.Element} {part.Name}";

        Assert.True(!missing.Any(), string.Join("\n", missing));
    }

    [Fact]
    public void Members_are_found_with_their_documentation()
    {
        var members = PublicMembers.Of("Backprop").ToList();

        Assert.Contains(members, member => member.GetDocumentationCommentId() == "M:Backprop.Topology.Layered(System.ReadOnlySpan{System.Int32})");
        Assert.Contains(members, member => member.GetDocumentationCommentId() == "P:Backprop.Adam.LearningRate");
        Assert.True(members.Count > 400);
        Assert.Contains("0.001", PublicMembers.Documentation("Backprop")["P:Backprop.Adam.LearningRate"].Value, StringComparison.Ordinal);
    }

    /// <summary>The elements that the documentation of a member must have, with the name that they are for.</summary>
    private static IEnumerable<(string Element, string Name)> Parts(ISymbol member)
    {
        yield return ("summary", "");
        // What an override or an equality by value takes and returns is said where it is declared first.
        if (member is IMethodSymbol { IsOverride: true } or IMethodSymbol { Name: nameof(Equals) })
            yield break;
        var parameters = member switch
        {
            IMethodSymbol method => method.Parameters,
            IPropertySymbol property => property.Parameters,
            INamedTypeSymbol { DelegateInvokeMethod: { } invoke } => invoke.Parameters,
            _ => [],
        };
        foreach (var parameter in parameters)
            yield return ("param", parameter.Name);
        var typeParameters = member switch
        {
            IMethodSymbol method => method.TypeParameters,
            INamedTypeSymbol type => type.TypeParameters,
            _ => [],
        };
        foreach (var parameter in typeParameters)
            yield return ("typeparam", parameter.Name);
        if (member is IMethodSymbol { ReturnsVoid: false, MethodKind: not MethodKind.Constructor })
            yield return ("returns", "");
    }

    private static string? Text(XElement? documentation, string element, string name) =>
        documentation?.Elements(element).FirstOrDefault(each => name.Length == 0 || (string?)each.Attribute("name") == name) is { } found
            ? found.Value + string.Concat(found.Descendants().Select(each => (string?)each.Attribute("cref") ?? (string?)each.Attribute("langword") ?? "")) : null;
}
