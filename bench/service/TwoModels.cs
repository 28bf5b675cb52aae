using Backprop;
using Backprop.Data;

namespace Backprop.ServiceBench;

/// <summary>Two models of iris.csv, one of which is in a file.</summary>
internal sealed class TwoModels : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("backprop");
    private readonly Model[] models;
    private int next;

    public TwoModels()
    {
        var table = Table.Read(System.IO.Path.Combine(AppContext.BaseDirectory, "iris.csv"), new ColumnChoices { Targets = ["species"] });
        models = [.. new ulong[] { 1, 2 }.Select(seed => TableTraining.Train(table, new TableTrainingOptions { Seed = seed }).Model)];
        Expected = string.Join(';', models.Select(model => string.Join(',', Client.Flowers.Select(flower => model.Predict(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["sepal length"] = flower[0],
            ["sepal width"] = flower[1],
            ["petal length"] = flower[2],
            ["petal width"] = flower[3],
        })[0].Text))));
    }

    /// <summary>The file of the model.</summary>
    public string Path => System.IO.Path.Combine(folder.FullName, "iris.safetensors");

    /// <summary>The species that each model gives to the client's flowers.</summary>
    public string Expected { get; }

    /// <summary>Writes the other model to the file.</summary>
    public void Replace() => models[next++ % models.Length].Save(Path);

    public void Dispose() => folder.Delete(recursive: true);
}
