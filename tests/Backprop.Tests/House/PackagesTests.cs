using System.Diagnostics;
using System.IO.Compression;
using System.Xml.Linq;

namespace Backprop.Tests;

/// <summary>What `dotnet pack` publishes, and what a user sees of it before installing.</summary>
public sealed class PackagesTests
{
    private static readonly string[] Packages = ["Backprop", "Backprop.Cli", "Backprop.Data", "Backprop.Exchange", "Backprop.Figures", "Backprop.Interactive", "Backprop.ML", "Backprop.Mpi", "Backprop.Onnx", "Backprop.Onnx.Runtime", "Backprop.Services", "Backprop.SourceCode", "Backprop.Tables", "Backprop.Typed"];

    [Fact]
    public void Only_the_libraries_and_the_tool_are_packages()
    {
        var packable = Repository.Projects("src")
            .Where(static project => project.Value.Descendants("IsPackable").Any(static packs => bool.Parse(packs.Value)))
            .Select(static project => project.Key).Order(StringComparer.Ordinal);

        Assert.Equal(Packages, packable);
    }

    public static TheoryData<string> Packed => [.. Packages];

    public static TheoryData<string> Libraries => [.. Packages.Except(["Backprop.Cli"])];

    [Theory]
    [MemberData(nameof(Packed))]
    public void A_package_has_a_description_and_a_page(string package)
    {
        var description = Assert.Single(Repository.Projects("src")[package].Descendants("Description"));
        Assert.InRange(description.Value.Length, 60, 400);

        var page = File.ReadAllText(Path.Combine(Repository.Root, "src", package, "README.md"));
        Assert.StartsWith("# ", page, StringComparison.Ordinal);
        Assert.Contains("```", page, StringComparison.Ordinal);
    }

    // ML.NET and the formatters of notebooks read types by reflection, and the tool is published with .NET.
    [Fact]
    public void Every_library_that_is_a_package_is_checked_for_compilation_ahead_of_time() =>
        Assert.All(Packages.Except(["Backprop.Cli", "Backprop.Interactive", "Backprop.ML"]), package => Assert.Equal("true", Assert.Single(Repository.Projects("src")[package].Descendants("IsAotCompatible")).Value));

