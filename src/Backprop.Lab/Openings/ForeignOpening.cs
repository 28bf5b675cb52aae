using Backprop.Exchange;

namespace Backprop.Lab;

/// <summary>A lab that starts from files of another program.</summary>
/// <param name="Opening">The lab, with the weights that the files hold and the settings by which the other program would train, as far as the lab has them.</param>
/// <param name="Notes">What the files hold, and a sentence for each thing that is otherwise than one would expect.</param>
/// <param name="OtherSettings">Settings of the other program that the lab does not have, as that program says them.</param>
internal sealed record ForeignOpening(Opening Opening, IReadOnlyList<string> Notes, IReadOnlyList<string> OtherSettings)
{
    private static readonly Phrase NoNet = new("{0} without a net; give its net with it.", "{0}，但没有网络；请同时给出其网络。");

    /// <summary>What the page fetches before it may call <see cref="Recognizes"/> and <see cref="Read"/>.</summary>
    public static IReadOnlyList<string> Assemblies { get; } = ["Backprop.Exchange.wasm", "Backprop.Onnx.wasm", "Google.Protobuf.wasm", "YamlDotNet.wasm"];

    /// <summary>Whether one of the files is of another program, by its content.</summary>
    public static bool Recognizes(IReadOnlyList<(string Name, byte[] Content)> files)
    {
        using var folder = new PageFolder();
        return files.Any(file => ForeignFile.Recognizes(folder.Write(file.Name, file.Content)));
    }

    /// <summary>Reads files that belong together.</summary>
    /// <exception cref="BackpropException">They are of no format that is known, damaged, or hold what a net cannot express.</exception>
    /// <exception cref="UsageException">They hold no net.</exception>
    public static ForeignOpening Read(IReadOnlyList<(string Name, byte[] Content)> files)
    {
        using var folder = new PageFolder();
        string[] paths = [.. files.Select(file => folder.Write(file.Name, file.Content))];
        var imported = folder.Naming(() => ForeignFile.Read(paths));
        if (imported.Topology is not { } net) throw new Refusal(NoNet, imported.Format);
        var cases = imported.Cases is [var first, ..] ? first.Cases : null;
        var model = imported.Model;
        var usual = new LabSettings(new CaseTraining { IsDouble = model?.IsDouble ?? false }, 1);
        var opening = (cases is null ? FileOpening.Blank(net, files[0].Name, usual) : new Opening { Name = FileOpening.Stem(files[0].Name), Net = net, Cases = cases, Training = usual.Training })
            with
        { Weights = model is null ? null : [.. model.Network<double>().Weights] };
        var (training, others) = Settings(FileOpening.Checked(opening), imported.Settings);
        string[] left = [.. imported.Cases.Skip(1).Select(static more => more.Name)];
        return new(opening with { Training = training }, [imported.Format, .. imported.Notes, .. left.Select(static name => $"the cases {name} are not opened: a lab has one file of cases")], others);
    }

    /// <summary>How the other program would train, and what of it the lab does not have.</summary>
    private static (CaseTraining Training, IReadOnlyList<string> Others) Settings(Opening opening, IReadOnlyList<ImportedSetting> settings)
    {
        var (read, others) = (new LabSettings(opening.Training, opening.Seed), new List<string>());
        var byId = settings.ToLookup(static setting => LabSettingsTexts.IdOf(setting.Option), StringComparer.Ordinal);
        foreach (var setting in LabSettingsTexts.All)
        {
            foreach (var given in byId[setting.Id])
            {
                try
                {
                    read = setting.With(read, setting.IsFlag ? LabSettingsTexts.Yes : given.Value);
                }
                catch (Exception e) when (e is UsageException or ArgumentException)
                {
                    others.Add(given.Origin);
                }
            }
        }
        others.AddRange(settings.Where(static setting => LabSettingsTexts.Find(LabSettingsTexts.IdOf(setting.Option)) is null).Select(static setting => setting.Origin));
        try
        {
            // They must fit the net and its cases too.
            if (read.Training != opening.Training) _ = LabTrainer.Start(opening with { Training = read.Training });
            return (read.Training, others);
        }
        catch (Exception e) when (e is UsageException or BackpropException or ArgumentException)
        {
            return (opening.Training, [.. settings.Select(static setting => setting.Origin)]);
        }
    }
}
