using System.Globalization;
using Backprop.Data;

namespace Backprop.SourceCode;

/// <summary>The part of a header that takes the raw values of a row and gives raw answers.</summary>
internal sealed class CTable
{
    private readonly CodeLines code;
    private readonly RawTable table;
    private readonly NetPlan plan;
    private readonly string name;
    private readonly string real;
    private readonly string[] fields, words, answers, indices, probabilities, labels;

    public CTable(CodeLines code, RawTable table, NetPlan plan, string name)
    {
        (this.code, this.table, this.plan, this.name) = (code, table, plan, name);
        real = plan.IsDouble ? "double" : "float";
        var row = new Identifiers(CText.Reserved);
        fields = [.. table.Columns.Select(column => row.Unique(Identifiers.Snake(column.Encoding.Column, "column")))];
        words = [.. fields.Select(field => $"{name}_words_of_{field}")];
        var answer = new Identifiers(CText.Reserved);
        answers = [.. table.Targets.Select(target => answer.Unique(Identifiers.Snake(target.Encoding.Column, "target")))];
        indices = [.. answers.Select(field => answer.Unique(field + "_index"))];
        probabilities = [.. answers.Select(field => answer.Unique(field + "_probabilities"))];
        labels = [.. answers.Select(field => $"{name}_classes_of_{field}")];
    }

    private bool HasTexts => table.Columns.Any(static column => column.IsText);

    private bool HasDates => table.Columns.Select(static column => column.Encoding).Concat(table.Targets.Select(static target => target.Encoding)).Any(static encoding => encoding is DateEncoding);

    public void Write()
    {
        if (HasTexts)
            Texts();
        Classes();
        Row();
        Answer();
        if (HasDates)
            Dates();
        if (table.Columns.Any(static column => column is { Number: not null, Encoding.IsConstant: false }))
            Standard();
        if (table.Targets.Any(static target => target.Number is not null))
            Raw();
        Predict();
    }

    private void Texts()
    {
        code.Add($"typedef struct {name}_word {{ const char *text; int any_case; int meaning; }} {name}_word;");
        code.Add();
        code.Add("/* texts that mean that there is no value, beside NULL, none and blanks */");
        Words($"{name}_missing", table.MissingTexts.Select(static text => new RawText(text, AnyCase: true, -1)));
        for (var k = 0; k < fields.Length; k++)
        {
            if (!table.Columns[k].IsText)
                continue;
            code.Add($"/* texts of {CText.Comment(table.Columns[k].Encoding.Column)} */");
            Words(words[k], table.Columns[k].Texts);
        }
        code.Add("/* Bytes of the blank at a text; 0 where there is none. */");
        code.Block($"static inline int {name}_blank(const char *text)", () => code.Add([
            "const unsigned char *t = (const unsigned char *)text;",
            "if ((t[0] >= 9 && t[0] <= 13) || t[0] == ' ') return 1;",
            "if (t[0] == 0xC2 && (t[1] == 0x85 || t[1] == 0xA0)) return 2;",
            "if (t[0] == 0xE1 && t[1] == 0x9A && t[2] == 0x80) return 3;",
            "if (t[0] == 0xE2 && t[1] == 0x80 && ((t[2] >= 0x80 && t[2] <= 0x8A) || t[2] == 0xA8 || t[2] == 0xA9 || t[2] == 0xAF)) return 3;",
            "if (t[0] == 0xE2 && t[1] == 0x81 && t[2] == 0x9F) return 3;",
            "if (t[0] == 0xE3 && t[1] == 0x80 && t[2] == 0x80) return 3;",
            "return t[0] == 0xEF && t[1] == 0xBB && t[2] == 0xBF ? 3 : 0;"]));
        code.Add();
        code.Add("/* Whether two texts are the same but for blanks around them, and the kind and number of blanks within. */");
        code.Block($"static inline int {name}_same(const char *a, const char *b, int any_case)", () =>
        {
            code.Add("int inside = 0;");
            code.Block("for (;; inside = 1)", () =>
            {
                code.Add([
                    "int n, in_a = 0, in_b = 0, p, q;",
                    $"while ((n = {name}_blank(a)) != 0) {{ a += n; in_a = 1; }}",
                    $"while ((n = {name}_blank(b)) != 0) {{ b += n; in_b = 1; }}",
                    "if (*a == 0 || *b == 0) return *a == *b;",
                    "if (inside && in_a != in_b) return 0;",
                    "p = (unsigned char)*a++;",
                    "q = (unsigned char)*b++;",
                    "if (any_case && p >= 'A' && p <= 'Z') p += 'a' - 'A';",
                    "if (any_case && q >= 'A' && q <= 'Z') q += 'a' - 'A';",
                    "if (p != q) return 0;"]);
            });
        });
        code.Add();
        code.Add("/* The index of what a text means; -1: no value; -2: none of the words. */");
        code.Block($"static inline int {name}_meaning(const char *text, const {name}_word *words, int count)", () => code.Add([
            "int k;",
            $"if (text == NULL || {name}_same(text, \"\", 0)) return -1;",
            $"for (k = 0; k < {Int(table.MissingTexts.Count)}; k++) if ({name}_same(text, {name}_missing[k].text, 1)) return -1;",
            $"for (k = 0; k < count; k++) if ({name}_same(text, words[k].text, words[k].any_case)) return words[k].meaning;",
            "return -2;"]));
        code.Add();
    }

