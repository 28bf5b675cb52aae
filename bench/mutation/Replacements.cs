using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace Backprop.Mutation;

/// <summary>What may stand in place of an expression. Those that do not compile are dropped later.</summary>
internal static class Replacements
{
    private static readonly Dictionary<SyntaxKind, SyntaxKind[]> Operators = new()
    {
        [SyntaxKind.AddExpression] = [SyntaxKind.SubtractExpression],
        [SyntaxKind.SubtractExpression] = [SyntaxKind.AddExpression],
        [SyntaxKind.MultiplyExpression] = [SyntaxKind.DivideExpression],
        [SyntaxKind.DivideExpression] = [SyntaxKind.MultiplyExpression],
        [SyntaxKind.ModuloExpression] = [SyntaxKind.MultiplyExpression],
        [SyntaxKind.LessThanExpression] = [SyntaxKind.LessThanOrEqualExpression, SyntaxKind.GreaterThanExpression],
        [SyntaxKind.LessThanOrEqualExpression] = [SyntaxKind.LessThanExpression, SyntaxKind.GreaterThanExpression],
        [SyntaxKind.GreaterThanExpression] = [SyntaxKind.GreaterThanOrEqualExpression, SyntaxKind.LessThanExpression],
        [SyntaxKind.GreaterThanOrEqualExpression] = [SyntaxKind.GreaterThanExpression, SyntaxKind.LessThanExpression],
        [SyntaxKind.EqualsExpression] = [SyntaxKind.NotEqualsExpression],
        [SyntaxKind.NotEqualsExpression] = [SyntaxKind.EqualsExpression],
        [SyntaxKind.LogicalAndExpression] = [SyntaxKind.LogicalOrExpression],
        [SyntaxKind.LogicalOrExpression] = [SyntaxKind.LogicalAndExpression],
        [SyntaxKind.BitwiseAndExpression] = [SyntaxKind.BitwiseOrExpression],
        [SyntaxKind.BitwiseOrExpression] = [SyntaxKind.BitwiseAndExpression],
        [SyntaxKind.ExclusiveOrExpression] = [SyntaxKind.BitwiseAndExpression],
        [SyntaxKind.LeftShiftExpression] = [SyntaxKind.RightShiftExpression],
        [SyntaxKind.RightShiftExpression] = [SyntaxKind.LeftShiftExpression],
    };

    private static readonly Dictionary<SyntaxKind, SyntaxKind> Assignments = new()
    {
        [SyntaxKind.AddAssignmentExpression] = SyntaxKind.SubtractAssignmentExpression,
        [SyntaxKind.SubtractAssignmentExpression] = SyntaxKind.AddAssignmentExpression,
        [SyntaxKind.MultiplyAssignmentExpression] = SyntaxKind.DivideAssignmentExpression,
        [SyntaxKind.DivideAssignmentExpression] = SyntaxKind.MultiplyAssignmentExpression,
        [SyntaxKind.AndAssignmentExpression] = SyntaxKind.OrAssignmentExpression,
        [SyntaxKind.OrAssignmentExpression] = SyntaxKind.AndAssignmentExpression,
        [SyntaxKind.ExclusiveOrAssignmentExpression] = SyntaxKind.OrAssignmentExpression,
        [SyntaxKind.LeftShiftAssignmentExpression] = SyntaxKind.RightShiftAssignmentExpression,
        [SyntaxKind.RightShiftAssignmentExpression] = SyntaxKind.LeftShiftAssignmentExpression,
        [SyntaxKind.CoalesceAssignmentExpression] = SyntaxKind.SimpleAssignmentExpression,
    };

    private static readonly Dictionary<SyntaxKind, SyntaxKind> Steps = new()
    {
        [SyntaxKind.PostIncrementExpression] = SyntaxKind.PostDecrementExpression,
        [SyntaxKind.PostDecrementExpression] = SyntaxKind.PostIncrementExpression,
        [SyntaxKind.PreIncrementExpression] = SyntaxKind.PreDecrementExpression,
        [SyntaxKind.PreDecrementExpression] = SyntaxKind.PreIncrementExpression,
    };

    private static readonly Dictionary<string, string> Calls = new(StringComparer.Ordinal)
    {
        ["Any"] = "All",
        ["All"] = "Any",
        ["First"] = "Last",
        ["Last"] = "First",
        ["FirstOrDefault"] = "LastOrDefault",
        ["LastOrDefault"] = "FirstOrDefault",
        ["Skip"] = "Take",
        ["Take"] = "Skip",
        ["SkipWhile"] = "TakeWhile",
        ["TakeWhile"] = "SkipWhile",
        ["Min"] = "Max",
        ["Max"] = "Min",
        ["MinBy"] = "MaxBy",
        ["MaxBy"] = "MinBy",
        ["Floor"] = "Ceiling",
        ["Ceiling"] = "Floor",
        ["Order"] = "OrderDescending",
        ["OrderBy"] = "OrderByDescending",
        ["OrderByDescending"] = "OrderBy",
        ["ThenBy"] = "ThenByDescending",
        ["ThenByDescending"] = "ThenBy",
        ["Union"] = "Intersect",
        ["Intersect"] = "Union",
        ["Except"] = "Intersect",
        ["StartsWith"] = "EndsWith",
        ["EndsWith"] = "StartsWith",
        ["IndexOf"] = "LastIndexOf",
        ["LastIndexOf"] = "IndexOf",
        ["TrimStart"] = "TrimEnd",
        ["TrimEnd"] = "TrimStart",
        ["ToUpperInvariant"] = "ToLowerInvariant",
        ["ToLowerInvariant"] = "ToUpperInvariant",
    };

