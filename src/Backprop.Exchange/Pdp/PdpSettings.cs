using System.Globalization;

namespace Backprop.Exchange;

/// <summary>The variables of the PDP program bp, as a network and a script (.STR) set them and otherwise as the program starts.</summary>
internal sealed class PdpSettings
{
    private readonly Dictionary<string, string> values;
    private readonly List<string> notes = [];
    private bool permutes;

    public PdpSettings(PdpNetwork network, ForeignText? script)
    {
        values = new Dictionary<string, string>(network.Settings, StringComparer.Ordinal);
        if (script is not null) Read(script);
        // A target of 1 becomes tmax.
        TargetMost = Number("tmax", 1);
        Mu = Number("mu", 0.5);
        Range = Number("wrange", 1);
    }

    public double TargetMost { get; }

    /// <summary>The share of its own state that an input unit keeps which copies a unit.</summary>
    public double Mu { get; }

    /// <summary>The width of the interval in which weights start.</summary>
    public double Range { get; }

    public IReadOnlyList<string> Notes => notes;

    public static bool Recognizes(FileStart start) => start.FirstLine.StartsWith("get ", StringComparison.Ordinal) || start.FirstLine.StartsWith("set ", StringComparison.Ordinal);

    /// <param name="isIterative">Whether the patterns are rows of sequences.</param>
    public IReadOnlyList<ImportedSetting> Options(bool isIterative)
    {
        var (ecrit, epochs) = (Number("ecrit", 0), Number("nepochs", 500));
        var byEpoch = values.GetValueOrDefault("lgrain", "pattern").StartsWith('e');
        var settings = new List<ImportedSetting>
        {
            new("rule", "descent", "the generalized delta rule"),
            new("rate", Text(Number("lrate", 0.5)), $"lrate {Text(Number("lrate", 0.5))}"),
            new("momentum", Text(Number("momentum", 0.9)), $"momentum {Text(Number("momentum", 0.9))}"),
            new("update", byEpoch ? "sweep" : isIterative ? "window" : "case", $"lgrain {(byEpoch ? "epoch" : "pattern, which changes weights after each pattern")}"),
            new("range", Text(Range / 2), $"wrange {Text(Range)}: weights start from ±{Text(Range / 2)}"),
            new("until", ecrit > 0 ? $"error:{Text(ecrit / 2)}" : "sweeps", ecrit > 0 ? $"ecrit {Text(ecrit)}: training ends when tss, which is twice E, is below" : "ecrit 0: training goes on to nepochs"),
            new("sweeps", Text(Math.Clamp(Math.Floor(epochs), 1, int.MaxValue)), $"nepochs {Text(epochs)}"),
        };
        if (permutes && !byEpoch) settings.Add(new("shuffle", "", "ptrain, which takes the patterns in a new order in each epoch"));
        return settings;
    }

    private void Read(ForeignText script)
    {
        script.CheckLastLine();
        foreach (var line in script.Text.Split('\n'))
        {
            var words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words is ["ptrain"]) permutes = true;
            if (words is ["set", "mode" or "param" or "env" or "config" or "state", var name, var value]) values[name] = value;
            if (words is ["set", var plain, var given]) values[plain] = given;
        }
        if (Number("cascade", 0) != 0) notes.Add("cascade mode, in which activation spreads over cycles, is left out: units take their states at once");
    }

    private double Number(string name, double otherwise) => values.TryGetValue(name, out var text) && ForeignNumber.TryParse(text, out var value) ? value : otherwise;

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
