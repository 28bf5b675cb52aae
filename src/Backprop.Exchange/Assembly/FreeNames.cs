using System.Globalization;

namespace Backprop.Exchange;

/// <summary>Names of groups from names of a file: each once, and such as a net takes.</summary>
internal sealed class FreeNames
{
    private readonly HashSet<string> taken = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> copies = new(StringComparer.Ordinal);

    public string Take(string wanted)
    {
        var plain = new string([.. wanted.Replace("->", "→", StringComparison.Ordinal).Select(static c => char.IsControl(c) ? '_' : c)]).Trim();
        if (plain.Length == 0) plain = "group";
        var name = plain;
        while (!taken.Add(name))
        {
            var copy = copies[plain] = copies.GetValueOrDefault(plain, 1) + 1;
            name = string.Create(CultureInfo.InvariantCulture, $"{plain} {copy}");
        }
        return name;
    }
}
