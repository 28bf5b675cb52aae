namespace Backprop.Figures;

/// <summary>The meaning of a stroke or a surface. A theme gives each role its color; figures never name one.</summary>
internal enum Role
{
    /// <summary>Nothing is painted.</summary>
    None,

    /// <summary>The ground of the figure.</summary>
    Paper,

    /// <summary>A subdued surface: boxes, legends, empty cells.</summary>
    Panel,

    /// <summary>Grid lines and borders.</summary>
    Grid,

    /// <summary>Text and outlines.</summary>
    Ink,

    /// <summary>Secondary text and lines.</summary>
    Soft,

    /// <summary>Positive weights where color shows the sign.</summary>
    Positive,

    /// <summary>Negative weights; always dashed or marked as well.</summary>
    Negative,

    /// <summary>The one color of quantities: shaded by opacity.</summary>
    Strong,

    /// <summary>Text upon a surface of full <see cref="Strong"/>.</summary>
    OnStrong,

    /// <summary>Correct or requested items.</summary>
    Mark,

    /// <summary>The gray ground of a Hinton diagram.</summary>
    HintonGround,

    /// <summary>White squares: positive.</summary>
    HintonPositive,

    /// <summary>Black squares: negative.</summary>
    HintonNegative,

    /// <summary>First of six colors for series, safe for color-blind readers, used together with dashes and shapes.</summary>
    Series1,

    /// <summary>Second series.</summary>
    Series2,

    /// <summary>Third series.</summary>
    Series3,

    /// <summary>Fourth series.</summary>
    Series4,

    /// <summary>Fifth series.</summary>
    Series5,

    /// <summary>Sixth series.</summary>
    Series6,
}
