using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Backprop.Mutation;

/// <summary>The project of a room, compiled once with all its mutants in it.</summary>
internal static class MutatedAssembly
{
    /// <summary>Compiles as the project itself is compiled; mutants that do not compile are dropped.</summary>
    internal static IReadOnlyList<Mutant> Write(Room room, string target)
    {
        var arguments = CSharpCommandLineParser.Default.Parse(CompilerArguments(room), room.ProjectFolder, sdkDirectory: null);
        var parsing = arguments.ParseOptions.WithDocumentationMode(DocumentationMode.None);
        var references = arguments.MetadataReferences.Select(static reference => (MetadataReference)MetadataReference.CreateFromFile(reference.Reference, reference.Properties));
        var options = arguments.CompilationOptions.WithGeneralDiagnosticOption(ReportDiagnostic.Suppress).WithSyntaxTreeOptionsProvider(null);
        var trees = arguments.SourceFiles.Select(source => CSharpSyntaxTree.ParseText(File.ReadAllText(source.Path), parsing, source.Path)).ToArray();
        var generators = arguments.AnalyzerReferences
            .Select(reference => new AnalyzerFileReference(Path.Combine(room.ProjectFolder, reference.FilePath), FromFile.Instance))
            .SelectMany(static reference => reference.GetGenerators(LanguageNames.CSharp));
        var driver = CSharpGeneratorDriver.Create(generators, parseOptions: parsing);
        var control = CSharpSyntaxTree.ParseText(MutantWriter.Switch, parsing);
        var empty = CSharpCompilation.Create(room.AssemblyName, references: references, options: options);

        var dropped = new HashSet<int>();
        while (true)
        {
            var mutants = new List<Mutant>();
            var written = new List<SyntaxTree> { control };
            var nextId = 1;
            foreach (var tree in trees)
            {
                var file = Path.GetRelativePath(room.ProjectFolder, tree.FilePath).Replace('\\', '/');
                if (!room.Holds(file))
                {
                    written.Add(tree);
                    continue;
                }
                var writer = new MutantWriter(file, nextId, dropped);
                written.Add(CSharpSyntaxTree.Create((CSharpSyntaxNode)writer.Visit(tree.GetRoot())!, parsing, tree.FilePath));
                mutants.AddRange(writer.Mutants);
                nextId = writer.NextId;
            }
            driver.RunGeneratorsAndUpdateCompilation(empty.AddSyntaxTrees(written), out var compilation, out _);
            var errors = compilation.GetDiagnostics().Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToArray();
            if (errors.Length == 0)
            {
                using var file = File.Create(target);
                var result = compilation.Emit(file, manifestResources: arguments.ManifestResources);
                return result.Success ? mutants : throw new InvalidOperationException(string.Join('\n', result.Diagnostics));
            }
            var before = dropped.Count;
            foreach (var error in errors)
                dropped.UnionWith(Blamed(error));
            if (dropped.Count == before)
                throw new InvalidOperationException($"{room.Project} does not compile: {errors[0]}");
        }
    }

    /// <summary>The innermost mutant around an error; without one, what is left out in the member; at last every mutant in it.</summary>
    private static int[] Blamed(Diagnostic error)
    {
        if (error.Location.SourceTree is not { } tree)
            return [];
        var node = tree.GetRoot().FindNode(error.Location.SourceSpan, getInnermostNodeForTie: true);
        if (node.AncestorsAndSelf().FirstOrDefault(static around => around.HasAnnotations(MutantWriter.Number)) is { } innermost)
            return Numbers(innermost);
        var member = node.AncestorsAndSelf().FirstOrDefault(static around => around is MemberDeclarationSyntax or AccessorDeclarationSyntax) ?? node;
        var inside = member.GetAnnotatedNodes(MutantWriter.Number).ToArray();
        var thrown = inside.Where(static left => left.GetAnnotations(MutantWriter.Removal).Any(static kind => kind.Data == nameof(SyntaxKind.ThrowStatement))).ToArray();
        var removed = inside.Where(static left => left.HasAnnotations(MutantWriter.Removal)).ToArray();
        return [.. (thrown.Length > 0 ? thrown : removed.Length > 0 ? removed : inside).SelectMany(Numbers)];
    }

    private static int[] Numbers(SyntaxNode node) =>
        [.. node.GetAnnotations(MutantWriter.Number).Select(static number => int.Parse(number.Data!, CultureInfo.InvariantCulture))];

    private static string[] CompilerArguments(Room room)
    {
        using var build = Process.Start(new ProcessStartInfo("dotnet",
            ["msbuild", Repository.Path(room.Project), "-p:Configuration=Release", "-t:PrepareResources;Compile", "-p:BuildProjectReferences=false", "-p:SkipCompilerExecution=true", "-p:ProvideCommandLineArgs=true", "-getItem:CscCommandLineArgs"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        })!;
        using var json = JsonDocument.Parse(build.StandardOutput.ReadToEnd());
        build.WaitForExit();
        return [.. json.RootElement.GetProperty("Items").GetProperty("CscCommandLineArgs").EnumerateArray().Select(static item => item.GetProperty("Identity").GetString()!)];
    }

    /// <summary>Loads source generators where they are.</summary>
    private sealed class FromFile : IAnalyzerAssemblyLoader
    {
        internal static readonly FromFile Instance = new();

        public void AddDependencyLocation(string fullPath)
        {
        }

        public System.Reflection.Assembly LoadFromPath(string fullPath) => System.Reflection.Assembly.LoadFrom(fullPath);
    }
}