    // C has no array of 0 items: a word that nothing is compared with stands for none.
    private void Words(string array, IEnumerable<RawText> texts)
    {
        string[] items = [.. texts.Select(text => $"{{ {CText.Literal(text.Text)}, {(text.AnyCase ? "1" : "0")}, {Int(text.Meaning)} }}")];
        code.Block($"static const {name}_word {array}[{Int(Math.Max(1, items.Length))}] =", () => code.List(items.Length > 0 ? items : ["{ \"\", 0, -1 }"]), "};");
        code.Add();
    }

    private void Classes()
    {
        for (var k = 0; k < answers.Length; k++)
        {
            if (table.Targets[k].Encoding is not CategoryEncoding { Categories: var classes })
                continue;
            code.Add($"/* classes of {CText.Comment(table.Targets[k].Encoding.Column)} */");
            code.Block($"static const char *const {labels[k]}[{Int(classes.Count)}] =", () => code.List(classes.Select(CText.Literal)), "};");
            code.Add();
        }
    }

    private void Row()
    {
        code.Add("/* The raw values of a row, columns counted from 1 in this order.");
        if (table.Silent.Count > 0)
            code.Add($"   Without influence, and so left out: {string.Join(", ", table.Silent.Select(CText.Comment))}.");
        code.Add("   Texts are UTF-8. */");
        code.Block($"typedef struct {name}_row", () =>
        {
            for (var k = 0; k < fields.Length; k++)
            {
                var column = table.Columns[k];
                var what = column.Encoding switch
                {
                    NumberEncoding => "a number; NaN: no value",
                    DateEncoding => $"days since 0001-01-01, see {name}_days; NaN: no value",
                    BooleanEncoding boolean => $"{boolean.No} or {boolean.Yes}; NULL: no value",
                    _ => "a category; NULL: no value",
                };
                code.Add($"{(column.IsText ? "const char *" : "double ")}{fields[k]}; /* {CText.Comment(column.Encoding.Column)}: {CText.Comment(what)} */");
            }
            if (fields.Length == 0)
                code.Add("double none; /* no column has an influence */");
        }, $"}} {name}_row;");
        code.Add();
    }

    private void Answer()
    {
        code.Block($"typedef struct {name}_answer", () =>
        {
            for (var k = 0; k < answers.Length; k++)
            {
                var comment = CText.Comment(table.Targets[k].Encoding.Column);
                if (table.Targets[k].Encoding is CategoryEncoding { Categories: var classes })
                {
                    code.Add($"const char *{answers[k]}; /* {comment}: the class */");
                    code.Add($"int {indices[k]}; /* its index in {labels[k]} */");
                    code.Add($"double {probabilities[k]}[{Int(classes.Count)}]; /* of each class */");
                }
                else
                {
                    code.Add($"double {answers[k]}; /* {comment}{(table.Targets[k].Encoding is DateEncoding ? $": days since 0001-01-01, see {name}_date" : "")} */");
                }
            }
        }, $"}} {name}_answer;");
        code.Add();
    }

    private void Dates()
    {
        code.Add("/* Days since 0001-01-01 of a date of the Gregorian calendar; the time of day is the fraction. */");
        code.Block($"static inline double {name}_days(int year, int month, int day)", () => code.Add([
            "int before = year - 1;",
            "static const int to_month[12] = { 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334 };",
            "int leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;",
            "return before * 365.0 + before / 4 - before / 100 + before / 400 + to_month[month - 1] + (leap && month > 2) + day - 1;"]));
        code.Add();
        code.Add("/* The date of days since 0001-01-01. */");
        code.Block($"static inline void {name}_date(double days, int *year, int *month, int *day)", () => code.Add([
            "*year = (int)(days / 365.2425) + 1;",
            $"while ({name}_days(*year, 1, 1) > days) --*year;",
            $"while ({name}_days(*year + 1, 1, 1) <= days) ++*year;",
            $"for (*month = 12; {name}_days(*year, *month, 1) > days; --*month) {{ }}",
            $"*day = (int)(days - {name}_days(*year, *month, 1)) + 1;"]));
        code.Add();
    }

    private void Standard()
    {
        code.Add("/* Standardizes a number; returns 0 where it is not finite, or too far from the mean for the net. */");
        code.Block($"static inline int {name}_standard(double value, double mean, double deviation, {real} *state)", () => code.Add([
            "const double standard = (value - mean) / deviation;",
            // What is rounded to a float from here on is infinite.
            plan.IsDouble ? "if (!(standard - standard == 0)) return 0;" : "if (!(standard < 3.4028235677973366e+38 && standard > -3.4028235677973366e+38)) return 0;",
            $"*state = ({real})standard;",
            "return 1;"]));
        code.Add();
    }

