namespace Backprop.SourceCode;

/// <summary>How a language writes the operations of formulas. C and C# agree on all others.</summary>
/// <param name="Number">A number as a literal.</param>
/// <param name="Real">Declares a result: <c>const float</c>.</param>
/// <param name="Truth">Declares a mask: <c>const int</c>.</param>
/// <param name="Fma">a · b + c, rounded once.</param>
/// <param name="Abs">|a|.</param>
/// <param name="Sqrt">√a.</param>
/// <param name="Round">The nearest integer, halves to even.</param>
/// <param name="IsNaN">Whether a is NaN; null where that is written a != a.</param>
/// <param name="Product">a · b where it is added to something; null where no compiler fuses it with the sum.</param>
/// <param name="ToExponent">Shifts bits to the exponent.</param>
/// <param name="FromExponent">Shifts bits from the exponent.</param>
/// <param name="SubtractBits">Subtracts bits as integers.</param>
/// <param name="Angle">The part 0, 1 or 2 of a large angle: <see cref="AngleText"/>.</param>
internal sealed record FormulaDialect(Func<long, string> Number, string Real, string Truth, string Fma, string Abs, string Sqrt, string Round, string? IsNaN, string? Product, string ToExponent, string FromExponent, string SubtractBits, string Angle);

/// <summary>Writes the statements of a formula: those that are used several times, and those that would make lines long, have names.</summary>
internal sealed class FormulaText
{
    private const int LongestPart = 44;
    private readonly Formula formula;
    private readonly FormulaDialect dialect;
    private readonly Dictionary<int, string> texts = [];
    private readonly List<string> statements = [];

    private FormulaText(Formula formula, FormulaDialect dialect)
    {
        this.formula = formula;
        this.dialect = dialect;
    }

    /// <summary>The statements, the last of which returns the state; the argument is called x.</summary>
    public static IReadOnlyList<string> Statements(Formula formula, FormulaDialect dialect)
    {
        var text = new FormulaText(formula, dialect);
        for (var step = 0; step < formula.Steps.Count; step++)
        {
            if (formula.Uses(step) > 0)
                text.Add(step);
        }
        return [.. text.statements, $"return {text.texts[formula.Result]};"];
    }

    private void Add(int number)
    {
        var step = formula.Steps[number];
        var text = Text(number, step);
        var isLeaf = step.Operation is FormulaOperation.Constant or FormulaOperation.Argument;
        if (!isLeaf && number != formula.Result && (formula.Uses(number) > 1 || text.Length > LongestPart || IsReadTwice(number)))
        {
            var name = $"t{statements.Count + 1}";
            statements.Add($"{(formula.IsMask(number) ? dialect.Truth : dialect.Real)} {name} = {text};");
            text = name;
        }
        texts[number] = text;
    }

    /// <summary>Whether the text of an operation holds this operand twice.</summary>
    private bool IsReadTwice(int number) => formula.Steps.Index().Any(step => formula.Uses(step.Index) > 0 && step.Item.Operands.Contains(number)
        && step.Item.Operation is FormulaOperation.Min or FormulaOperation.Max or FormulaOperation.IsNaN);

    private string Text(int number, FormulaStep step)
    {
        string A() => texts[step.First];
        string B() => texts[step.Second];
        string C() => texts[step.Third];
        return step.Operation switch
        {
            FormulaOperation.Constant => dialect.Number(step.Bits),
            FormulaOperation.Argument => "x",
            FormulaOperation.Add => $"{Part(A())} + {Part(B())}",
            FormulaOperation.Subtract => $"{Part(A())} - {Part(B())}",
            FormulaOperation.Multiply => dialect.Product is { } product && formula.IsAdded(number) ? $"{product}({A()}, {B()})" : $"{Part(A())} * {Part(B())}",
            FormulaOperation.Divide => $"{Part(A())} / {Part(B())}",
            FormulaOperation.Negate => $"-{Part(A())}",
            FormulaOperation.MultiplyAdd => $"{dialect.Fma}({A()}, {B()}, {C()})",
            FormulaOperation.NegatedMultiplyAdd => $"{dialect.Fma}(-{Part(A())}, {B()}, {C()})",
            FormulaOperation.Min => $"{Part(A())} < {Part(B())} ? {A()} : {B()}",
            FormulaOperation.Max => $"{Part(A())} > {Part(B())} ? {A()} : {B()}",
            FormulaOperation.Abs => $"{dialect.Abs}({A()})",
            FormulaOperation.Sqrt => $"{dialect.Sqrt}({A()})",
            FormulaOperation.RoundToNearest => $"{dialect.Round}({A()})",
            FormulaOperation.LessThan => $"{Part(A())} < {Part(B())}",
            FormulaOperation.LessThanOrEqual => $"{Part(A())} <= {Part(B())}",
            FormulaOperation.Equal => $"{Part(A())} == {Part(B())}",
            FormulaOperation.IsNaN => dialect.IsNaN is { } test ? $"{test}({A()})" : $"{Part(A())} != {A()}",
            FormulaOperation.Select => $"{Part(A())} ? {B()} : {C()}",
            FormulaOperation.And when formula.IsMask(number) => $"{Part(A())} && {Part(B())}",
            FormulaOperation.And when formula.IsMask(step.First) => $"{Part(A())} ? {B()} : {dialect.Number(0)}",
            FormulaOperation.And => $"{Part(B())} ? {A()} : {dialect.Number(0)}",
            FormulaOperation.ShiftToExponent => $"{dialect.ToExponent}({A()})",
            FormulaOperation.ShiftFromExponent => $"{dialect.FromExponent}({A()})",
            FormulaOperation.SubtractBits => $"{dialect.SubtractBits}({A()}, {B()})",
            FormulaOperation.AngleTurns => $"{dialect.Angle}({A()}, 0)",
            FormulaOperation.AngleRest => $"{dialect.Angle}({A()}, 1)",
            FormulaOperation.AngleLow => $"{dialect.Angle}({A()}, 2)",
            _ => throw new InvalidOperationException($"no text for {step.Operation}"),
        };
    }

    /// <summary>The text as a part of an expression: in parentheses unless it is a name, a number or a call.</summary>
    private static string Part(string text) => text[0] != '-' && text.AsSpan().IndexOfAny(" ?") is var blank && (blank < 0 || IsCall(text)) ? text : $"({text})";

    /// <summary>Whether a text with blanks is one call: its first parenthesis closes at its end.</summary>
    private static bool IsCall(string text)
    {
        var depth = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '(')
                depth++;
            else if (text[at] == ')' && --depth == 0)
                return at == text.Length - 1;
            else if (depth == 0 && !char.IsAsciiLetterOrDigit(text[at]) && text[at] is not ('_' or '.'))
                return false;
        }
        return false;
    }
}
