using System.Globalization;
using Backprop.Data;

namespace Backprop.SourceCode;

/// <summary>The part of a class that takes the raw values of a row and gives raw answers.</summary>
internal sealed class CSharpTable
{
    private readonly CodeLines code;
    private readonly RawTable table;
    private readonly NetPlan plan;
    private readonly string real;
    private readonly string[] fields, answers, indices, probabilities;

    public CSharpTable(CodeLines code, RawTable table, NetPlan plan)
    {
        (this.code, this.table, this.plan) = (code, table, plan);
        real = plan.IsDouble ? "double" : "float";
        var row = new Identifiers(CSharpText.Reserved);
        fields = [.. table.Columns.Select(column => row.Unique(Identifiers.Pascal(column.Encoding.Column, "Column")))];
        var answer = new Identifiers(CSharpText.Reserved);
        answers = [.. table.Targets.Select(target => answer.Unique(Identifiers.Pascal(target.Encoding.Column, "Target")))];
        indices = [.. answers.Select(field => answer.Unique(field + "Index"))];
        probabilities = [.. answers.Select(field => answer.Unique(field + "Probabilities"))];
    }

    public void Write()
    {
        Row();
        Answer();
        Classes();
        Predict();
        if (table.Columns.Any(static column => column.IsText))
            Texts();
        code.Add("/// <summary>Days since 0001-01-01 of a date, with the time of day as a fraction.</summary>");
        code.Add("public static double Days(DateTime date) => (double)date.Ticks / TimeSpan.TicksPerDay;");
        code.Add();
        if (table.Columns.Any(static column => column is { Number: not null, Encoding.IsConstant: false }))
            Standard();
    }

    private void Row()
    {
        code.Add($"/// <summary>The raw values of a row.{(table.Silent.Count > 0 ? $" Without influence, and so left out: {string.Join(", ", table.Silent.Select(CSharpText.Comment))}." : "")}</summary>");
        code.Block("public struct Row", () =>
        {
            for (var k = 0; k < fields.Length; k++)
            {
                var column = table.Columns[k];
                var what = column.Encoding switch
                {
                    NumberEncoding => "a number; NaN: no value",
                    DateEncoding => "days since 0001-01-01, see Days; NaN: no value",
                    BooleanEncoding boolean => $"{boolean.No} or {boolean.Yes}; null: no value",
                    _ => "a category; null: no value",
                };
                code.Add($"/// <summary>{CSharpText.Comment(column.Encoding.Column)}: {CSharpText.Comment(what)}.</summary>");
                code.Add($"public {(column.IsText ? "string?" : "double")} {fields[k]};");
            }
        });
        code.Add();
    }

    private void Answer()
    {
        code.Add("/// <summary>The answers to a row.</summary>");
        code.Block("public struct Answer", () =>
        {
            for (var k = 0; k < answers.Length; k++)
            {
                var comment = CSharpText.Comment(table.Targets[k].Encoding.Column);
                if (table.Targets[k].Encoding is CategoryEncoding)
                {
                    code.Add([$"/// <summary>{comment}: the class.</summary>", $"public string {answers[k]};"]);
                    code.Add([$"/// <summary>{comment}: the index of the class.</summary>", $"public int {indices[k]};"]);
                    code.Add([$"/// <summary>{comment}: the probability of each class.</summary>", $"public double[] {probabilities[k]};"]);
                }
                else
                {
                    code.Add([$"/// <summary>{comment}{(table.Targets[k].Encoding is DateEncoding ? ": days since 0001-01-01" : "")}.</summary>", $"public double {answers[k]};"]);
                }
            }
            code.Add(["/// <summary>The number of columns with a category that was not seen in training: none of their units is on.</summary>", "public int Unseen;"]);
        });
        code.Add();
    }

    private void Classes()
    {
        for (var k = 0; k < answers.Length; k++)
        {
            if (table.Targets[k].Encoding is not CategoryEncoding { Categories: var classes })
                continue;
            code.Add($"/// <summary>The classes of {CSharpText.Comment(table.Targets[k].Encoding.Column)}, in the order of their probabilities.</summary>");
            code.Block($"public static System.Collections.Generic.IReadOnlyList<string> ClassesOf{answers[k]} {{ get; }} = new string[]", () => code.List(classes.Select(CSharpText.Literal)), "};");
            code.Add();
        }
    }

    private void Predict()
    {
        code.Add("/// <summary>Answers a row, as predict of Backprop does.</summary>");
        code.Add("/// <exception cref=\"ArgumentException\">A value is none that its column can have, or is too far from those of the training rows.</exception>");
        code.Block("public static Answer Predict(in Row row)", () =>
        {
            code.Add($"var inputs = new {real}[InputCount];");
            code.Add($"var outputs = new {real}[OutputCount];");
            code.Add("var answer = new Answer();");
            for (var k = 0; k < fields.Length; k++)
                Column(k);
            code.Add("Run(inputs, outputs);");
            code.Add("foreach (var output in outputs)");
            code.Add($"    if (!{real}.IsFinite(output)) throw NotFinite();");
            for (var k = 0; k < answers.Length; k++)
                Target(k);
            code.Add("return answer;");
        });
        code.Add();
        code.Add("private static ArgumentException NotFinite() => new(\"The answer of the net is not finite: a value of the row is too far from those of the training rows.\");");
        code.Add();
    }

