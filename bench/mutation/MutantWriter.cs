using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace Backprop.Mutation;

/// <summary>Writes all mutants of a file into one tree: each stands beside the original and runs while its number is the active one.</summary>
/// <param name="file">Path from the project's folder.</param>
/// <param name="firstId">The number of the file's first mutant.</param>
/// <param name="dropped">Mutants that do not compile. They keep their numbers.</param>
internal sealed class MutantWriter(string file, int firstId, IReadOnlySet<int> dropped) : CSharpSyntaxRewriter
{
    /// <summary>The annotation of what is put in place of the original: the mutant's number.</summary>
    internal const string Number = "mutant";

    /// <summary>The annotation of a statement left out: its kind.</summary>
    internal const string Removal = "removal";

    /// <summary>What the mutated assembly asks before each place; compiled into it.</summary>
    internal const string Switch = """
        namespace Backprop.Mutation;

        internal static class Switch
        {
            public static int Active;
            public static bool[]? Hits;

            [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)]
            internal static bool Is(int id)
            {
                if (Hits != null)
                    Hits[id] = true;
                return Active == id;
            }
        }
        """;

    private readonly List<Mutant> mutants = [];
    private int nextId = firstId;

    internal IReadOnlyList<Mutant> Mutants => mutants;

    internal int NextId => nextId;

    public override SyntaxNode? Visit(SyntaxNode? node)
    {
        if (node is null || IsLeftAlone(node))
            return node;
        var written = base.Visit(node);
        return node switch
        {
            ExpressionSyntax expression when MayBeChosen(expression) => OfExpression(expression, (ExpressionSyntax)written!),
            StatementSyntax statement => OfStatement(statement, (StatementSyntax)written!),
            _ => written,
        };
    }

    private ExpressionSyntax OfExpression(ExpressionSyntax original, ExpressionSyntax written)
    {
        foreach (var other in Of(original))
        {
            if (Add(original, Text(other)) is { } id)
            {
                var choice = ConditionalExpression(IsActive(id), ParenthesizedExpression(other), ParenthesizedExpression(written));
                written = ParenthesizedExpression(choice).WithTriviaFrom(original).WithAdditionalAnnotations(Numbered(id));
            }
        }
        return written;
    }

    private StatementSyntax OfStatement(StatementSyntax original, StatementSyntax written)
    {
        if (original is ExpressionStatementSyntax { Expression: var expression })
        {
            var others = expression is AssignmentExpressionSyntax or PostfixUnaryExpressionSyntax or PrefixUnaryExpressionSyntax ? Replacements.Of(expression).ToArray() : [];
            foreach (var other in others)
            {
                if (Add(original, $"{Text(other)};") is { } id)
                    written = IfStatement(IsActive(id), Block(ExpressionStatement(other)), ElseClause(Block(written))).WithAdditionalAnnotations(Numbered(id));
            }
            if (others.Length > 0 || IsAssertion(expression))
                return written;
        }
        else if (original is not (ThrowStatementSyntax or ContinueStatementSyntax or BreakStatementSyntax or ReturnStatementSyntax { Expression: null } or YieldStatementSyntax))
        {
            return written;
        }
        return Add(original, "") is { } left
            ? IfStatement(Replacements.Not(IsActive(left)), Block(written)).WithAdditionalAnnotations(Numbered(left), new SyntaxAnnotation(Removal, original.Kind().ToString()))
            : written;
    }

    private static ExpressionSyntax[] Of(ExpressionSyntax expression)
    {
        // Both branches of the choice would declare the same variables.
        if (Declares(expression))
            return [];
        var others = Replacements.Of(expression).ToArray();
        return others.Length == 0 && IsCondition(expression) && expression is not LiteralExpressionSyntax ? [Replacements.Not(expression)] : others;
    }

    private int? Add(SyntaxNode original, string to)
    {
        var id = nextId++;
        if (dropped.Contains(id))
            return null;
        var line = original.SyntaxTree.GetText().Lines.GetLineFromPosition(original.SpanStart);
        mutants.Add(new Mutant(id, file, line.LineNumber + 1, line.ToString().Trim(), OneLine(original.ToString()), OneLine(to), IsStatic(original)));
        return id;
    }

    private static string Text(SyntaxNode node) => node.NormalizeWhitespace().ToString();

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static SyntaxAnnotation Numbered(int id) => new(Number, id.ToString(CultureInfo.InvariantCulture));

    private static InvocationExpressionSyntax IsActive(int id) => InvocationExpression(
        ParseExpression("global::Backprop.Mutation.Switch.Is"),
        ArgumentList(SingletonSeparatedList(Argument(LiteralExpression(SyntaxKind.NumericLiteralExpression, Literal(id))))));