    private static readonly string[] Dispensable = ["Distinct", "Reverse", "Trim", "Where"];

    internal static IEnumerable<ExpressionSyntax> Of(ExpressionSyntax expression)
    {
        var kind = expression.Kind();
        return expression switch
        {
            BinaryExpressionSyntax { Right: ThrowExpressionSyntax } binary => [binary.Left],
            BinaryExpressionSyntax binary when kind == SyntaxKind.CoalesceExpression => [binary.Left, binary.Right],
            BinaryExpressionSyntax binary when kind == SyntaxKind.IsExpression => [Not(binary)],
            BinaryExpressionSyntax binary when Operators.TryGetValue(kind, out var others) && !IsText(binary.Left) && !IsText(binary.Right) =>
                others.Select(other => BinaryExpression(other, binary.Left, binary.Right)),
            AssignmentExpressionSyntax assignment when Assignments.TryGetValue(kind, out var other) => [AssignmentExpression(other, assignment.Left, assignment.Right)],
            PostfixUnaryExpressionSyntax step when Steps.TryGetValue(kind, out var other) => [PostfixUnaryExpression(other, step.Operand)],
            PrefixUnaryExpressionSyntax step when Steps.TryGetValue(kind, out var other) => [PrefixUnaryExpression(other, step.Operand)],
            PrefixUnaryExpressionSyntax sign when kind is SyntaxKind.LogicalNotExpression or SyntaxKind.UnaryMinusExpression or SyntaxKind.BitwiseNotExpression => [sign.Operand],
            LiteralExpressionSyntax when kind == SyntaxKind.TrueLiteralExpression => [LiteralExpression(SyntaxKind.FalseLiteralExpression)],
            LiteralExpressionSyntax when kind == SyntaxKind.FalseLiteralExpression => [LiteralExpression(SyntaxKind.TrueLiteralExpression)],
            IsPatternExpressionSyntax test => [Not(test), .. Patterns(test.Pattern).Select(test.WithPattern)],
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax call } invocation => OfCall(invocation, call),
            _ => [],
        };
    }

    internal static ExpressionSyntax Not(ExpressionSyntax expression) => PrefixUnaryExpression(SyntaxKind.LogicalNotExpression, ParenthesizedExpression(expression));

    private static IEnumerable<ExpressionSyntax> OfCall(InvocationExpressionSyntax invocation, MemberAccessExpressionSyntax call)
    {
        var name = call.Name.Identifier.ValueText;
        if (Dispensable.Contains(name, StringComparer.Ordinal))
            yield return call.Expression;
        if (Calls.TryGetValue(name, out var other) && (invocation.ArgumentList.Arguments.Count > 0 || name is not ("Any" or "All")))
            yield return invocation.WithExpression(call.WithName(call.Name.WithIdentifier(Identifier(other))));
    }

    private static IEnumerable<PatternSyntax> Patterns(PatternSyntax pattern)
    {
        switch (pattern)
        {
            case RelationalPatternSyntax relational:
                foreach (var other in Relations(relational.OperatorToken.Kind()))
                    yield return relational.WithOperatorToken(Token(other));
                break;
            case BinaryPatternSyntax binary:
                var isAnd = binary.IsKind(SyntaxKind.AndPattern);
                yield return BinaryPattern(isAnd ? SyntaxKind.OrPattern : SyntaxKind.AndPattern, binary.Left, binary.Right);
                foreach (var left in Patterns(binary.Left))
                    yield return binary.WithLeft(left);
                foreach (var right in Patterns(binary.Right))
                    yield return binary.WithRight(right);
                break;
            case UnaryPatternSyntax not:
                foreach (var inner in Patterns(not.Pattern))
                    yield return not.WithPattern(inner);
                break;
            case ParenthesizedPatternSyntax inside:
                foreach (var inner in Patterns(inside.Pattern))
                    yield return inside.WithPattern(inner);
                break;
        }
    }

    private static SyntaxKind[] Relations(SyntaxKind relation) => relation switch
    {
        SyntaxKind.LessThanToken => [SyntaxKind.LessThanEqualsToken, SyntaxKind.GreaterThanToken],
        SyntaxKind.LessThanEqualsToken => [SyntaxKind.LessThanToken, SyntaxKind.GreaterThanToken],
        SyntaxKind.GreaterThanToken => [SyntaxKind.GreaterThanEqualsToken, SyntaxKind.LessThanToken],
        _ => [SyntaxKind.GreaterThanToken, SyntaxKind.LessThanToken],
    };

    private static bool IsText(ExpressionSyntax expression) =>
        expression is InterpolatedStringExpressionSyntax || expression.IsKind(SyntaxKind.StringLiteralExpression)
        || (expression is BinaryExpressionSyntax sum && sum.IsKind(SyntaxKind.AddExpression) && (IsText(sum.Left) || IsText(sum.Right)));
}
