using System.Diagnostics;

namespace Backprop.Tests;

/// <summary>What `dotnet pack` publishes, and what a user sees of it before installing.</summary>
public sealed class PackagesTests
{
    private static readonly string[] Packages = ["Backprop", "Backprop.Cli", "Backprop.Data", "Backprop.Exchange", "Backprop.ML", "Backprop.Mpi", "Backprop.Onnx", "Backprop.Onnx.Runtime", "Backprop.Services", "Backprop.SourceCode", "Backprop.Tables", "Backprop.Typed"];

    [Fact]
    public void Only_the_libraries_and_the_tool_are_packages()
    {
        var packable = Repository.Projects("src")
            .Where(static project => project.Value.Descendants("IsPackable").Any(static packs => bool.Parse(packs.Value)))
            .Select(static project => project.Key).Order(StringComparer.Ordinal);

        Assert.Equal(Packages, packable);
    }

    public static TheoryData<string> Packed => [.. Packages];

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

    // ML.NET reads types by reflection, and the tool is published with .NET.
    [Fact]
    public void Every_library_that_is_a_package_is_checked_for_compilation_ahead_of_time() =>
        Assert.All(Packages.Except(["Backprop.Cli", "Backprop.ML"]), package => Assert.Equal("true", Assert.Single(Repository.Projects("src")[package].Descendants("IsAotCompatible")).Value));

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
