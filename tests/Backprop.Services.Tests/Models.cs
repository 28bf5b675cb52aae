using Backprop.Data;

namespace Backprop.Services.Tests;

/// <summary>Models of two columns, x and color, that answer the class a or b.</summary>
internal static class Models
{
    public static Model Of(float weight, string color = "color") => Of(weight, new CategoryEncoding("kind", ["a", "b"]), color);

    private static Model Of(float weight, CategoryEncoding target, string color)
    {
        var encoding = new TableEncoding([new NumberEncoding("x", 0, 1), new CategoryEncoding(color, ["blue", "red"])], [target]);
        var net = new Network<float>(TableNet.Layered(encoding, [], UnitFunction.Tanh));
        net["numbers->kind"][1] = weight;
        return new Model(net) with { Encodings = encoding.ToJson() };
    }

    /// <summary>Writes a model over a file so that its time differs, however coarse the clock of the file system is.</summary>
    public static void Save(Model model, string path)
    {
        var before = File.Exists(path) ? File.GetLastWriteTimeUtc(path) : DateTime.MinValue;
        model.Save(path);
        if (File.GetLastWriteTimeUtc(path) <= before)
            File.SetLastWriteTimeUtc(path, before.AddSeconds(1));
    }
}

[TableRow]
internal sealed partial record Thing(double X, string Color);

[TableAnswer]
internal readonly partial record struct Sort(string Kind, [ProbabilityOf(nameof(Kind), "b")] double B);

/// <summary>A file in a folder that is removed afterwards.</summary>
internal sealed class ModelPlace : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("backprop");

    public string Path => System.IO.Path.Combine(folder.FullName, "model.safetensors");

    public void Dispose() => folder.Delete(recursive: true);
}
