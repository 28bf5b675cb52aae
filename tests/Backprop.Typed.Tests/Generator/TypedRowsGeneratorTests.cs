using Backprop.Data.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Backprop.Data.Tests;

public sealed class TypedRowsGeneratorTests
{
    private static readonly MetadataReference[] References = [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(static path => MetadataReference.CreateFromFile(path))];

    private static CSharpCompilation Compilation(string code) => CSharpCompilation.Create("program",
        [CSharpSyntaxTree.ParseText("using System; using Backprop.Data;\n" + code, new CSharpParseOptions(LanguageVersion.CSharp14))], References, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));

    /// <summary>What the generator and the compiler say of a program.</summary>
    private static string[] Said(string code)
    {
        CSharpGeneratorDriver.Create([new TypedRowsGenerator().AsSourceGenerator()], parseOptions: new CSharpParseOptions(LanguageVersion.CSharp14))
            .RunGeneratorsAndUpdateCompilation(Compilation(code), out var compiled, out var faults);
        return [.. faults.Concat(compiled.GetDiagnostics().Where(static said => said.Severity >= DiagnosticSeverity.Warning && said.Id != "CS0315")).Select(static said => $"{said.Id}: {said.GetMessage(null)}")];
    }

    [Theory]
    [InlineData("[TableRow] public partial class A { public int X { get; set; } [TargetColumn] public string Y { get; set; } }")]
    [InlineData("namespace N.M { public partial class Outer { internal partial record struct Inner { [TableRow] private partial struct A { public DateTimeOffset? X { get; } public char? @class { get; } } } } }")]
    [InlineData("[TableRow, TableAnswer] public partial record A(double X, [property: TargetColumn] DateOnly Y);")]
    [InlineData("public enum @enum { @class, B, C = B } [TableRow, TableAnswer] public partial record struct A(@enum X, [TableColumn(\"a \\\"b\\\"\")] bool Y);")]
    [InlineData("public class Base { public int X { get; set; } public virtual int Y { get; set; } } [TableRow] public partial class A : Base { public override int Y { get; set; } public int this[int i] => i; public static int S => 1; private int P => 1; }")]
    [InlineData("[TableAnswer] public partial class A { public required ulong X { get; init; } public sbyte Y { get; set; } public decimal? D { get; set; } [ProbabilityOf(nameof(X), \"1\")] public float P { get; set; } }")]
    [InlineData("[TableRow] public partial class A { [TableColumn(Kind = ColumnKind.Number)] public string X { get; set; } [TableColumn(Kind = ColumnKind.Number)] public DayOfWeek? D { get; set; } public ulong? U { get; set; } public float? F { get; set; } public short? H { get; set; } }")]
    public void What_is_generated_compiles_without_a_warning(string code) => Assert.Empty(Said(code));

    [Theory]
    [InlineData("[TableRow] public class A { public int X { get; set; } }", "BACKPROP101: 'A' is marked [TableRow], so it and the types around it must be partial classes, structs or records without type parameters")]
    [InlineData("public class B { [TableAnswer] public partial class A { public int X { get; set; } } }", "BACKPROP101: 'A' is marked [TableAnswer], so it and the types around it must be partial classes, structs or records without type parameters")]
    [InlineData("[TableRow] public partial class A<T> { public int X { get; set; } }", "BACKPROP101: 'A' is marked [TableRow], so it and the types around it must be partial classes, structs or records without type parameters")]
    [InlineData("[TableRow] public partial class A { public int X { get; set; } public int[] Y { get; set; } }", "BACKPROP102: 'Y' has the type 'int[]', which cannot be a column: expected a number, bool, string, char, enum or date; mark it [IgnoredColumn] or give it another type")]
    [InlineData("[TableRow] public partial class A { public int X { get; set; } [TableColumn(\"X\")] public int Y { get; set; } }", "BACKPROP103: 'X' and 'Y' are both the column 'X'; give one another name with [TableColumn(\"…\")]")]
    [InlineData("[TableRow] public partial class A { public int X { get; set; } [TargetColumn, IgnoredColumn] public int Y { get; set; } }", "BACKPROP104: 'Y' is marked [IgnoredColumn] and [TargetColumn]; keep one")]
    [InlineData("[TableRow] public partial class A { }", "BACKPROP105: 'A' has no public property that can be read and is not ignored")]
    [InlineData("[TableAnswer] public partial class A { public int X { get; } }", "BACKPROP105: 'A' has no public property that can be set")]
    [InlineData("[TableRow] public partial class A { [TableColumn(Kind = ColumnKind.Boolean)] public DateOnly X { get; set; } }", "BACKPROP106: 'X' has the type 'DateOnly', which cannot be a column of the kind Boolean; expected Date or Category")]
    [InlineData("[TableAnswer] public partial class A { public Guid X { get; set; } }", "BACKPROP107: 'X' has the type 'Guid', which cannot receive an answer: expected a number, bool, string, enum, DateOnly or DateTime, or [ProbabilityOf] and double")]
    [InlineData("[TableAnswer] public partial class A { public bool X { get; set; } [ProbabilityOf(\"X\")] public int P { get; set; } }", "BACKPROP107: 'P' has the type 'int', which cannot receive a probability: expected double or float")]
    [InlineData("[TableAnswer] public partial class A { public A(int other) { } public int X { get; set; } }", "BACKPROP108: 'A' needs a constructor without parameters, or one whose parameters are all named after its properties")]
    public void What_cannot_be_a_row_or_an_answer_is_an_error_that_says_what_to_do(string code, string expected) => Assert.Equal([expected], Said(code));

    [Fact]
    public void A_change_elsewhere_generates_nothing_anew()
    {
        var program = Compilation("[TableRow] public partial class A { public int X { get; set; } }");
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new TypedRowsGenerator().AsSourceGenerator()], driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true), parseOptions: new CSharpParseOptions(LanguageVersion.CSharp14));
        driver = driver.RunGenerators(program);

        driver = driver.RunGenerators(program.AddSyntaxTrees(CSharpSyntaxTree.ParseText("public class Other { }", new CSharpParseOptions(LanguageVersion.CSharp14))));

        var outputs = driver.GetRunResult().Results.Single().TrackedOutputSteps.SelectMany(static step => step.Value).SelectMany(static run => run.Outputs);
        Assert.All(outputs, static output => Assert.True(output.Reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged));
    }
}
