using System.Reflection;
using Backprop.Data;

namespace Backprop.Experiments;

/// <summary>A net of a study and its cases, read from the files that <c>--write</c> hands to the user.</summary>
internal sealed class GalleryNet
{
    private readonly string netText, casesText;
    private readonly string casesFile;
    private readonly string? heldOutText;

    /// <param name="name">The net's file without its ending, .json.</param>
    /// <param name="cases">The case file without its ending, .cases; null where it has the name of the net.</param>
    /// <param name="heldOut">The file of cases that are not trained, without its ending; null: none.</param>
    public GalleryNet(string name, string? cases = null, string? heldOut = null)
    {
        Name = name;
        casesFile = (cases ?? name) + ".cases";
        netText = Text(name + ".json");
        casesText = Text(casesFile);
        (Cases, Net) = Load(casesText, casesFile, Topology.FromJson(netText));
        if (heldOut is null) return;
        heldOutText = Text(heldOut + ".cases");
        HeldOut = Load(heldOutText, heldOut + ".cases", Net).Cases;
    }

    /// <summary>Names the net and its model.</summary>
    public string Name { get; }

    /// <summary>The net.</summary>
    public Topology Net { get; }

    /// <summary>The cases.</summary>
    public Cases Cases { get; }

    /// <summary>Cases that are not trained; null where there are none.</summary>
    public Cases? HeldOut { get; }

    /// <summary>The net and the cases as they are written for the user.</summary>
    public ExampleNet Example(params IReadOnlyList<ExampleTraining> trainings) =>
        new(Name, Net, Cases, trainings) { NetText = netText, CasesText = casesText, CasesFile = casesFile, HeldOut = HeldOut, HeldOutText = heldOutText };

    private static NamedCases Load(string text, string file, Topology net)
    {
        using var reader = new StringReader(text);
        return CaseFile.Load(reader, file, net);
    }

    private static string Text(string file)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(file)
            ?? throw new ArgumentException($"The gallery has no file '{file}'.", nameof(file));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