    /// <summary>The files of the packages in the folder that BACKPROP_PACKAGES names, where `.ci/packages` has made them; every package is small.</summary>
    [Theory]
    [MemberData(nameof(Libraries))]
    public void A_package_holds_what_it_is_and_nothing_else(string package)
    {
        using var archive = Open(package);
        var files = archive.Entries.Select(static entry => entry.FullName).Where(static file => !file.StartsWith("_rels/", StringComparison.Ordinal) && !file.StartsWith("package/", StringComparison.Ordinal) && file != "[Content_Types].xml").Order(StringComparer.Ordinal).ToList();

        Assert.InRange(new FileInfo(PackageFile(package)).Length, 10_000, 600_000);
        string[] further = package switch
        {
            "Backprop" => ["buildTransitive/Backprop.targets"],
            "Backprop.Interactive" => ["interactive-extensions/dotnet/extension.dib"],
            "Backprop.Typed" => ["analyzers/dotnet/cs/Backprop.Typed.Generator.dll"],
            _ => [],
        };
        Assert.Equal(further.Concat(["README.md", "icon.png", $"{package}.nuspec", $"lib/net10.0/{package}.dll", $"lib/net10.0/{package}.xml"]).Order(StringComparer.Ordinal), files);
        using var documentation = archive.GetEntry($"lib/net10.0/{package}.xml")!.Open();
        Assert.NotEmpty(XElement.Load(documentation).Descendants("member"));
        Assert.True(File.Exists(Path.ChangeExtension(PackageFile(package), ".snupkg")), "symbols are in a package of their own");
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void A_package_asks_for_what_its_project_refers_to(string package)
    {
        using var archive = Open(package);
        using var stream = archive.Entries.Single(static entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        var described = XElement.Load(stream);
        string? Value(string element) => (string?)described.Descendants().FirstOrDefault(each => each.Name.LocalName == element);

        Assert.Equal(("README.md", "icon.png", "MIT", package), (Value("readme"), Value("icon"), Value("license"), Value("id")));
        var asked = described.Descendants().Where(static each => each.Name.LocalName == "dependency").Select(static each => (string)each.Attribute("id")!).ToHashSet(StringComparer.Ordinal);
        var referred = References(package).ToHashSet(StringComparer.Ordinal);
        Assert.Empty(referred.Except(asked));
        // Central pinning names the versions of what these refer to in turn.
        Assert.Empty(asked.Except(referred).Except(All(referred)));
        Assert.All(described.Descendants().Where(each => each.Name.LocalName == "dependency" && Packages.Contains((string)each.Attribute("id")!, StringComparer.Ordinal)), each => Assert.Equal(Value("version"), (string?)each.Attribute("version")));

        static IEnumerable<string> References(string package) => Repository.Projects("src")[package] is var project
            ? Repository.Includes(project, "ProjectReference").Except(["Backprop.Typed.Generator"]).Concat(Repository.Includes(project, "PackageReference").Except(["Grpc.Tools", "Microsoft.DotNet.Interactive.Formatting"]) /* to compile alone */)
            : [];

        static IEnumerable<string> All(IEnumerable<string> referred) => referred.Where(Packages.Contains).SelectMany(static each => References(each).Concat(All(References(each)))).Append("Apache.Arrow"); // of Microsoft.Data.Analysis
    }

    /// <summary>`.ci/packages` builds and runs these programs against the package alone.</summary>
    [Theory]
    [MemberData(nameof(Libraries))]
    public void What_the_page_of_a_package_shows_stands_in_its_program(string package)
    {
        var program = File.ReadAllText(Path.Combine(Repository.Root, "tests", "packages", package + ".cs"));
        Assert.Contains("// prints: ", program, StringComparison.Ordinal);
        // A web API is a sample: a console project has none.
        var shown = package == "Backprop.Services" ? File.ReadAllText(Path.Combine(Repository.Root, "samples", "PredictService", "Program.cs")) : program;
        Assert.Empty(Statements(Path.Combine(Repository.Root, "src", package, "README.md")).Except(Statements(shown.Split('\n'))));
    }

    [Theory]
    [InlineData("typed-rows.md", "tests/packages/Backprop.Typed.cs")]
    [InlineData("services.md", "samples/PredictService/Program.cs")]
    [InlineData("mlnet.md", "tests/packages/Backprop.ML.cs")]
    public void What_a_page_shows_stands_in_a_program_that_runs(string page, string program) =>
        Assert.Empty(Statements(Path.Combine(Repository.Root, "docs", page)).Except(Statements(File.ReadAllLines(Path.Combine(Repository.Root, program)))));

    private static IEnumerable<string> Statements(string page) => File.ReadAllText(page).Split("```csharp\n")[1..].SelectMany(static part => Statements(part.Split("```")[0].Split('\n')));

    /// <summary>Lines of code without their comments, but for those of brackets alone.</summary>
    private static IEnumerable<string> Statements(IEnumerable<string> lines) => lines.Select(static line => line.Split(" //")[0].Trim()).Where(static line => line.Any(char.IsLetter) && !line.StartsWith("//", StringComparison.Ordinal));

    private static string PackageFile(string package)
    {
        var folder = Environment.GetEnvironmentVariable("BACKPROP_PACKAGES");
        Assert.SkipWhen(string.IsNullOrEmpty(folder), "BACKPROP_PACKAGES names no folder of packages; .ci/packages makes one");
        return Assert.Single(Directory.EnumerateFiles(folder!, package + ".*.nupkg"), file => char.IsAsciiDigit(Path.GetFileName(file)[package.Length + 1]));
    }

    private static ZipArchive Open(string package) => ZipFile.OpenRead(PackageFile(package));

    [Fact]
    public void A_program_compiled_ahead_of_time_without_a_choice_of_processors_is_warned_and_no_other()
    {
        using var folder = new TemporaryFolder();
        var project = folder["program.proj"];
        File.WriteAllText(project, $"""
            <Project>
              <Import Project="{Path.Combine(Repository.Root, "src", "Backprop", "Backprop.targets")}" />
              <Target Name="PrepareForPublish" />
              <Target Name="Warned"><MSBuild Projects="$(MSBuildProjectFullPath)" Targets="PrepareForPublish" Properties="PublishAot=true;RuntimeIdentifier=linux-x64" /></Target>
              <Target Name="Others">
                <MSBuild Projects="$(MSBuildProjectFullPath)" Targets="PrepareForPublish" Properties="PublishAot=true;RuntimeIdentifier=linux-x64;IlcInstructionSet=native" />
                <MSBuild Projects="$(MSBuildProjectFullPath)" Targets="PrepareForPublish" Properties="PublishAot=true;RuntimeIdentifier=linux-arm64" />
                <MSBuild Projects="$(MSBuildProjectFullPath)" Targets="PrepareForPublish" Properties="RuntimeIdentifier=linux-x64" />
                <MSBuild Projects="$(MSBuildProjectFullPath)" Targets="PrepareForPublish" Properties="PublishAot=true" />
              </Target>
            </Project>
            """);

        Assert.Contains("warning BACKPROP001: Without IlcInstructionSet this program computes fused multiply-adds in software", Built("Warned"), StringComparison.Ordinal);
        Assert.DoesNotContain("BACKPROP001", Built("Others"), StringComparison.Ordinal);

        string Built(string target)
        {
            using var build = Process.Start(new ProcessStartInfo("dotnet", ["msbuild", project, "-nologo", $"-t:{target}"]) { RedirectStandardOutput = true, UseShellExecute = false })!;
            var output = build.StandardOutput.ReadToEnd();
            build.WaitForExit();
            Assert.True(build.ExitCode == 0, output);
            return output;
        }
    }
}
