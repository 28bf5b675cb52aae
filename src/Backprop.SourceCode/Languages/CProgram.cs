using System.Globalization;

namespace Backprop.SourceCode;

/// <summary>A net as a header in C99, which C++ reads too.</summary>
internal sealed class CProgram
{
    private readonly NetProgram program;
    private readonly NetPlan plan;
    private readonly string name;
    private readonly string real;
    private readonly string fma;
    private readonly bool isDouble;
    private readonly CodeLines code = new();
    private readonly string[] arrays, fixedStates, states, totals;
    private readonly Dictionary<UnitFunction, string> functions = [];

    public CProgram(NetProgram program)
    {
        this.program = program;
        plan = program.Plan;
        isDouble = plan.IsDouble;
        (real, fma) = isDouble ? ("double", "fma") : ("float", "fmaf");
        name = Identifiers.Snake(program.Name, "net");
        var global = new Identifiers(["run", "predict", "row", "answer", "word", "days", "date", "columns", "start", "sum", "each", "leak", "softmax", "exponential", "product", "to_bits", "from_bits",
            "to_exponent", "from_exponent", "subtract_bits", "angle", "rounded", "blank", "same", "meaning", "standard", "raw", "missing"]);
        arrays = [.. plan.Arrays.Select(array => Global(global, array.Title))];
        fixedStates = [.. plan.Fixed.Select(array => Global(global, array.Title))];
        var local = new Identifiers([]);
        states = [.. plan.Stages.Select(stage => local.Unique($"y_{Identifiers.Snake(stage.Group.Name, "group")}"))];
        totals = [.. plan.Stages.Select(stage => local.Unique($"x_{Identifiers.Snake(stage.Group.Name, "group")}"))];
        foreach (var (function, _) in program.Formulas.ByFunction)
            functions.Add(function, Global(global, $"unit {function.Name}"));
    }

    private string Global(Identifiers global, string of) => $"{name}_{global.Unique(Identifiers.Snake(of, "function"))}";

    /// <summary>The text of the header.</summary>
    public string Text()
    {
        var capitals = name.ToUpperInvariant();
        Head();
        code.Add($"#ifndef {capitals}_BACKPROP_H");
        code.Add($"#define {capitals}_BACKPROP_H");
        code.Add();
        code.Add(["#include <float.h>", "#include <math.h>", "#include <stdint.h>", "#include <string.h>"]);
        code.Add();
        Guards();
        code.Add($"#define {capitals}_INPUTS {Int(plan.InputCount)}");
        code.Add($"#define {capitals}_OUTPUTS {Int(plan.OutputCount)}");
        code.Add();
        foreach (var (array, at) in plan.Arrays.Select(static (array, at) => (array, at)))
            Array(arrays[at], array);
        foreach (var (array, at) in plan.Fixed.Select(static (array, at) => (array, at)))
            Array(fixedStates[at], array);
        Bits();
        if (program.Formulas.ReduceAngles)
            AngleText.WriteC(code, name, real);
        foreach (var (function, formula) in program.Formulas.ByFunction)
            Function(functions[function], CText.Comment(function.Name), formula);
        if (program.Formulas.Exponential is { } exponential)
        {
            Function($"{name}_exponential", "e^x for x up to 0", exponential);
            Softmax();
        }
        Sums();
        Run();
        if (program.Table is { } table)
            new CTable(code, table, plan, name).Write();
        code.Add(["#if !defined(_MSC_VER) && !(defined(__GNUC__) && !defined(__clang__))", "#pragma STDC FP_CONTRACT DEFAULT", "#endif", "#endif"]);
        return code.ToString();
    }

    private void Head()
    {
        code.Add("/* Written by Backprop. Include this header where the net runs; all of it is static, and nothing is allocated.");
        code.Add("   The bits are those of Backprop where the compiler keeps fused multiply-adds (fma) and IEEE 754 arithmetic, as compilers do");
        code.Add("   unless told otherwise; -ffast-math, /fp:fast and x87 registers do not, and are refused below. Without -mfma, -march=native");
        code.Add("   or the like, a processor of the x86 family calls a function for each fma (link -lm), with the same bits but slowly.");
        code.Add();
        if (program.Table is null)
            code.Add($"       {real} inputs[{Int(plan.InputCount)}], outputs[{Int(plan.OutputCount)}];  if ({name}_run(inputs, outputs) == 0) ...");
        else
            code.Add($"       {name}_row row = ...;  {name}_answer answer;  if ({name}_predict(&row, &answer) >= 0) ...");
        code.Add();
        foreach (var line in plan.Topology.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Take(40))
            code.Add($"   {CText.Comment(line)}".TrimEnd());
        code.Add("*/");
    }

