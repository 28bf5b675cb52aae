using System.Globalization;

namespace Backprop.Exchange;

/// <summary>Reads the sections of a network definition file of SNNS.</summary>
internal sealed class SnnsNetFile
{
    /// <summary>How the first line begins.</summary>
    public const string Mark = "SNNS network definition file";

    private const string Sites = "site definition", Types = "type definition", Defaults = "unit default", UnitRows = "unit definition", Connections = "connection definition", Delays = "time delay";

    private readonly ForeignText file;
    private readonly Dictionary<string, string> header = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> siteFunctions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Activation, string Output)> types = new(StringComparer.Ordinal);
    private readonly SortedDictionary<int, SnnsUnit> units = [];
    private (string Activation, string Output, string State, string Bias, string Kind) defaults = ("Act_Logistic", "Out_Identity", "0", "0", "h");
    private long line;
    private SnnsUnit? target;
    private SnnsUnit? latest;

    private SnnsNetFile(ForeignText file) => this.file = file;

    /// <exception cref="ForeignFileException">The file is damaged, or its units are of kinds that a net cannot express.</exception>
    public static SnnsNet Read(ForeignText file)
    {
        var reader = new SnnsNetFile(file);
        reader.ReadSections();
        reader.CheckCounts();
        return new SnnsNet([.. reader.units.Values], reader.header.GetValueOrDefault("learning function", ""), reader.header.GetValueOrDefault("update function", ""));
    }

    private void ReadSections()
    {
        var section = "";
        // Between the first rule of dashes and the second are the rows.
        var rules = 0;
        foreach (var text in file.Text.Split('\n'))
        {
            line++;
            var row = text.Trim();
            if (row.Length == 0) continue;
            if (row.EndsWith("section :", StringComparison.Ordinal))
            {
                (section, rules) = (row[..^"section :".Length].Trim(), 0);
            }
            else if (section.Length == 0)
            {
                if (row.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon) header.TryAdd(row[..colon].Trim(), row[(colon + 1)..].Trim());
            }
            else if (row.AsSpan().Trim("-|").IsEmpty)
            {
                rules++;
            }
            else if (rules == 1)
            {
                ReadRow(section, row);
            }
        }
        if (section.Length > 0 && rules < 2) throw file.Problem($"ends within the {section} section, before the line of dashes that closes it; it is cut short", line);
    }

    private void ReadRow(string section, string row)
    {
        var cells = Array.ConvertAll(row.Split('|'), static cell => cell.Trim());
        switch (section)
        {
            case Sites:
                siteFunctions[cells[0]] = Cell(cells, 1, "the function of the site");
                break;
            case Types:
                types[cells[0]] = (Cell(cells, 1, "the activation function of the type"), Cell(cells, 2, "the output function of the type"));
                break;
            case Defaults:
                defaults = (Cell(cells, 5, "the default activation function"), Cell(cells, 6, "the default output function"), cells[0], cells[1], cells[2]);
                break;
            case UnitRows:
                ReadUnit(cells);
                break;
            case Connections:
                ReadConnections(cells);
                break;
            case Delays:
                throw file.Problem("has a time delay section: a net whose units see a moving window and share weights (TDNN) is not supported", line);
        }
    }

    private string Cell(string[] cells, int index, string what) => index < cells.Length && cells[index].Length > 0 ? cells[index]
        : throw file.Problem($"ends where {what} is expected; the columns are separated by '|'", line);

    private void ReadUnit(string[] cells)
    {
        if (cells[0].Length == 0)
        {
            CheckSite(cells[^1], latest?.Number ?? 0);
            return;
        }
        if (cells.Length < 7) throw file.Problem(string.Create(CultureInfo.InvariantCulture, $"has {cells.Length} columns, but the row of a unit has 10: no., typeName, unitName, act, bias, st, position, act func, out func, sites"), line);
        var number = Whole(cells[0], "the number of a unit");
        var type = cells[1].Length == 0 ? ("", "")
            : types.TryGetValue(cells[1], out var known) ? known
            : throw file.Problem($"unit {cells[0]} is of the type '{DisplayText.Name(cells[1])}', which the type definition section does not have", line);
        var (kind, isSpecial) = Kind(Given(cells, 5, "", defaults.Kind), number);
        var output = Given(cells, 8, type.Item2, defaults.Output);
        latest = new SnnsUnit(number, cells[2], Number(Given(cells, 3, "", defaults.State), "the activation"), Number(Given(cells, 4, "", defaults.Bias), "the bias"), kind, isSpecial, Given(cells, 7, type.Item1, defaults.Activation), line);
        if (output != "Out_Identity" && !(output == "Out_Clip_01" && latest.Activation == "Act_Logistic"))
            throw file.Problem(string.Create(CultureInfo.InvariantCulture, $"unit {number} has the output function {DisplayText.Name(output)}; only Out_Identity can be expressed"), line);
        if (!units.TryAdd(number, latest)) throw file.Problem(string.Create(CultureInfo.InvariantCulture, $"unit {number} is defined a second time"), line);
        if (cells.Length > 9 && cells[9].Length > 0)
            foreach (var site in cells[9].Split(',')) CheckSite(site.Trim(), number);
    }

    /// <summary>Sites that sum are as if they were not there.</summary>
    private void CheckSite(string site, int unit)
    {
        if (site.Length > 0 && siteFunctions.GetValueOrDefault(site) != "Site_WeightedSum")
            throw file.Problem(string.Create(CultureInfo.InvariantCulture, $"unit {unit} has the site '{DisplayText.Name(site)}' of the function {DisplayText.Name(siteFunctions.GetValueOrDefault(site, "that is not defined"))}; only Site_WeightedSum can be expressed"), line);
    }

    private static string Given(string[] cells, int index, string ofType, string otherwise) => index < cells.Length && cells[index].Length > 0 ? cells[index] : ofType.Length > 0 ? ofType : otherwise;

    private (GroupRole Kind, bool IsSpecial) Kind(string st, int number) => st switch
    {
        "i" or "si" => (GroupRole.Input, st[0] == 's'),
        "h" or "sh" or "s" => (GroupRole.Hidden, st[0] == 's'),
        "o" or "so" => (GroupRole.Output, st[0] == 's'),
        "d" or "sd" => throw file.Problem(string.Create(CultureInfo.InvariantCulture, $"unit {number} is of the kind '{st}', input and output at once, which is not supported"), line),
        _ => throw file.Problem(string.Create(CultureInfo.InvariantCulture, $"unit {number} is of the kind '{DisplayText.Name(st)}'; it must be i, h, o, si, sh or so"), line),
    };

    private void ReadConnections(string[] cells)
    {
        // A row goes on over lines that have no columns.
        if (cells.Length > 1)
        {
            if (cells.Length < 3) throw file.Problem("has 2 columns, but the row of a connection has 3: target, site, source:weight", line);
            if (cells[0].Length > 0)
            {
                var number = Whole(cells[0], "the number of the unit that receives");
                target = units.TryGetValue(number, out var unit) ? unit : throw NoUnit(number);
            }
            CheckSite(cells[1], target?.Number ?? 0);
        }
        if (target is null) throw file.Problem("lists connections before it names the unit that receives them", line);
        foreach (var part in cells[^1].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var colon = part.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0) throw file.Problem($"'{DisplayText.Name(part)}' stands where source:weight is expected", line);
            var source = Whole(part[..colon].Trim(), "the number of the unit that sends");
            if (!units.ContainsKey(source)) throw NoUnit(source);
            target.Links.Add((source, Number(part[(colon + 1)..], "the weight")));
        }
    }

    private ForeignFileException NoUnit(int number) => file.Problem(string.Create(CultureInfo.InvariantCulture, $"names unit {number}, which the unit definition section does not have"), line);

    private int Whole(string text, string what) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number
        : throw file.Problem($"'{DisplayText.Name(text)}' stands where {what} is expected; it must be a whole number from 1", line);

    private double Number(string text, string what) => ForeignNumber.TryParse(text, out var number) ? number
        : throw file.Problem($"'{DisplayText.Name(text)}' stands where {what} is expected; it must be a finite number", line);

    private void CheckCounts()
    {
        var connections = units.Values.Sum(static unit => (long)unit.Links.Count);
        Check("no. of units", units.Count, "units");
        Check("no. of connections", connections, "connections");
        if (units.Count == 0) throw file.Problem("has no unit definition section with units");

        void Check(string key, long found, string what)
        {
            if (header.TryGetValue(key, out var text) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var announced) && announced != found)
                throw file.Problem(string.Create(CultureInfo.InvariantCulture, $"announces {announced} {what} (\"{key}\"), but holds {found}; it is cut short or damaged"));
        }
    }
}
