using System.Globalization;

namespace Backprop.Cli;

/// <summary>A setting that a study varies, and its values: the text of <c>--vary</c>, as <c>rate=0.05,0.1</c> or <c>momentum=0:0.9:10</c>.</summary>
internal sealed record VariedSetting
{
    private const int MostValues = 10_000;
    private const string Rate = "rate", Momentum = "momentum", Decay = "decay", Range = "range", Tolerance = "tolerance", Hidden = "hidden", Penalty = "penalty";

    /// <summary>The names of the settings that can be varied and are not of one learning rule alone.</summary>
    public static readonly string[] Shared = [Rate, Momentum, Decay, Penalty, Range, Tolerance, Hidden];

    /// <summary>The names of all settings that can be varied.</summary>
    public static IReadOnlyList<string> Names => [.. Shared, .. RuleName.SpecialNames, .. GradientName.SettingNames];

    private VariedSetting(string name, IReadOnlyList<double> values) => (Name, Values) = (name, ValueList.Of(values));

    /// <summary>The setting: one of <see cref="Names"/>, each of which is an option of training too.</summary>
    public string Name { get; }

    /// <summary>Its values, in the order of the text.</summary>
    public IReadOnlyList<double> Values { get; }

    /// <summary>The option whose value it takes the place of; null where the option says something else too.</summary>
    public string? Replaced => Name == Tolerance || IsSpecial ? null : "--" + Name;

    /// <summary>Whether only some learning rules or gradient methods have it, as a number without an option of its own.</summary>
    private bool IsSpecial => RuleName.SpecialNames.Contains(Name, StringComparer.Ordinal) || IsOfGradient;

    private bool IsOfGradient => GradientName.SettingNames.Contains(Name, StringComparer.Ordinal);

    /// <summary>Whether it varies the net itself.</summary>
    public bool IsHidden => Name == Hidden;

    /// <summary>The words for figures.</summary>
    public string Title => Name switch
    {
        Rate => "Learning rate ε",
        Momentum => "Momentum α",
        Decay => "Weight decay",
        Range => "Range of the starting weights",
        Tolerance => "Tolerance",
        Penalty => "Penalty λ",
        Hidden => "Hidden units",
        _ => char.ToUpperInvariant(Name[0]) + Name[1..].Replace('-', ' '),
    };

    /// <summary>Reads a text of <c>--vary</c>.</summary>
    /// <exception cref="UsageException">It is not one.</exception>
    public static VariedSetting Read(string text)
    {
        var sign = text.IndexOf('=', StringComparison.Ordinal);
        var name = (sign < 0 ? text : text[..sign]).Trim();
        var names = Names;
        if (!names.Contains(name, StringComparer.Ordinal))
            throw new UsageException($"--vary must begin with one of {string.Join(", ", names)}, as in --vary rate=0.05,0.1, but was '{DisplayText.Name(text)}'{(NearestName.Hint(name, names) is { Length: > 0 } hint ? hint : ".")}");
        if (sign < 0)
            throw new UsageException($"--vary {name} needs values: {name}=0.1,0.2 lists them, {name}=0.1:0.9:5 is five at equal distances from 0.1 to 0.9.");
        var values = ValuesOf(name, text[(sign + 1)..]);
        if (values.GroupBy(static value => value).FirstOrDefault(static same => same.Count() > 1) is { } twice)
            throw new UsageException($"--vary {name} has the value {Numeral.Text(twice.Key)} twice; give it once.");
        return new(name, values);
    }

    /// <summary>The text that is read as this setting.</summary>
    public override string ToString() => $"{Name}={string.Join(',', Values.Select(static value => Numeral.Text(value)))}";

    /// <summary>The training with one of the values.</summary>
    /// <exception cref="UsageException">The training has no such setting.</exception>
    public CaseJob Apply(CaseJob job, double value)
    {
        var training = job.Training;
        return Name switch
        {
            Hidden => WithHidden(job, (int)value),
            Range => job with { Training = training with { Range = value } },
            Tolerance => job with { Training = training with { Error = training.Error with { Tolerance = Band(training.Error.Tolerance, value) } } },
            Penalty => job with { Training = training with { Rule = training.Rule with { Penalty = value } } },
            Decay => job with { Training = training with { Rule = RuleName.WithDecay(training.Rule, value) } },
            _ when IsOfGradient => job with { Training = training with { Gradient = WithGradient(training.Gradient, value) } },
            _ => job with { Training = training with { Rule = WithRule(training.Rule, value) } },
        };
    }

