using System.Reflection;

namespace Backprop.Cli.Tests;

public sealed class RuntimeFolderTests
{
    /// <summary>Where the build has put Backprop.Onnx.Runtime with all that it needs.</summary>
    public static string Folder => typeof(RuntimeFolderTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "OnnxRuntimeFolder").Value!;

    [Fact]
    public void ONNX_Runtime_comes_from_the_folder_that_the_user_names() =>
        Assert.Matches(@"^ONNX Runtime 1\.\d+\.\d+$", RuntimeFolder.Load(Folder).Name);

    [Fact]
    public void A_folder_without_it_is_refused_with_what_to_do()
    {
        using var work = new Workplace();
        Assert.Equal(
            $"'{work.Folder}' does not hold Backprop.Onnx.Runtime.dll; 'dotnet publish src/Backprop.Onnx.Runtime -o FOLDER' makes such a folder",
            Assert.Throws<InputException>(() => RuntimeFolder.Load(work.Folder)).Message);
        Assert.Contains("does not hold", Assert.Throws<InputException>(() => RuntimeFolder.Load(work["none"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_an_assembly_and_a_folder_that_lacks_the_rest_are_refused()
    {
        using var work = new Workplace();
        work.Write("Backprop.Onnx.Runtime.dll", "not an assembly");
        Assert.StartsWith($"ONNX Runtime cannot be loaded from '{work.Folder}': ", Assert.Throws<InputException>(() => RuntimeFolder.Load(work.Folder)).Message, StringComparison.Ordinal);
        File.Copy(Path.Combine(Folder, "Backprop.Onnx.Runtime.dll"), work["Backprop.Onnx.Runtime.dll"], overwrite: true);
        Assert.StartsWith($"ONNX Runtime cannot be loaded from '{work.Folder}': ", Assert.Throws<InputException>(() => RuntimeFolder.Load(work.Folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_tool_itself_is_built_without_it()
    {
        var beside = Path.GetDirectoryName(typeof(CommandLine).Assembly.Location)!;
        Assert.Empty(Directory.GetFiles(beside, "*onnxruntime*", SearchOption.AllDirectories));
        Assert.False(File.Exists(Path.Combine(beside, "Backprop.Onnx.Runtime.dll")));
    }
}
