using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Backprop.SourceCode.Tests;

/// <summary>Compiles C# files on their own.</summary>
internal static class Assemblies
{
    private static readonly MetadataReference[] Framework =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(static path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal)).Select(static path => MetadataReference.CreateFromFile(path))];

    /// <summary>The type that a file defines; the test fails where the compiler has an error or a warning.</summary>
    public static Type TypeOf(string path, string name)
    {
        var tree = CSharpSyntaxTree.ParseText(File.ReadAllText(path), new CSharpParseOptions(LanguageVersion.CSharp12, DocumentationMode.Diagnose), cancellationToken: TestContext.Current.CancellationToken);
        // CS1591: private members of the file have no comment of their own.
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, nullableContextOptions: NullableContextOptions.Enable);
        var compilation = CSharpCompilation.Create(Guid.NewGuid().ToString("N"), [tree], Framework, options);
        using var image = new MemoryStream();
        var result = compilation.Emit(image, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Empty(result.Diagnostics.Where(static one => one.Severity >= DiagnosticSeverity.Warning).Select(static one => one.ToString()));
        image.Position = 0;
        return new AssemblyLoadContext(null).LoadFromStream(image).GetType(name, throwOnError: true)!;
    }

    /// <summary>A static method as a delegate.</summary>
    public static TDelegate Method<TDelegate>(Type type, string name)
        where TDelegate : Delegate => type.GetMethod(name, BindingFlags.Public | BindingFlags.Static)!.CreateDelegate<TDelegate>();
}
