using System.CommandLine;
using System.Globalization;
using Backprop.Data;

namespace Backprop.Cli;

/// <summary>The options that say what net is trained: a description of the user's own, or the sizes of layers.</summary>
internal sealed class NetOptions
{
    /// <summary>The most units that a hidden layer can have.</summary>
    public const int MostUnits = 1_000_000;

    private static readonly string[] Functions = [.. UnitFunction.All.Where(static function => !function.IsGroupWide && !function.IsStep).Select(static function => function.Name)];

    private readonly Option<string?> hidden, units;

    private NetOptions(string hiddenByDefault, string unitsByDefault)
    {
        hidden = new Option<string?>("--hidden") { Description = $"Sizes of the hidden layers, for example 16,8; 0 for none. {hiddenByDefault}", HelpName = "sizes" };
        units = new Option<string?>("--units") { Description = $"Unit function of the hidden layers: {string.Join(", ", Functions)}; {unitsByDefault} by default. Other numbers may stand in the parentheses.", HelpName = "function" };
        units.Validators.Add(static result =>
        {
            if (result.Tokens is [var token] && Function(token.Value, out var problem) is null)
                result.AddError($"--units was '{DisplayText.Name(token.Value)}': {problem}.");
        });
    }

    /// <summary>The file that describes the net.</summary>
    public Option<string?> Net { get; } = new("--net") { Description = "Train the net that this JSON file describes (docs/net-json.md), in place of --hidden.", HelpName = "file" };

    private Option<bool> Skip { get; } = new("--skip") { Description = "Also connect the inputs directly to the outputs." };

    /// <summary>For a command that trains on case files.</summary>
    public static NetOptions ForCases() => new("Makes a net of the groups that the cases give, where their sizes can be told.", CaseNet.UsualFunction.Name);

    /// <summary>For a command that trains on tables or on case files.</summary>
    public static NetOptions ForTablesAndCases() => new($"{TableDefaults.Hidden} by default; case files need this or --net.", $"{TableDefaults.HiddenFunction}, for case files {CaseNet.UsualFunction},");

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { hidden, units, Skip, Net })
            command.Options.Add(option);
    }

    /// <summary>What was said of the net.</summary>
    /// <exception cref="UsageException">Both layers and a whole net are described, or a size cannot be.</exception>
    public NetChoice Read(ParseResult parse)
    {
        // An option that would be ignored without a word is refused.
        if (parse.GetValue(Net) is not null && new Option[] { hidden, units, Skip }.FirstOrDefault(option => parse.GetResult(option) is { Implicit: false }) is { } layers)
            throw new UsageException($"{layers.Name} describes layers, but {Net.Name} gives a whole net; leave one out.");
        return new()
        {
            Hidden = parse.GetValue(hidden) is { } sizes ? Sizes(sizes) : null,
            Function = parse.GetValue(units) is { } function ? Function(function, out _) : null,
            Skip = parse.GetValue(Skip),
            File = parse.GetValue(Net),
        };
    }

    /// <summary>The words that say the same of the net again; what is null is left out.</summary>
    public IEnumerable<string> Words(NetChoice net) =>
    [
        .. Shell.Words(hidden.Name, net.Hidden is not { } sizes ? null : sizes.Count == 0 ? "0" : string.Join(',', sizes.Select(size => Numeral.Text(size)))),
        .. Shell.Words(units.Name, net.Function?.Name),
        .. net.Skip ? [Skip.Name] : Array.Empty<string>(),
        .. Shell.Words(Net.Name, net.File),
    ];

    private static UnitFunction? Function(string name, out string problem)
    {
        problem = "";
        var function = UnitFunction.OfShortName(name) ?? UnitFunction.Find(name, [], out problem);
        if (function is { IsGroupWide: false, IsStep: false })
            return function;
        problem = function is null ? problem : function.IsStep ? "nothing is learned through such units" : "such units are for outputs";
        return null;
    }

    private static int[] Sizes(string text)
    {
        var parts = text.Split(',', StringSplitOptions.TrimEntries);
        if (parts is ["0"])
            return [];
        return [.. parts.Select(p => int.TryParse(p, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size is >= 1 and <= MostUnits ? size
            : throw new UsageException($"--hidden must be sizes of layers such as 16,8, each from 1 to {MostUnits}, or 0, but was '{DisplayText.Name(text)}'."))];
    }
}

/// <summary>What a command says of the net: a file that describes it, or layers. What is null was not said.</summary>
internal sealed record NetChoice
{
    /// <summary>The file that describes the net.</summary>
    public string? File { get; init; }

    /// <summary>Sizes of the hidden layers; empty for none.</summary>
    public IReadOnlyList<int>? Hidden { get; init => field = ValueList.Of(value); }

    /// <summary>The unit function of the hidden layers.</summary>
    public UnitFunction? Function { get; init; }

    /// <summary>Whether the inputs send to the outputs directly too.</summary>
    public bool Skip { get; init; }
}
