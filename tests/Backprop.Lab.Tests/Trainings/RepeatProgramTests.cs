using System.Reflection;
using System.Runtime.Loader;
using Backprop.Data;
using Backprop.Experiments;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Backprop.Lab.Tests;

/// <summary>The C# program of a lab is compiled and run, and writes the bytes of the lab's model.</summary>
public class RepeatProgramTests
{
    // Those that a new console project has; the compiler of the tests has none.
    private const string Usings = "global using System; global using System.Collections.Generic; global using System.IO;";

    private static readonly CSharpCompilation Base = CSharpCompilation.Create(
        "repeat",
        [CSharpSyntaxTree.ParseText(Usings)],
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(IsReferenced).Select(static path => MetadataReference.CreateFromFile(path))],
        new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));

    public static TheoryData<string> Labs =>
    [
        "untouched", "learned", "rates", "rules", "modes", "by change", "weights", "parts", "double", "model", "iterative", "family", "ended", "odd names",
    ];

    [Theory]
    [MemberData(nameof(Labs))]
    public void The_program_of_a_lab_gives_the_bytes_of_its_model(string lab)
    {
        var session = Done(lab);
        Assert.Equal(LabModel.Of(session).ToBytes(), Run(RepeatProgram.Of(session), session.Opening.Name + ".safetensors"));
    }

    [Fact]
    public void Long_texts_are_read_from_files_beside_the_program()
    {
        var opening = new Opening
        {
            Name = "long",
            Net = Topology.Layered(2, 1),
            Cases = Cases.From([[0, 1]], [[1]]),
            Training = new CaseTraining(),
            CasesText = "0 1 -> 1\n" + new string('#', 200_000),
            Weights = [.. Enumerable.Repeat(0.5, 3)],
        };
        var program = RepeatProgram.Of(new LabSession(opening));
        Assert.Contains("File.OpenRead(\"long.cases\")", program, StringComparison.Ordinal);
        Assert.True(program.Length < 3_000);
        Assert.Null(RepeatProgram.StartFile(opening));
        Assert.Equal("long-start.safetensors", RepeatProgram.StartFile(opening with { Weights = [.. Enumerable.Repeat(0.5, 3_000)] }));
    }

    private static LabSession Done(string lab)
    {
        var session = new LabSession(lab switch
        {
            "iterative" => ExperimentOpenings.Of(Paper.Find("iterative"))[0],
            "family" => ExperimentOpenings.Of(Paper.Find("family-trees"))[0],
            "model" => Symmetry with { Weights = [.. Enumerable.Range(0, 17).Select(static weight => (weight - 8) / 7.0)] },
            "odd names" => OddNames,
            _ => Symmetry,
        });
        if (lab == "untouched") return session;
        session.Run(12);
        switch (lab)
        {
            case "rates":
                session.Set(session.Training with { Rule = new GradientDescent { LearningRate = 0.03, Momentum = 0.7, WeightDecay = 1e-5, DecayBiases = true } });
                break;
            case "rules":
                session.Set(session.Training with { Rule = new Adam { LearningRate = 0.01 } });
                session.Run(5);
                session.Set(session.Training with { Rule = new Rprop() });
                session.Run(5);
                session.Set(session.Training with { Rule = new GradientDescent { Phases = [new(0.1, 0.5, 30), new(0.05, 0.9)] } });
                break;
            case "modes":
                session.Set(session.Training with { Batch = Batch.Of(10), Shuffle = true, Error = CaseError.Read("squares", "edge:0.1") });
                session.Run(3);
                session.Set(session.Training with { Batch = Batch.EachCase, Noise = CaseNoise.Read("input=0.05,hidden=0.1"), Error = CaseError.Read("output=cross-entropy", null) });
                break;
            case "by change":
                session.Set(session.Training with { Batch = Batch.Of(10) });
                for (var change = 0; change < 9; change++) session.Change();
                session.Run(2);
                session.Change();
                session.Set(session.Training with { Rule = new GradientDescent { LearningRate = 0.2 } });
                session.Run(2);
                session.Set(session.Training with { Batch = Batch.All });
                session.Change();
                break;
            case "weights" or "double":
                if (lab == "double") session.Restart(7, session.Training with { IsDouble = true, Range = 0.5 });
                session.Mark();
                session.Run(3);
                session.SetWeight(3, -0.1234567890123);
                session.SetWeight(16, 1e-30);
                break;
            case "parts":
                session.Destroy(Lesion.OfUnits("hidden", 1) | Lesion.OfLinks("input->hidden", new Link(0, 2), new Link(0, 5)));
                session.Run(4);
                session.Freeze(session.Trainer.Net.GetWeights("hidden->output"), true);
                session.Run(4);
                session.Freeze(1, true);
                session.Freeze(session.Trainer.Net.BiasOffset, true);
                session.Run(2);
                session.Destroy(Lesion.ShareOfLinks("input->hidden", 0.3, 4));
                session.Freeze(session.Trainer.Net.GetWeights("hidden->output"), false);
                break;
            case "iterative":
                session.SetWeight(0, 0.25);
                session.Freeze(session.Trainer.Net.Blocks[0], true);
                break;
            case "ended":
                session.Run(20_000);
                Assert.True(session.HasEnded);
                return session;
        }
        session.Run(lab == "family" ? 2 : 10);
        return session;
    }

    private static Opening Symmetry => ExperimentOpenings.Of(Paper.Find("symmetry"))[0];

    private static Opening OddNames
    {
        get
        {
            var net = Topology.Build(static net => net.Output("out \"\\ λ", 1).From(net.Group("a\"\"\"b", 2).From(net.Input("in", 2, unitNames: ["\"one\"", "{2}"]))));
            return new Opening { Name = "odd", Net = net, Cases = Cases.From([[0, 1], [1, 0]], [[1], [0]]), Training = new CaseTraining { Sweeps = 50, Error = CaseError.Read("squares,out \"\\ λ=cross-entropy", "dead:0.2") } };
        }
    }

    private static bool IsReferenced(string path) => Path.GetFileNameWithoutExtension(path) is var name
        && (name.StartsWith("System.", StringComparison.Ordinal) || name is "Backprop" or "Backprop.Data" or "netstandard" or "mscorlib");

    private static byte[] Run(string program, string model)
    {
        using var assembly = new MemoryStream();
        var result = Base.AddSyntaxTrees(CSharpSyntaxTree.ParseText(program)).Emit(assembly);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics) + "\n" + program);
        var (before, output) = (Environment.CurrentDirectory, Console.Out);
        var folder = Directory.CreateTempSubdirectory("backprop-lab-");
        var context = new AssemblyLoadContext("repeat", isCollectible: true);
        try
        {
            Environment.CurrentDirectory = folder.FullName;
            assembly.Position = 0;
            Console.SetOut(TextWriter.Null);
            context.LoadFromStream(assembly).EntryPoint!.Invoke(null, [Array.Empty<string>()]);
            return File.ReadAllBytes(model);
        }
        catch (TargetInvocationException e)
        {
            throw new InvalidOperationException(program, e.InnerException);
        }
        finally
        {
            Console.SetOut(output);
            Environment.CurrentDirectory = before;
            context.Unload();
            folder.Delete(recursive: true);
        }
    }
}