    /// <summary>Constants, patterns, attributes, messages and what is thrown: no mutants.</summary>
    private static bool IsLeftAlone(SyntaxNode node) => node switch
    {
        FieldDeclarationSyntax field => field.Modifiers.Any(SyntaxKind.ConstKeyword),
        LocalDeclarationStatementSyntax local => local.IsConst,
        EqualsValueClauseSyntax value => value.Parent is ParameterSyntax or EnumMemberDeclarationSyntax,
        ExpressionSyntax expression => node.Parent is ThrowStatementSyntax or ThrowExpressionSyntax || node is TypeSyntax or InterpolatedStringExpressionSyntax || IsMessage(node) || IsAssertion(expression),
        AttributeListSyntax or SwitchLabelSyntax or PatternSyntax or UsingDirectiveSyntax or BaseListSyntax => true,
        _ => false,
    };

    private static bool IsMessage(SyntaxNode node) => node switch
    {
        ObjectCreationExpressionSyntax made => made.Type.ToString().EndsWith("Exception", StringComparison.Ordinal),
        ImplicitObjectCreationExpressionSyntax => node.Ancestors().OfType<MethodDeclarationSyntax>().FirstOrDefault() is { } method
            && method.ReturnType.ToString().EndsWith("Exception", StringComparison.Ordinal),
        _ => false,
    };

    private static bool MayBeChosen(ExpressionSyntax expression)
    {
        switch (expression.Parent)
        {
            case ExpressionStatementSyntax:
            case ArgumentSyntax { RefKindKeyword.RawKind: not 0 }:
            case RefExpressionSyntax:
            case PostfixUnaryExpressionSyntax:
            case AssignmentExpressionSyntax assignment when assignment.Left == expression:
            case PrefixUnaryExpressionSyntax prefix when prefix.Kind() is SyntaxKind.AddressOfExpression or SyntaxKind.PreIncrementExpression or SyntaxKind.PreDecrementExpression:
            case ForStatementSyntax loop when loop.Incrementors.Contains(expression):
                return false;
        }
        // a?.B().C(): what follows the question mark is not an expression of its own.
        for (SyntaxNode at = expression; at.Parent is ExpressionSyntax parent; at = parent)
        {
            if (parent is ConditionalAccessExpressionSyntax access && access.WhenNotNull == at)
                return false;
            if (parent is not (MemberAccessExpressionSyntax or InvocationExpressionSyntax or ElementAccessExpressionSyntax or ConditionalAccessExpressionSyntax))
                break;
        }
        return true;
    }

    private static bool IsCondition(ExpressionSyntax expression) => expression.Parent switch
    {
        IfStatementSyntax or WhileStatementSyntax or DoStatementSyntax or WhenClauseSyntax => true,
        ConditionalExpressionSyntax conditional => conditional.Condition == expression,
        BinaryExpressionSyntax binary => binary.Kind() is SyntaxKind.LogicalAndExpression or SyntaxKind.LogicalOrExpression,
        SimpleLambdaExpressionSyntax lambda => lambda.Body == expression && lambda.Parent?.Parent?.Parent is InvocationExpressionSyntax
        {
            Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Where" or "Any" or "All" or "First" or "FirstOrDefault" or "Count" },
        },
        _ => false,
    };

    private static bool Declares(ExpressionSyntax expression) => expression
        .DescendantNodesAndSelf(static node => node is not AnonymousFunctionExpressionSyntax)
        .Any(static node => node is SingleVariableDesignationSyntax);

    /// <summary>What the compiler's own analysis guards, or debug builds.</summary>
    private static bool IsAssertion(ExpressionSyntax expression) =>
        expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var member } }
            ? member == "ThrowIfNull" || member.StartsWith("Assert", StringComparison.Ordinal)
            : expression is InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: var name } } && name.StartsWith("Assert", StringComparison.Ordinal);

    private static bool IsStatic(SyntaxNode node)
    {
        foreach (var ancestor in node.Ancestors())
        {
            switch (ancestor)
            {
                case AnonymousFunctionExpressionSyntax:
                    return false;
                case EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax property }:
                    return property.Modifiers.Any(SyntaxKind.StaticKeyword);
                case FieldDeclarationSyntax field:
                    return field.Modifiers.Any(SyntaxKind.StaticKeyword);
                case ConstructorDeclarationSyntax constructor:
                    return constructor.Modifiers.Any(SyntaxKind.StaticKeyword);
                case MemberDeclarationSyntax:
                    return false;
            }
        }
        return false;
    }
}
