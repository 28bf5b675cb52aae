using System.Text.Json;

namespace Backprop.Commands;

/// <summary>A gradient method as the command line and settings say it: its name, and numbers as "deviation=0.1,samples=4". Its seed is that of the training.</summary>
internal static class GradientText
{
    private const string Member = "gradient", SettingsMember = "gradientSettings";

    /// <summary>The names of the members in the settings of a model.</summary>
    public static string[] Members { get; } = [Member, SettingsMember];

    /// <summary>Reads a method.</summary>
    /// <param name="name">Its name; back-propagation if null.</param>
    /// <param name="settings">Its numbers, those of defaults left out; null for none.</param>
    /// <exception cref="FormatException">There is no method of this name.</exception>
    /// <exception cref="UsageException">A number is wrong, or not one of the method.</exception>
    public static GradientMethod Read(string? name, string? settings)
    {
        var known = GradientName.Find(name ?? GradientName.BackPropagation);
        var method = known.Usual;
        foreach (var part in settings is null ? [] : settings.Split(',', StringSplitOptions.TrimEntries))
        {
            var sign = part.IndexOf('=', StringComparison.Ordinal);
            var setting = sign > 0 ? known.Setting(part[..sign].Trim()) : null;
            if (setting is null)
            {
                string[] names = [.. known.Settings.Select(static setting => setting.Name)];
                throw new UsageException(names.Length == 0 ? $"{CaseTrainingWords.Gradient} {known.Name} has no numbers, so {CaseTrainingWords.GradientSettings} is not for it."
                    : $"{CaseTrainingWords.GradientSettings} of {CaseTrainingWords.Gradient} {known.Name} must be name=number with one of {string.Join(", ", names)}, but has '{DisplayText.Name(part)}'{(sign > 0 && NearestName.Hint(part[..sign], names) is { Length: > 0 } hint ? hint : ".")}");
            }
            method = Numeral.TryRead<double>(part[(sign + 1)..].Trim(), out var value) ? Checked(setting.With(method, value), $"{CaseTrainingWords.GradientSettings} {setting.Name}", value)
                : throw new UsageException($"{CaseTrainingWords.GradientSettings} {setting.Name} must be a number, but is '{DisplayText.Name(part[(sign + 1)..])}'.");
        }
        return method;
    }

    /// <summary>The method, if this number of it is allowed.</summary>
    /// <exception cref="UsageException">It is not.</exception>
    public static GradientMethod Checked(GradientMethod method, string what, double value)
    {
        try
        {
            method.Validate();
            return method;
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw RuleParts.Refusal(e, what, value);
        }
    }

    /// <summary>The numbers that are not the usual ones; null for none.</summary>
    public static string? Settings(GradientMethod method)
    {
        var name = GradientName.Of(method);
        return Text(name.Settings.Where(setting => setting.Of(method) != setting.Of(name.Usual)), method);
    }

    /// <summary>The words of the command line, none for back-propagation.</summary>
    public static IEnumerable<string> Words(GradientMethod method) => method is Backpropagation ? []
        : [.. Shell.Words(CaseTrainingWords.Gradient, GradientName.Of(method).Name), .. Shell.Words(CaseTrainingWords.GradientSettings, Settings(method))];

    /// <summary>Writes a method as members of the settings in a model, with all its numbers; nothing of back-propagation.</summary>
    public static void Write(Utf8JsonWriter json, GradientMethod method)
    {
        if (method is Backpropagation)
            return;
        var name = GradientName.Of(method);
        json.WriteString(Member, name.Name);
        if (Text(name.Settings.Where(setting => setting.Of(method) is not null), method) is { } all)
            json.WriteString(SettingsMember, all);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <inheritdoc cref="Read(string?, string?)" path="/exception"/>
    public static GradientMethod Read(StrictJsonObject json) => Read(json.Text(Member), json.Text(SettingsMember));

    /// <summary>For people: "feedback, return-range 0.5".</summary>
    public static string Title(GradientMethod method)
    {
        var name = GradientName.Of(method);
        return string.Join(", ", (string[])[name.Name, .. name.Settings.Where(setting => setting.Of(method) is not null).Select(setting => $"{setting.Name} {Numeral.Text(setting.Of(method)!.Value)}")]);
    }

    /// <summary>Refuses a rule that needs the derivative of E.</summary>
    /// <exception cref="UsageException">It does, and the method does not give it.</exception>
    public static void Check(GradientMethod method, LearningRule rule)
    {
        if (rule.Searches && !method.IsExact)
            throw new UsageException($"--rule {RuleName.Of(rule).Name} searches along the derivative of E, which {CaseTrainingWords.Gradient} {GradientName.Of(method).Name} does not give; leave one out.");
    }

    private static string? Text(IEnumerable<GradientSetting> settings, GradientMethod method) =>
        string.Join(',', settings.Select(setting => $"{setting.Name}={Numeral.Text(setting.Of(method)!.Value)}")) is { Length: > 0 } text ? text : null;
}
