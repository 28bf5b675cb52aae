using System.Globalization;

namespace Backprop.Exchange;

/// <summary>Where a script is carried out: the command, which messages name by its line, and the numbers in it.</summary>
/// <param name="file">The script.</param>
internal sealed class LensPlace(ForeignText file)
{
    /// <summary>The command.</summary>
    public LensCommand Command { get; set; } = new([], 1);

    /// <summary>The error at the command.</summary>
    public ForeignFileException Problem(string message) => file.Problem(message, Command.Line);

    /// <summary>A finite number.</summary>
    /// <param name="text">What stands there.</param>
    /// <param name="what">What should, with its article.</param>
    /// <exception cref="ForeignFileException">It is not one.</exception>
    public double Number(string text, string what) => ForeignNumber.TryParse(text, out var number) ? number : throw Problem($"'{DisplayText.Name(text)}' stands where {what} is expected; it must be a finite number");

    /// <summary>A whole number.</summary>
    /// <param name="text">What stands there.</param>
    /// <param name="what">What should, with its article.</param>
    /// <param name="most">The greatest.</param>
    /// <exception cref="ForeignFileException">It is not one.</exception>
    public int Whole(string text, string what, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= most ? count
            : throw Problem(FormattableString.Invariant($"'{DisplayText.Name(text)}' stands where {what} is expected; it must be a whole number of at most {most:N0}"));
}
