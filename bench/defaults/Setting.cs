namespace Backprop.Defaults;

/// <summary>Options of `train` under a name of their own.</summary>
/// <param name="Name">The name, of the file of results too.</param>
/// <param name="Options">The options, as on a command line; may be empty.</param>
internal sealed record Setting(string Name, string Options)
{
    private static readonly string[] Peers = ["mlp", "mlp-raw", "boosting", "forest", "lightgbm"];

    /// <summary>Reads NAME=OPTIONS.</summary>
    /// <exception cref="RunException">It is not of this form, or the name is a peer's or cannot be one in a list or of a file.</exception>
    public static Setting Parse(string text)
    {
        if (text.Split('=', 2) is not [var name, var options] || name.Length == 0)
            throw new RunException($"'{text}' is not a setting; expected NAME=OPTIONS, such as default= or \"wide=--hidden 256\"");
        if (Peers.Contains(name, StringComparer.OrdinalIgnoreCase))
            throw new RunException($"'{name}' is the name of another program's results ({string.Join(", ", Peers)}); give the setting another name");
        if (name.AsSpan().ContainsAny(",/\\ \t") || name.StartsWith('.') || name.StartsWith('-'))
            throw new RunException($"'{name}' cannot be the name of a setting; expected letters, digits, '-' and '_', since the names are listed with commas and are those of files");
        return new(name, options.Trim());
    }
}
