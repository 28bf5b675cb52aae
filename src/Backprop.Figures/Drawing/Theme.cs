using System.Text;

namespace Backprop.Figures;

/// <summary>How a figure gets its colors.</summary>
public enum Theme
{
    /// <summary>Light or dark by the setting of the reader's system (CSS <c>prefers-color-scheme</c>). The default.</summary>
    Auto,

    /// <summary>Dark on white, regardless of the reader's system.</summary>
    Light,

    /// <summary>Light on near-black, regardless of the reader's system.</summary>
    Dark,
}

/// <summary>
/// The color of each <see cref="Role"/>, as CSS custom properties with plain colors before them for viewers
/// that know none. Series follow Okabe and Ito's palette (color-blind safe), brightened for the dark theme.
/// </summary>
internal static class Palette
{
    private static readonly (Role Role, string Name, string Light, string Dark)[] Colors =
    [
        (Role.Paper, "paper", "#ffffff", "#14171c"),
        (Role.Panel, "panel", "#f1f3f6", "#22272f"),
        (Role.Grid, "grid", "#d5dae1", "#3a414c"),
        (Role.Ink, "ink", "#1b1f24", "#e8ebf0"),
        (Role.Soft, "soft", "#566070", "#a3adbb"),
        (Role.Positive, "positive", "#0072b2", "#5cb8ee"),
        (Role.Negative, "negative", "#c44e00", "#ff9350"),
        (Role.Strong, "strong", "#00568a", "#4da6dc"),
        (Role.OnStrong, "on-strong", "#ffffff", "#0d1014"),
        (Role.Mark, "mark", "#c44e00", "#ffa04d"),
        (Role.HintonGround, "hinton", "#8d949e", "#767d88"),
        (Role.HintonPositive, "white", "#ffffff", "#ffffff"),
        (Role.HintonNegative, "black", "#000000", "#000000"),
        (Role.Series1, "s1", "#0072b2", "#5cb8ee"),
        (Role.Series2, "s2", "#d55e00", "#ff9350"),
        (Role.Series3, "s3", "#00805c", "#2fc79a"),
        (Role.Series4, "s4", "#a8467f", "#e69ac2"),
        (Role.Series5, "s5", "#8a6300", "#edb93a"),
        (Role.Series6, "s6", "#5b5bb0", "#aaa8f2"),
    ];

    /// <summary>The six series roles in order.</summary>
    public static IReadOnlyList<Role> Series { get; } =
        [Role.Series1, Role.Series2, Role.Series3, Role.Series4, Role.Series5, Role.Series6];

    /// <summary>The class that fills with a role.</summary>
    public static string FillClass(Role role) => "f-" + Name(role);

    /// <summary>The class that strokes with a role.</summary>
    public static string StrokeClass(Role role) => "l-" + Name(role);

    /// <summary>The color of a role in one theme, as #rrggbb.</summary>
    public static string Color(Role role, bool dark)
    {
        var (_, _, light, night) = Colors.First(color => color.Role == role);
        return dark ? night : light;
    }

    /// <summary>The style sheet of one figure (only the roles it uses), or of a page of figures (all of them).</summary>
    public static string Css(Theme theme, IReadOnlySet<Role>? used = null)
    {
        var colors = Colors.Where(color => used is null || used.Contains(color.Role)).ToArray();
        var css = new StringBuilder();
        if (theme == Theme.Auto)
        {
            css.Append("svg.bp{");
            foreach (var (_, name, light, _) in colors) css.Append($"--bp-{name}:{light};");
            css.Append("}\n@media (prefers-color-scheme:dark){svg.bp{");
            foreach (var (_, name, _, dark) in colors) css.Append($"--bp-{name}:{dark};");
            css.Append("}}\n");
        }

        css.Append($".bp text{{font-family:{TextMetrics.FontStack}}}\n");
        foreach (var (_, name, light, dark) in colors)
        {
            var plain = theme == Theme.Dark ? dark : light;
            var live = theme == Theme.Auto;
            css.Append($".bp .f-{name}{{fill:{plain}{(live ? $";fill:var(--bp-{name})" : "")}}}");
            css.Append($".bp .l-{name}{{stroke:{plain}{(live ? $";stroke:var(--bp-{name})" : "")}}}\n");
        }

        return css.ToString();
    }

    private static string Name(Role role) => Colors.First(color => color.Role == role).Name;
}