    private void Guards()
    {
        code.Add([
            "#if defined(__FAST_MATH__) || defined(_M_FP_FAST) || defined(__ASSOCIATIVE_MATH__) || defined(__RECIPROCAL_MATH__) || defined(__NO_SIGNED_ZEROS__) || (defined(__FINITE_MATH_ONLY__) && __FINITE_MATH_ONLY__ > 0)",
            "#error \"this net needs IEEE 754 arithmetic: compile without -ffast-math, what it consists of, or /fp:fast\"",
            "#endif"]);
        code.Add([
            $"#if defined(FLT_EVAL_METHOD) && (FLT_EVAL_METHOD < 0 || FLT_EVAL_METHOD == 2{(isDouble ? "" : " || FLT_EVAL_METHOD == 1")})",
            $"#error \"this net needs arithmetic in {real}: compile with -msse2 -mfpmath=sse\"",
            "#endif"]);
        code.Add("/* Products that are added are either fused on purpose or kept apart on purpose: see product below. */");
        code.Add([
            "#if defined(_MSC_VER) && !defined(__clang__)",
            "#pragma fp_contract(off)",
            "#elif !(defined(__GNUC__) && !defined(__clang__)) /* GCC does not know this pragma */",
            "#pragma STDC FP_CONTRACT OFF",
            "#endif"]);
        code.Add();
    }

    private void Array(string array, PlanArray of)
    {
        code.Add($"/* {CText.Comment(of.Title)}{(of.From > 0 ? $": {Int(of.From)} from x {Int(of.To)} to" : "")} */");
        code.Block($"static const {real} {array}[{Int(of.Values.Length)}] =", () => code.List(of.Values.Select(value => CText.Number(value, isDouble))), "};");
        code.Add();
    }

    private void Bits()
    {
        var (integer, shift) = isDouble ? ("uint64_t", 52) : ("uint32_t", 23);
        code.Block($"static inline {integer} {name}_to_bits({real} x)", () => code.Add([$"{integer} bits;", "memcpy(&bits, &x, sizeof bits);", "return bits;"]));
        code.Add();
        code.Block($"static inline {real} {name}_from_bits({integer} bits)", () => code.Add([$"{real} x;", "memcpy(&x, &bits, sizeof x);", "return x;"]));
        code.Add();
        code.Block($"static inline {real} {name}_to_exponent({real} x)", () => code.Add($"return {name}_from_bits({name}_to_bits(x) << {shift});"));
        code.Add();
        code.Block($"static inline {real} {name}_from_exponent({real} x)", () => code.Add($"return {name}_from_bits({name}_to_bits(x) >> {shift});"));
        code.Add();
        code.Block($"static inline {real} {name}_subtract_bits({real} a, {real} b)", () => code.Add($"return {name}_from_bits({name}_to_bits(a) - {name}_to_bits(b));"));
        code.Add();
        code.Add("/* a * b, rounded before it is added to anything, whatever the compiler thinks of fusing the two. */");
        code.Block($"static inline {real} {name}_product({real} a, {real} b)", () => code.Add([
            "#ifdef __clang__ /* -ffp-contract=fast makes it look through all but this */",
            $"volatile {real} product = a * b;",
            "return product;",
            "#else",
            $"return {fma}(a, b, {CText.Number(-0.0, isDouble)});",
            "#endif"]));
        code.Add();
    }

    private void Function(string function, string comment, Formula formula)
    {
        var suffix = isDouble ? "" : "f";
        var dialect = new FormulaDialect(Constant, $"const {real}", "const int", fma, "fabs" + suffix, "sqrt" + suffix, "rint" + suffix, IsNaN: null, $"{name}_product", $"{name}_to_exponent", $"{name}_from_exponent", $"{name}_subtract_bits", $"{name}_angle");
        code.Add($"/* {comment} */");
        code.Block($"static inline {real} {function}({real} x)", () => code.Add(FormulaText.Statements(formula, dialect)));
        code.Add();
    }

    private string Constant(long bits)
    {
        var value = isDouble ? BitConverter.Int64BitsToDouble(bits) : BitConverter.Int32BitsToSingle((int)bits);
        return double.IsFinite(value) ? CText.Number(value, isDouble)
            : $"{name}_from_bits({(isDouble ? string.Create(CultureInfo.InvariantCulture, $"UINT64_C(0x{bits:x16})") : string.Create(CultureInfo.InvariantCulture, $"UINT32_C(0x{(uint)bits:x8})"))})";
    }

    private void Softmax()
    {
        code.Block($"static inline void {name}_softmax({real} *y, int units)", () =>
        {
            code.Add([$"{real} largest = y[0], sum = 0;", "int j;", "for (j = 1; j < units; j++) largest = largest > y[j] ? largest : y[j];"]);
            code.Block("for (j = 0; j < units; j++)", () => code.Add([$"y[j] = {name}_exponential(y[j] - largest);", "sum += y[j];"]));
            code.Add("for (j = 0; j < units; j++) y[j] = y[j] / sum;");
        });
        code.Add();
    }

