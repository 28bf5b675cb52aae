using System.Globalization;

namespace Backprop.Defaults;

/// <summary>Which tables and splits a run takes, from the options of the command line.</summary>
internal sealed class Selection
{
    private readonly long cells;
    private readonly List<string> rest = [];
    private readonly Dictionary<string, string> options = new(StringComparer.Ordinal);

    public Selection(string folder, IReadOnlyList<string> arguments)
    {
        string[] known = ["--half", "--tables", "--cells", "--splits", "--methods", "--against"];
        Folder = folder;
        for (var i = 0; i < arguments.Count; i++)
        {
            if (!arguments[i].StartsWith("--", StringComparison.Ordinal))
                rest.Add(arguments[i]);
            else if (known.Contains(arguments[i], StringComparer.Ordinal) && i + 1 < arguments.Count)
                options[arguments[i]] = arguments[++i];
            else
                throw new RunException($"'{arguments[i]}' is not an option with a value; expected one of {string.Join(", ", known)}");
        }
        Splits = (int)Number("--splits", TestRows.Splits, TestRows.Splits);
        cells = Number("--cells", long.MaxValue, long.MaxValue);
    }

    public string Folder { get; }

    /// <summary>The arguments that are not options.</summary>
    public IReadOnlyList<string> Rest => rest;

    /// <summary>Splits to take, from the first.</summary>
    public int Splits { get; }

    /// <summary>The method that the others are compared with; the first one if none is named.</summary>
    public string? Against => options.GetValueOrDefault("--against");

    /// <summary>The methods to compare; null for all that have results.</summary>
    public IReadOnlyList<string>? Methods => options.TryGetValue("--methods", out var methods) ? methods.Split(',') : null;

    public IReadOnlyList<BenchTable> Tables() =>
    [
        .. BenchTable.Read(Path.Combine(Folder, "tables.csv")).Where(table =>
            (!options.TryGetValue("--half", out var half) || table.Half == half)
            && (!options.TryGetValue("--tables", out var names) || names.Split(',').Contains(table.Table, StringComparer.Ordinal))
            && table.Cells <= cells),
    ];

    private long Number(string option, long greatest, long otherwise) => !options.TryGetValue(option, out var text) ? otherwise
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= greatest ? number
        : throw new RunException(string.Create(CultureInfo.InvariantCulture, $"{option} is '{text}'; expected a whole number from 1{(greatest < long.MaxValue ? $" to {greatest}" : "")}"));
}
