using System.CommandLine;
using Backprop.Data;

namespace Backprop.Cli;

/// <summary>The options that name columns: by header, or by number as #3; several separated by commas.</summary>
internal sealed class ColumnOptions
{
    private readonly Option<string[]> target = Columns("--target", "Column to predict; separate several with commas.", "-t");
    private readonly Option<string[]> numeric = Columns("--numeric", "Columns to take as numbers.");
    private readonly Option<string[]> category = Columns("--category", "Columns to take as categories, even if they look like numbers.");
    private readonly Option<string[]> boolean = Columns("--boolean", "Columns to take as yes or no.");
    private readonly Option<string[]> date = Columns("--date", "Columns of dates, to be used as numbers of days.");
    private readonly Option<string[]> ignore = Columns("--ignore", "Columns to leave out.");
    private readonly Option<string?> group = new("--group") { Description = "Column that puts rows into groups: rows of one group stay in one part of the split. Not an input.", HelpName = "column" };
    private readonly Option<string?> time = new("--time") { Description = "Column of numbers or dates that orders the rows in time: the net is trained on the earliest rows, validated on later ones and tested on the last. Not an input.", HelpName = "column" };
    private readonly Option<string?> weights = new("--weights") { Description = "Column of weights: the factor of each row in the error, 0 or more. Not an input; scores count each row once.", HelpName = "column" };
    private readonly Option<bool> keepAll = new("--keep-all") { Description = "Keep constant columns, row numbers and dates too." };

    /// <summary>All of them.</summary>
    public IReadOnlyList<Option> All => [target, numeric, category, boolean, date, ignore, group, time, weights, keepAll];

    public void AddTo(Command command)
    {
        foreach (var option in All)
            command.Options.Add(option);
    }

    public ColumnChoices Read(ParseResult parse) => parse.GetValue(group) is not null && parse.GetValue(time) is not null
        ? throw new UsageException("--group and --time divide the rows in different ways; give one.")
        : new()
        {
            Targets = Names(parse, target),
            Numbers = Names(parse, numeric),
            Categories = Names(parse, category),
            Booleans = Names(parse, boolean),
            Dates = Names(parse, date),
            Ignored = Names(parse, ignore),
            Group = parse.GetValue(group),
            Time = parse.GetValue(time),
            Weights = parse.GetValue(weights),
            KeepAll = parse.GetValue(keepAll),
        };

    /// <summary>The words that give these choices again, whatever the order and number of options that they came in.</summary>
    public IEnumerable<string> Words(ColumnChoices choices) =>
    [
        .. Words(target, choices.Targets), .. Words(numeric, choices.Numbers), .. Words(category, choices.Categories), .. Words(boolean, choices.Booleans),
        .. Words(date, choices.Dates), .. Words(ignore, choices.Ignored),
        .. Shell.Words(group.Name, choices.Group), .. Shell.Words(time.Name, choices.Time), .. Shell.Words(weights.Name, choices.Weights), .. choices.KeepAll ? [keepAll.Name] : Array.Empty<string>(),
    ];

    private static string[] Words(Option option, IReadOnlyList<string> names) =>
        names.Count == 0 ? [] : Shell.Words(option.Name, string.Join(',', names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)));

    private static Option<string[]> Columns(string name, string description, params string[] aliases) =>
        new(name, aliases) { Description = description, HelpName = "columns" };

    private static string[] Names(ParseResult parse, Option<string[]> option) =>
        [.. (parse.GetValue(option) ?? []).SelectMany(v => v.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];
}