    private void Raw()
    {
        code.Add("/* The number that a state stands for: the product is rounded before the mean is added. */");
        code.Block($"static inline double {name}_raw(double state, double mean, double deviation)", () => code.Add([
            "#ifdef __clang__ /* as in product above */",
            "volatile double product = state * deviation;",
            "return product + mean;",
            "#else",
            "return fma(state, deviation, -0.0) + mean;",
            "#endif"]));
        code.Add();
    }

    private void Predict()
    {
        code.Add("/* Answers a row, as predict of Backprop does. Returns 0; k > 0 where column k holds a category that was not seen in training, so that");
        code.Add("   none of its units is on; or, without an answer, -k where the value of column k is none that the column can have or is too far from");
        code.Add($"   those of the training rows, and {Int(-fields.Length - 1)} where the answer of the net is not finite. Of several columns the first counts. */");
        code.Block($"static inline int {name}_predict(const {name}_row *row, {name}_answer *answer)", () =>
        {
            code.Add($"{real} inputs[{Int(plan.InputCount)}], outputs[{Int(plan.OutputCount)}];");
            code.Add("int k, unseen = 0;");
            code.Add("(void)row;");
            code.Add($"for (k = 0; k < {Int(plan.InputCount)}; k++) inputs[k] = 0;");
            for (var k = 0; k < fields.Length; k++)
                Column(k);
            code.Add($"if ({name}_run(inputs, outputs) != 0) return {Int(-fields.Length - 1)};");
            code.Add($"for (k = 0; k < {Int(plan.OutputCount)}; k++) if (!(outputs[k] - outputs[k] == 0)) return {Int(-fields.Length - 1)};");
            for (var k = 0; k < answers.Length; k++)
                Target(k);
            code.Add("return unseen;");
        });
        code.Add();
    }

    private void Column(int k)
    {
        var column = table.Columns[k];
        var encoding = column.Encoding;
        var value = $"row->{fields[k]}";
        var missing = encoding.MissingUnit ? $"inputs[{Int(column.Offset + encoding.Size - 1)}] = 1;" : "{ }";
        if (column.Number is { } number)
        {
            var tests = column.MissingNumbers.Select(one => $"{value} == {CText.Number(one, isDouble: true)}").Prepend($"{value} != {value}");
            code.Add($"if ({string.Join(" || ", tests)}) {missing}");
            if (!encoding.IsConstant)
                code.Add($"else if (!{name}_standard({value}, {CText.Number(number.Mean, isDouble: true)}, {CText.Number(number.Deviation, isDouble: true)}, &inputs[{Int(column.Offset)}])) return {Int(-k - 1)};");
            return;
        }
        code.Add($"k = {name}_meaning({value}, {words[k]}, {Int(column.Texts.Count)});");
        code.Add($"if (k == -1) {missing}");
        if (encoding.IsConstant)
            return;
        if (encoding is BooleanEncoding)
        {
            code.Add($"else if (k == -2) return {Int(-k - 1)};");
            code.Add($"else inputs[{Int(column.Offset)}] = ({real})(k ? 1 : -1);");
        }
        else
        {
            code.Add($"else if (k == -2) {{ if (unseen == 0) unseen = {Int(k + 1)}; }}");
            code.Add($"else inputs[{Int(column.Offset)} + k] = 1;");
        }
    }

    private void Target(int k)
    {
        var target = table.Targets[k];
        var first = Int(target.Offset);
        if (target.Number is { } number)
        {
            code.Add($"answer->{answers[k]} = {name}_raw(outputs[{first}], {CText.Number(number.Mean, isDouble: true)}, {CText.Number(number.Deviation, isDouble: true)});");
            code.Add($"if (!(answer->{answers[k]} - answer->{answers[k]} == 0)) return {Int(-fields.Length - 1)};");
            return;
        }
        var count = Int(target.Encoding.Size);
        code.Block("", () =>
        {
            code.Add("double sum = 0;");
            code.Add($"answer->{indices[k]} = 0;");
            code.Block($"for (k = 0; k < {count}; k++)", () => code.Add([
                $"if (outputs[{first} + k] > outputs[{first} + answer->{indices[k]}]) answer->{indices[k]} = k;",
                $"answer->{probabilities[k]}[k] = outputs[{first} + k] > 0 ? (double)outputs[{first} + k] : 0;",
                $"sum += answer->{probabilities[k]}[k];"]));
            code.Add($"for (k = 0; k < {count}; k++) answer->{probabilities[k]}[k] = sum > 0 ? answer->{probabilities[k]}[k] / sum : 1.0 / {count};");
            code.Add($"answer->{answers[k]} = {labels[k]}[answer->{indices[k]}];");
        });
    }

    private static string Int(int value) => value.ToString(CultureInfo.InvariantCulture);
}