    private void Column(int k)
    {
        var column = table.Columns[k];
        var encoding = column.Encoding;
        var value = $"row.{fields[k]}";
        var missing = encoding.MissingUnit ? $"inputs[{Int(column.Offset + encoding.Size - 1)}] = 1;" : "{ }";
        var wrong = $"throw new ArgumentException({CSharpText.Literal($"Column '{DisplayText.Name(encoding.Column)}' has a value that it cannot have.")});";
        if (column.Number is { } number)
        {
            var tests = column.MissingNumbers.Select(one => $"{value} == {CSharpText.Number(one, isDouble: true)}").Prepend($"double.IsNaN({value})");
            code.Add($"if ({string.Join(" || ", tests)}) {missing}");
            if (!encoding.IsConstant)
                code.Add($"else if (!Standard({value}, {CSharpText.Number(number.Mean, isDouble: true)}, {CSharpText.Number(number.Deviation, isDouble: true)}, out inputs[{Int(column.Offset)}])) {wrong}");
            return;
        }
        code.Block($"switch (Meaning({value}, Texts{fields[k]}))", () =>
        {
            code.Add($"case -1: {missing} break;");
            if (encoding.IsConstant)
                return;
            code.Add(encoding is BooleanEncoding ? $"case -2: {wrong}" : "case -2: answer.Unseen++; break;");
            code.Add(encoding is BooleanEncoding ? $"case var unit: inputs[{Int(column.Offset)}] = unit == 1 ? 1 : -1; break;" : $"case var unit: inputs[{Int(column.Offset)} + unit] = 1; break;");
        });
    }

    private void Target(int k)
    {
        var target = table.Targets[k];
        if (target.Number is { } number)
        {
            code.Add($"answer.{answers[k]} = (double)outputs[{Int(target.Offset)}] * {CSharpText.Number(number.Deviation, isDouble: true)} + {Parenthesized(number.Mean)};");
            code.Add($"if (!double.IsFinite(answer.{answers[k]})) throw NotFinite();");
            return;
        }
        var (first, count) = (Int(target.Offset), Int(target.Encoding.Size));
        code.Block("", () =>
        {
            code.Add($"answer.{probabilities[k]} = new double[{count}];");
            code.Add("var sum = 0.0;");
            code.Block($"for (var k = 0; k < {count}; k++)", () => code.Add([
                $"if (outputs[{first} + k] > outputs[{first} + answer.{indices[k]}]) answer.{indices[k]} = k;",
                $"sum += answer.{probabilities[k]}[k] = Math.Max(0, (double)outputs[{first} + k]);"]));
            code.Add($"for (var k = 0; k < {count}; k++) answer.{probabilities[k]}[k] = sum > 0 ? answer.{probabilities[k]}[k] / sum : 1.0 / {count};");
            code.Add($"answer.{answers[k]} = ClassesOf{answers[k]}[answer.{indices[k]}];");
        });
    }

    private static string Parenthesized(double value) => CSharpText.Number(value, isDouble: true) is var text && text[0] == '-' ? $"({text})" : text;

    private void Texts()
    {
        code.Block("private static bool Same(string a, string b, bool anyCase)", () => code.Add([
            "int i = 0, j = 0;",
            "for (var inside = false; ; inside = true, i++, j++)",
            "{",
            "    int p = i, q = j;",
            "    while (i < a.Length && IsBlank(a[i])) i++;",
            "    while (j < b.Length && IsBlank(b[j])) j++;",
            "    if (i == a.Length || j == b.Length) return i == a.Length && j == b.Length;",
            "    if (inside && i > p != j > q) return false;",
            "    if (a[i] != b[j] && !(anyCase && char.IsAsciiLetter(a[i]) && (a[i] ^ b[j]) == 32 && char.IsAsciiLetter(b[j]))) return false;",
            "}"]));
        code.Add();
        code.Add("private static bool IsBlank(char c) => char.IsWhiteSpace(c) || c == '\\uFEFF';");
        code.Add();
        code.Block("private static int Meaning(string? text, (string Text, bool AnyCase, int Meaning)[] words)", () => code.Add([
            "if (text is null || Same(text, \"\", false)) return -1;",
            "foreach (var word in MissingTexts)",
            "    if (Same(text, word, true)) return -1;",
            "foreach (var word in words)",
            "    if (Same(text, word.Text, word.AnyCase)) return word.Meaning;",
            "return -2;"]));
        code.Add();
        code.Block("private static readonly string[] MissingTexts =", () => code.List(table.MissingTexts.Select(CSharpText.Literal)), "};");
        code.Add();
        for (var k = 0; k < fields.Length; k++)
        {
            if (table.Columns[k].IsText)
            {
                code.Block($"private static readonly (string Text, bool AnyCase, int Meaning)[] Texts{fields[k]} =",
                    () => code.List(table.Columns[k].Texts.Select(text => $"({CSharpText.Literal(text.Text)}, {(text.AnyCase ? "true" : "false")}, {Int(text.Meaning)})")), "};");
                code.Add();
            }
        }
    }

    private void Standard()
    {
        code.Block($"private static bool Standard(double value, double mean, double deviation, out {real} state)", () =>
        {
            code.Add($"state = ({real})((value - mean) / deviation);");
            code.Add($"return {real}.IsFinite(state);");
        });
        code.Add();
    }

    private static string Int(int value) => value.ToString(CultureInfo.InvariantCulture);
}