    private void Sums()
    {
        code.Add("/* x[j] += w[i][j] * y[i], i after i, each product fused. */");
        code.Block($"static inline void {name}_sum({real} *x, const {real} *w, const {real} *y, int to, int from)", () =>
        {
            code.Add("int i, j;");
            code.Add($"for (i = 0; i < from; i++, w += to) for (j = 0; j < to; j++) x[j] = {fma}(w[j], y[i], x[j]);");
        });
        code.Add();
        code.Add("/* x[j] += w[j] * y[j] */");
        code.Block($"static inline void {name}_each({real} *x, const {real} *w, const {real} *y, int to)", () => code.Add(["int j;", $"for (j = 0; j < to; j++) x[j] = {fma}(w[j], y[j], x[j]);"]));
        code.Add();
        if (!plan.Stages.Any(static stage => stage.Before is not null))
            return;
        code.Add("/* x[j] = before[j] + rate * (x[j] - before[j]): leaky units */");
        code.Block($"static inline void {name}_leak({real} *x, const {real} *before, {real} rate, int to)", () => code.Add(["int j;", $"for (j = 0; j < to; j++) x[j] = {fma}(rate, x[j] - before[j], before[j]);"]));
        code.Add();
    }

    private void Run()
    {
        code.Add("/* Runs one case. Returns 0; or k, where input k, counted from 1, is not a finite number: then there are no outputs.");
        foreach (var input in plan.Inputs.Where(static input => input.Offset >= 0))
            code.Add($"     inputs[{Int(input.Offset)}..{Int(input.Offset + input.Group.Size - 1)}]: {CText.Comment(input.Group.Name)}");
        var next = 0;
        foreach (var group in plan.Outputs.Select(output => plan.Stages[output].Group))
        {
            code.Add($"     outputs[{Int(next)}..{Int(next + group.Size - 1)}]: {CText.Comment(group.Name)}");
            next += group.Size;
        }
        code.Add("*/");
        code.Block($"static inline int {name}_run(const {real} *inputs, {real} *outputs)", () =>
        {
            foreach (var (stage, at) in plan.Stages.Select(static (stage, at) => (stage, at)))
            {
                code.Add($"{real} {states[at]}[{Int(stage.Group.Size)}];");
                if (stage.KeepsTotals)
                    code.Add($"{real} {totals[at]}[{Int(stage.Group.Size)}];");
            }
            code.Add("int k;");
            code.Add($"for (k = 0; k < {Int(plan.InputCount)}; k++) if (!(inputs[k] - inputs[k] == 0)) return k + 1;");
            for (var at = 0; at < plan.Stages.Count; at++)
                Stage(at);
            var offset = 0;
            foreach (var output in plan.Outputs)
            {
                var size = plan.Stages[output].Group.Size;
                code.Add($"memcpy(outputs + {Int(offset)}, {states[output]}, sizeof {states[output]});");
                offset += size;
            }
            code.Add("return 0;");
        });
        code.Add();
    }

    private void Stage(int at)
    {
        var stage = plan.Stages[at];
        var (y, size) = (states[at], Int(stage.Group.Size));
        code.Add(stage.Biases is { } biases ? $"memcpy({y}, {arrays[biases]}, sizeof {y});" : $"for (k = 0; k < {size}; k++) {y}[k] = 0;");
        foreach (var link in stage.Links)
            code.Add(link.IsOneToOne ? $"{name}_each({y}, {arrays[link.Weights]}, {Source(link.From)}, {size});" : $"{name}_sum({y}, {arrays[link.Weights]}, {Source(link.From)}, {size}, {Int(link.Size)});");
        if (stage.Before is { } before)
            code.Add($"{name}_leak({y}, {Source(before)}, {CText.Number(isDouble ? stage.Group.LeakRate : (float)stage.Group.LeakRate, isDouble)}, {size});");
        if (stage.KeepsTotals)
            code.Add($"memcpy({totals[at]}, {y}, sizeof {y});");
        if (stage.Group.UnitFunction == UnitFunction.Softmax)
            code.Add($"{name}_softmax({y}, {size});");
        else if (functions.TryGetValue(stage.Group.UnitFunction, out var function))
            code.Add($"for (k = 0; k < {size}; k++) {y}[k] = {function}({y}[k]);");
        foreach (var unit in stage.Group.LesionedUnits)
            code.Add($"{y}[{Int(unit)}] = 0;");
    }

    private string Source(PlanStates from) => from.Source switch
    {
        PlanSource.Given => from.Index == 0 ? "inputs" : $"inputs + {Int(from.Index)}",
        PlanSource.Fixed => fixedStates[from.Index],
        PlanSource.Total => totals[from.Index],
        _ => states[from.Index],
    };

    private static string Int(int value) => value.ToString(CultureInfo.InvariantCulture);
}
