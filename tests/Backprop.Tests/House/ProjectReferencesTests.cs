using System.Reflection;
using System.Xml.Linq;

namespace Backprop.Tests;

/// <summary>
/// References point one way: the tool uses the experiments, figures, data and exchange; these use the library; the library uses nothing.
/// Packages stay in the project that they were chosen for.
/// </summary>
public sealed class ProjectReferencesTests
{
    /// <summary>What each project of src/ may reference, directly: projects, then packages. A new project is added here on purpose.</summary>
    private static readonly Dictionary<string, (string[] Projects, string[] Packages)> Allowed = new(StringComparer.Ordinal)
    {
        ["Backprop"] = ([], []),
        ["Backprop.Data"] = (["Backprop"], ["CsvHelper"]),
        ["Backprop.Tables"] = (["Backprop.Data"], ["Parquet.Net", "ExcelDataReader", "SpreadCheetah", "Microsoft.Data.Sqlite", "Apache.Arrow", "Apache.Arrow.Compression"]),
        ["Backprop.Typed"] = (["Backprop.Data", "Backprop.Typed.Generator"], []),
        // Compilers load it; it refers to no library.
        ["Backprop.Typed.Generator"] = ([], ["Microsoft.CodeAnalysis.CSharp"]),
        ["Backprop.Services"] = (["Backprop.Typed"], ["Microsoft.Extensions.Diagnostics.HealthChecks"]),
        ["Backprop.ML"] = (["Backprop.Data", "Backprop.Onnx"], ["Microsoft.ML", "Microsoft.ML.OnnxTransformer", "Microsoft.ML.OnnxRuntime", "Microsoft.Data.Analysis"]),
        ["Backprop.Onnx"] = (["Backprop"], ["Google.Protobuf", "Grpc.Tools"]),
        ["Backprop.Exchange"] = (["Backprop", "Backprop.Data", "Backprop.Onnx"], ["YamlDotNet"]),
        // Only who names it has it: the tool does not.
        ["Backprop.Onnx.Runtime"] = (["Backprop.Onnx"], ["Microsoft.ML.OnnxRuntime"]),
        // The cases of the gallery are case files.
        ["Backprop.Experiments"] = (["Backprop", "Backprop.Data"], []),
        // Raw rows are read as models of tables read them.
        ["Backprop.Lab"] = (["Backprop", "Backprop.Commands", "Backprop.Data", "Backprop.Exchange", "Backprop.Experiments", "Backprop.Figures", "Backprop.WebAssembly"], ["Microsoft.AspNetCore.Components.WebAssembly"]),
        // Kestrel is in the shared framework of ASP.NET Core.
        ["Backprop.Lab.Server"] = ([], []),
        // An installed MPI, called as it is; the tool loads it under mpirun alone.
        ["Backprop.Mpi"] = (["Backprop"], []),
        ["Backprop.Commands"] = (["Backprop"], []),
        ["Backprop.SourceCode"] = (["Backprop", "Backprop.Data"], []),
        // Formulas of unit functions are traced there.
        ["Backprop.WebAssembly"] = (["Backprop", "Backprop.SourceCode"], []),
        // Scores of tables are drawn as they are.
        ["Backprop.Figures"] = (["Backprop", "Backprop.Data"], []),
        ["Backprop.Interactive"] = (["Backprop.Data", "Backprop.Figures"], ["Microsoft.DotNet.Interactive.Formatting"]),
        // The page of the lab is published beside the tool, not referenced.
        ["Backprop.Cli"] = (["Backprop", "Backprop.Commands", "Backprop.Data", "Backprop.Tables", "Backprop.Onnx", "Backprop.Exchange", "Backprop.Experiments", "Backprop.Figures", "Backprop.SourceCode", "Backprop.Mpi", "Backprop.Lab.Server", "Backprop.Lab"], ["System.CommandLine"]),
    };

    public static TheoryData<string> SourceProjects => [.. Repository.Projects("src").Keys];

    [Fact]
    public void The_projects_listed_here_are_those_of_the_sources() =>
        Assert.Equal(Repository.Projects("src").Keys, Allowed.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(SourceProjects))]
    public void A_source_project_references_only_the_projects_below_it(string project)
    {
        var references = Repository.Includes(Repository.Projects("src")[project], "ProjectReference");

        Assert.Empty(references.Except(Allowed[project].Projects, StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(SourceProjects))]
    public void A_source_project_uses_only_the_packages_chosen_for_it(string project)
    {
        var packages = Repository.Includes(Repository.Projects("src")[project], "PackageReference");

        Assert.Empty(packages.Except(Allowed[project].Packages, StringComparer.Ordinal));
    }

    [Fact]
    public void The_library_is_built_of_the_framework_alone()
    {
        var assemblies = Assembly.Load("Backprop").GetReferencedAssemblies().Select(name => name.Name!);

        Assert.All(assemblies, name => Assert.StartsWith("System.", name, StringComparison.Ordinal));
    }

    [Fact]
    public void What_every_project_is_given_is_an_analyzer_that_no_user_inherits()
    {
        var common = XElement.Load(Path.Combine(Repository.Root, "Directory.Build.props"));

        var package = Assert.Single(common.Descendants("PackageReference"));
        Assert.Equal("Meziantou.Analyzer", (string?)package.Attribute("Include"));
        Assert.Equal("all", (string?)package.Attribute("PrivateAssets"));
    }

    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    public void No_project_file_pins_a_version_of_its_own(string folder)
    {
        var pinned =
            from project in Repository.Projects(folder)
            from package in project.Value.Descendants("PackageReference")
            where package.Attribute("Version") is not null || package.Attribute("VersionOverride") is not null
            select $"{project.Key}: {(string?)package.Attribute("Include")}";

        Assert.Empty(pinned);
    }

    [Fact]
    public void The_solution_lists_every_project_once()
    {
        string[] folders = ["src", "tests", "bench", "samples"];
        var onDisk = folders.Where(folder => Directory.Exists(Path.Combine(Repository.Root, folder)))
            .SelectMany(folder => Repository.Projects(folder).Keys)
            .Order(StringComparer.Ordinal);
        var listed = XElement.Load(Path.Combine(Repository.Root, "Backprop.slnx")).Descendants("Project")
            .Select(project => Path.GetFileNameWithoutExtension((string)project.Attribute("Path")!))
            .Order(StringComparer.Ordinal);

        Assert.Equal(onDisk, listed);
    }
}
