using System.Runtime.Loader;
using System.Xml.Linq;
using Backprop.Tests;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Surface.Tests;

/// <summary>Every example in the documentation is a program of top-level statements: it compiles without a warning and runs, beside a copy of iris.csv.</summary>
public sealed class ExamplesTests
{
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Numerics;
        global using Backprop;
        global using Backprop.Data;
        global using Backprop.Exchange;
        global using Backprop.Figures;
        global using Backprop.Onnx;
        global using Backprop.SourceCode;
        global using Backprop.WebAssembly;
        """;

    private static readonly string[] Assemblies = ["Backprop", "Backprop.Data", "Backprop.Exchange", "Backprop.Figures", "Backprop.Onnx", "Backprop.Onnx.Runtime", "Backprop.SourceCode", "Backprop.WebAssembly"];

    // Compilations that share it read the referenced assemblies once.
    private static readonly CSharpCompilation Base = CSharpCompilation.Create("example", [CSharpSyntaxTree.ParseText(Usings)], PublicMembers.References(),
        new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable, optimizationLevel: OptimizationLevel.Release));

    public static TheoryData<string> Examples => [.. Assemblies.SelectMany(Of).Select(example => example.Member)];

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_example_compiles_and_runs(string member)
    {
        foreach (var (_, code) in Assemblies.SelectMany(Of).Where(example => example.Member == member))
            Run(Compile(code));
    }

    [Fact]
    public void The_types_that_a_user_meets_first_have_an_example()
    {
        string[] first =
        [
            "Topology", "TopologyBuilder", "IterativeTopology", "Network`1", "Cases", "CasesBuilder", "SequencesBuilder", "Trainer`1", "TrainerOptions",
            "GradientDescent", "Adam", "Rprop", "StopWhen", "ErrorMeasure", "GradientCheck", "Runner`1", "SequenceRunner`1", "Model", "CheckpointFile",
            "IUnitFunction", "Data.Table", "Data.TableReader", "Data.TableTraining", "Data.TableTrainingOptions", "Data.TableModel", "Onnx.OnnxFile", "Exchange.ForeignFile", "SourceCode.SourceFile",
            "Figures.Figure", "Figures.NetDiagram", "Figures.HintonDiagram", "Figures.ErrorCurves", "Figures.ActivityDiagram", "Figures.CodeMap",
        ];

        Assert.Empty(first.Select(type => "T:Backprop." + type).Except(Assemblies.SelectMany(Of).Select(example => example.Member), StringComparer.Ordinal));
    }

    [Fact]
    public void An_example_that_does_not_compile_is_noticed() =>
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Compile("var net = new Network<float>(Topology.Layered(2, 1)).Randomise(1);"));

    private static IEnumerable<(string Member, string Code)> Of(string assembly) =>
        from entry in PublicMembers.Documentation(assembly)
        from code in entry.Value.Elements("example").Elements("code")
        select (entry.Key, code.Value);

    private static byte[] Compile(string code)
    {
        using var assembly = new MemoryStream();
        var result = Base.AddSyntaxTrees(CSharpSyntaxTree.ParseText(code)).Emit(assembly);
        Assert.Empty(result.Diagnostics.Where(problem => problem.Severity >= DiagnosticSeverity.Warning));
        return assembly.ToArray();
    }

    /// <summary>Runs a program in a folder of its own. Tests of a class run one after the other, and no other class here looks at the current folder.</summary>
    private static void Run(byte[] assembly)
    {
        var before = Environment.CurrentDirectory;
        var folder = Directory.CreateTempSubdirectory("backprop-example-");
        var context = new AssemblyLoadContext("example", isCollectible: true);
        try
        {
            File.Copy(Path.Combine(Repository.Root, "tests", "tables", "iris.csv"), Path.Combine(folder.FullName, "iris.csv"));
            Environment.CurrentDirectory = folder.FullName;
            var entry = context.LoadFromStream(new MemoryStream(assembly)).EntryPoint!;
            entry.Invoke(null, entry.GetParameters().Length == 0 ? null : [Array.Empty<string>()]);
        }
        finally
        {
            Environment.CurrentDirectory = before;
            context.Unload();
            folder.Delete(recursive: true);
        }
    }
}
