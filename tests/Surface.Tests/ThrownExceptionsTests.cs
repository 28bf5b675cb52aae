using Backprop.Tests;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Surface.Tests;

/// <summary>
/// What a public member throws in its own body is in its documentation, as that exception or as one of which it is a kind; null arguments
/// apart. What is thrown by the methods that it calls is not found.
/// </summary>
public sealed class ThrownExceptionsTests
{
    private static readonly Dictionary<string, Type> Exceptions = AppDomain.CurrentDomain.GetAssemblies()
        .Concat([typeof(Backprop.BackpropException).Assembly, typeof(Backprop.Data.DataException).Assembly, typeof(Backprop.Onnx.OnnxFile).Assembly, typeof(Backprop.Exchange.ForeignFile).Assembly, typeof(Backprop.SourceCode.SourceFile).Assembly, typeof(Backprop.WebAssembly.TrainingModule).Assembly])
        .Distinct().Where(static assembly => !assembly.IsDynamic && IsOurs(assembly.GetName().Name!))
        .SelectMany(static assembly => assembly.GetTypes()).Where(static type => type.IsAssignableTo(typeof(Exception)))
        .DistinctBy(static type => type.Name).ToDictionary(static type => type.Name, StringComparer.Ordinal);

    public static TheoryData<string> SourceProjects => [.. Repository.Libraries];

    [Theory]
    [MemberData(nameof(SourceProjects))]
    public void What_a_public_member_throws_itself_is_in_its_documentation(string project)
    {
        var folder = Path.Combine(Repository.Root, "src", project);
        var missing = from file in Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
                      where !Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar).Any(static part => part is "obj" or "bin")
                      from lacking in Missing(File.ReadAllText(file))
                      select $"{Path.GetFileName(file)}: {lacking}";

        Assert.True(!missing.Any(), string.Join("\n", missing));
    }

    [Theory]
    [InlineData("/// <exception cref=\"FormatException\">a</exception>\npublic void A() => throw new FormatException();", null)]
    [InlineData("/// <exception cref=\"System.ArgumentException\">a</exception>\npublic int A { get => throw new ArgumentOutOfRangeException(); }", null)]
    [InlineData("/// <inheritdoc/>\npublic void A() => throw new FormatException();", null)]
    [InlineData("public void A(int[] x) { ArgumentNullException.ThrowIfNull(x); _ = x ?? throw new ArgumentNullException(); }", null)]
    [InlineData("internal void A() => throw new FormatException();", null)]
    [InlineData("private class B { public void A() => throw new FormatException(); }", null)]
    [InlineData("public override void A() => throw new FormatException();", null)]
    [InlineData("/// <summary>a</summary>\npublic void A() => throw new FormatException();", "A: FormatException")]
    [InlineData("protected void A() { if (true) { throw new FormatException(); } }", "A: FormatException")]
    [InlineData("/// <exception cref=\"ArgumentOutOfRangeException\">a</exception>\npublic C(int a) => _ = a > 0 ? a : throw new ArgumentException();", "C: ArgumentException")]
    [InlineData("public void A(int a) => ArgumentOutOfRangeException.ThrowIfNegative(a);", "A: ArgumentOutOfRangeException")]
    [InlineData("public static C operator +(C a, C b) => throw new FormatException();", "+: FormatException")]
    [InlineData("public int this[int a] => throw new FormatException();", "this: FormatException")]
    public void An_exception_without_documentation_is_found(string member, string? missing) =>
        Assert.Equal(missing is null ? [] : [missing], Missing($"public class C\n{{\n{member}\n}}"));

    private static bool IsOurs(string assembly) => assembly.StartsWith("Backprop", StringComparison.Ordinal) || assembly.StartsWith("System.", StringComparison.Ordinal);

    /// <summary>The public members of a source file that throw what they do not document.</summary>
    private static IEnumerable<string> Missing(string source) =>
        from member in CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.Preview)).GetRoot().DescendantNodes().OfType<MemberDeclarationSyntax>()
        where member is BaseMethodDeclarationSyntax or BasePropertyDeclarationSyntax && IsVisible(member) && !member.Modifiers.Any(SyntaxKind.OverrideKeyword)
        let documentation = Documentation(member)
        where !documentation.OfType<XmlEmptyElementSyntax>().Any(static element => element.Name.LocalName.Text == "inheritdoc")
        let documented = Documented(documentation)
        from thrown in Thrown(member).Distinct(StringComparer.Ordinal)
        where thrown != nameof(ArgumentNullException) && !documented.Any(known => IsKindOf(thrown, known))
        select $"{Name(member)}: {thrown}";

    private static bool IsVisible(MemberDeclarationSyntax member) =>
        member.Ancestors().OfType<BaseTypeDeclarationSyntax>().All(static type => type.Modifiers.Any(SyntaxKind.PublicKeyword))
        && (member.Parent is InterfaceDeclarationSyntax || member.Modifiers.Any(SyntaxKind.PublicKeyword) || member.Modifiers.Any(SyntaxKind.ProtectedKeyword))
        && !member.Modifiers.Any(SyntaxKind.PrivateKeyword);

    private static SyntaxNode[] Documentation(MemberDeclarationSyntax member) =>
        [.. member.GetLeadingTrivia().Select(static trivia => trivia.GetStructure()).OfType<DocumentationCommentTriviaSyntax>().SelectMany(static comment => comment.DescendantNodes())];

    private static string[] Documented(SyntaxNode[] documentation) =>
    [
        .. from element in documentation
           let attributes = element switch
           {
               XmlElementStartTagSyntax { Name.LocalName.Text: "exception" } start => start.Attributes,
               XmlEmptyElementSyntax { Name.LocalName.Text: "exception" } empty => empty.Attributes,
               _ => [],
           }
           from cref in attributes.OfType<XmlCrefAttributeSyntax>()
           select cref.Cref.ToString().Split('.')[^1],
    ];

    private static IEnumerable<string> Thrown(MemberDeclarationSyntax member) =>
        from node in member.DescendantNodes()
        let thrown = node switch
        {
            ThrowStatementSyntax { Expression: ObjectCreationExpressionSyntax created } => created.Type,
            ThrowExpressionSyntax { Expression: ObjectCreationExpressionSyntax created } => created.Type,
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: NameSyntax guard, Name.Identifier.Text: var name } }
                when name.StartsWith("ThrowIf", StringComparison.Ordinal) => guard,
            _ => null,
        }
        where thrown is not null
        select thrown.ToString().Split('.')[^1];

    /// <summary>Whether an exception is another one or derived from it.</summary>
    private static bool IsKindOf(string thrown, string documented) => thrown == documented
        || (Exceptions.TryGetValue(thrown, out var type) && Exceptions.TryGetValue(documented, out var known) && type.IsAssignableTo(known));

    private static string Name(MemberDeclarationSyntax member) => member switch
    {
        MethodDeclarationSyntax method => method.Identifier.Text,
        ConstructorDeclarationSyntax constructor => constructor.Identifier.Text,
        PropertyDeclarationSyntax property => property.Identifier.Text,
        OperatorDeclarationSyntax declared => declared.OperatorToken.Text,
        IndexerDeclarationSyntax => "this",
        _ => member.Kind().ToString(),
    };
}
