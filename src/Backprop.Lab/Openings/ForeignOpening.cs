using Backprop.Exchange;

namespace Backprop.Lab;

/// <summary>A lab that starts from files of another program.</summary>
internal static class ForeignOpening
{
    /// <summary>What the page fetches before it may call <see cref="Read"/>.</summary>
    public static IReadOnlyList<string> Assemblies { get; } = ["Backprop.Exchange.wasm", "Backprop.Onnx.wasm", "Google.Protobuf.wasm", "YamlDotNet.wasm"];

    /// <summary>Reads files that belong together.</summary>
    /// <returns>The lab, with the weights that the files hold, and a sentence for each thing that is otherwise than one would expect.</returns>
    /// <exception cref="BackpropException">They are of no format that is known, damaged, or hold what a net cannot express.</exception>
    /// <exception cref="UsageException">They hold no net.</exception>
    public static (Opening Opening, IReadOnlyList<string> Notes) Read(IReadOnlyList<(string Name, byte[] Content)> files)
    {
        using var folder = new PageFolder();
        string[] paths = [.. files.Select(file => folder.Write(file.Name, file.Content))];
        var imported = folder.Naming(() => ForeignFile.Read(paths));
        if (imported.Topology is not { } net) throw new UsageException($"{imported.Format} without a net; give its net with it.");
        var cases = imported.Cases is [var first, ..] ? first.Cases : null;
        var model = imported.Model;
        var opening = (cases is null ? FileOpening.Blank(net, files[0].Name, new LabSettings(new CaseTraining(), 1)) : new Opening { Name = FileOpening.Stem(files[0].Name), Net = net, Cases = cases, Training = new CaseTraining() })
            with
        { Weights = model is null ? null : [.. model.Network<double>().Weights] };
        IEnumerable<string> settings = imported.Settings.Where(static setting => setting.Option.Length > 0).Select(static setting => $"{setting.Origin}: --{setting.Option} {setting.Value}".TrimEnd());
        return (FileOpening.Checked(opening with { Training = opening.Training with { IsDouble = model?.IsDouble ?? false } }), [imported.Format, .. imported.Notes, .. settings]);
    }
}
