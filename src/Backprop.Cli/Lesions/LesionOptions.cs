using System.CommandLine;
using System.Globalization;

namespace Backprop.Cli;

/// <summary>The options that say what is destroyed, how often, and what is measured.</summary>
internal sealed class LesionOptions
{
    private const int MostValues = 1000;

    private readonly Option<string[]> units = new("--units") { Description = "Destroy units of this group, which are then held at 0; repeat for several groups.", HelpName = "group" };
    private readonly Option<string[]> links = new("--links") { Description = "Destroy links of this projection, as 'a->b', whose weights are then 0; repeat for several.", HelpName = "projection" };
    private readonly Option<string?> share = new("--share") { Description = "Shares to destroy, as from:to:step or as a list 0,0.2,0.5; 0:0.9:0.1 by default.", HelpName = "shares" };
    private readonly Option<string?> noise = new("--noise") { Description = "Deviation of normally distributed noise that is added to all weights; without --units and --links several, as from:to:step or as a list.", HelpName = "deviation" };
    private readonly Option<int> seeds = new Option<int>("--seeds") { Description = "Lesions per share, each chosen by a seed of its own.", DefaultValueFactory = _ => 20 }.AtLeast(1);
    private readonly Option<ulong> firstSeed = new Option<ulong>("--first-seed") { Description = "The seed of the first lesion.", DefaultValueFactory = _ => 1 }.AnyNumber();
    private readonly Option<double?> within = new Option<double?>("--within") { Description = "A case is right when every output is nearer to its target than this; by default when every output is on the right side of 0.5.", HelpName = "distance" }.Above(0.0);
    private readonly Option<int> relearn = new Option<int>("--relearn") { Description = "After each lesion train for this many sweeps as the model was trained, and measure ten times on the way; what is destroyed stays destroyed.", HelpName = "sweeps" }.AtLeast(0);

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { units, links, share, noise, seeds, firstSeed, within, relearn })
            command.Options.Add(option);
    }

    /// <summary>The study.</summary>
    /// <exception cref="UsageException">It cannot be.</exception>
    public LesionPlan Read(ParseResult parse)
    {
        LesionSite[] sites = [.. (parse.GetValue(units) ?? []).Select(static name => new LesionSite(name, IsLinks: false)), .. (parse.GetValue(links) ?? []).Select(static name => new LesionSite(name, IsLinks: true))];
        var deviations = parse.GetValue(noise) is { } text ? Values("--noise", text, double.MaxValue) : [];
        if (sites.GroupBy(static site => site).FirstOrDefault(static same => same.Count() > 1) is { } twice)
            throw new UsageException($"{twice.Key} are given twice; give them once.");
        if (sites.Length == 0 && deviations.Length == 0)
            throw new UsageException("nothing is to be destroyed: name a group with --units hidden, a projection with --links 'a->b', or noise with --noise 0:2:0.5.");
        if (sites.Length == 0 && parse.GetValue(share) is not null)
            throw new UsageException("--share says how much of a group or projection is destroyed, but none is named; add --units or --links.");
        if (sites.Length > 0 && deviations.Length > 1)
            throw new UsageException("--noise must be one deviation where --units or --links are destroyed.");
        return new()
        {
            Sites = sites,
            Damages = sites.Length == 0 ? [.. deviations.Select(static deviation => new Damage(0, deviation))]
                : [.. Values("--share", parse.GetValue(share) ?? "0:0.9:0.1", 1).Select(value => new Damage(value, deviations is [var deviation] ? deviation : 0))],
            Seeds = parse.GetValue(seeds),
            FirstSeed = parse.GetValue(firstSeed),
            Within = parse.GetValue(within),
            Relearn = parse.GetValue(relearn),
        };
    }

    /// <summary>Numbers as from:to:step or a list.</summary>
    private static double[] Values(string option, string text, double most)
    {
        var isRange = text.Contains(':', StringComparison.Ordinal);
        var parts = text.Split(isRange ? ':' : ',', StringSplitOptions.TrimEntries);
        double[] numbers = [.. parts.Select(part => Numeral.TryRead<double>(part, out var number) && number >= 0 && number <= most ? number
            : throw new UsageException($"{option} must be numbers {(most == 1 ? "from 0 to 1" : "of at least 0")}, as 0:0.9:0.1 or 0,0.2,0.5, but was '{DisplayText.Name(text)}'."))];
        if (!isRange)
        {
            if (numbers.GroupBy(static number => number).FirstOrDefault(static same => same.Count() > 1) is { } twice)
                throw new UsageException($"{option} has {Numeral.Text(twice.Key)} twice; give it once.");
            return numbers.Length <= MostValues ? numbers : throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"{option} has {numbers.Length:N0} values; at most {MostValues:N0} are possible."));
        }
        if (numbers is not [var from, var to, > 0 and var step] || to < from)
            throw new UsageException($"{option} must be from:to:step with a step above 0, as 0:0.9:0.1, but was '{DisplayText.Name(text)}'.");
        var count = Math.Floor(((to - from) / step) + 1e-9) + 1;
        if (count > MostValues)
            throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"{option} has {count:N0} values; at most {MostValues} are possible."));
        // 3 · 0.1 is not 0.3: rounded to what was meant.
        return [.. Enumerable.Range(0, (int)count).Select(index => Math.Min(to, Math.Round(from + (index * step), 12)))];
    }
}