    private LearningRule WithRule(LearningRule rule, double value)
    {
        var name = RuleName.Of(rule);
        if (rule is GradientDescent { Phases.Count: > 0 })
            throw new UsageException($"--phases gives the rates and momentums of all sweeps; leave it or --vary {Name} out.");
        return name.Setting(Name) is { } setting ? RuleParts.Checked(setting.With(rule, value), $"--vary {Name}", value) : throw new UsageException($"--rule {name.Name} has no {Name} to vary.");
    }

    private GradientMethod WithGradient(GradientMethod method, double value)
    {
        var name = GradientName.Of(method);
        return name.Setting(Name) is { } setting ? GradientText.Checked(setting.With(method, value), $"--vary {Name}", value) : throw new UsageException($"{CaseTrainingWords.Gradient} {name.Name} has no {Name} to vary.");
    }

    private static CaseJob WithHidden(CaseJob job, int units)
    {
        if (job.Choice.File is not null)
            throw new UsageException("--net gives a whole net, so --vary hidden cannot change its hidden layer; leave one out.");
        var choice = job.Choice with { Hidden = units == 0 ? [] : [units] };
        return job with { Choice = choice, Topology = CaseNet.For(choice, job.Source) };
    }

    private static Tolerance Band(Tolerance tolerance, double band) =>
        tolerance == Backprop.Tolerance.None ? throw new UsageException("--vary tolerance needs --tolerance dead or --tolerance edge, which says what the band means.")
        : tolerance == Backprop.Tolerance.Dead(tolerance.Band) ? Backprop.Tolerance.Dead(band) : Backprop.Tolerance.Edge(band);

    private static double[] ValuesOf(string name, string text)
    {
        if (text.Split(':') is [var from, var to, var count])
        {
            if (!Numeral.TryRead<int>(count, out var values) || values is < 2 or > MostValues)
                throw new UsageException($"--vary {name}=from:to:count must have a count from 2 to {MostValues}, but was '{DisplayText.Name(text)}'.");
            var (first, last) = (Number(name, from), Number(name, to));
            return [.. Enumerable.Range(0, values).Select(k => Checked(name, Rounded(first + ((last - first) * k / (values - 1)))))];
        }
        var parts = text.Split(',', StringSplitOptions.TrimEntries);
        return parts.Length <= MostValues ? [.. parts.Select(part => Checked(name, Number(name, part)))]
            : throw new UsageException($"--vary {name} has {parts.Length} values, but at most {MostValues} are possible.");
    }

    /// <summary>A value between others, with at most six digits, so that a person can type it and gets the same net.</summary>
    private static double Rounded(double value) => double.Parse(value.ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static double Number(string name, string text) => Numeral.TryRead<double>(text, out var value) ? value
        : throw new UsageException($"--vary {name} must have numbers, as {name}=0.1,0.2 or {name}=0.1:0.9:5, but has '{DisplayText.Name(text)}'.");

    private static double Checked(string name, double value)
    {
        var (good, range) = name switch
        {
            Rate => (value > 0, "above 0"),
            Momentum or Decay => (value is >= 0 and < 1, "of at least 0 and below 1"),
            Range => (value is >= 0 and <= 1e6, "from 0 to 1000000"),
            Tolerance => (value is > 0 and < 1, "above 0 and below 1"),
            Penalty => (value >= 0, "of at least 0"),
            not Hidden => (true, ""), // the rule checks it
            _ => (value is >= 0 and <= NetOptions.MostUnits && value == Math.Floor(value), $"that are whole, from 0 to {NetOptions.MostUnits}"),
        };
        return good ? value : throw new UsageException($"--vary {name} must have values {range}, but has {Numeral.Text(value)}.");
    }
}
