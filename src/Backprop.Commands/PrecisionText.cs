namespace Backprop.Commands;

/// <summary>The value of <c>--precision</c>: the number type of a net.</summary>
internal static class PrecisionText
{
    /// <summary>The values.</summary>
    public const string Single = "single", Double = "double";

    /// <summary>The text of a number type.</summary>
    public static string Of(bool isDouble) => isDouble ? Double : Single;

    /// <summary>Reads the value: whether it is <see cref="Double"/>.</summary>
    /// <exception cref="UsageException">It is not one.</exception>
    public static bool IsDouble(string text) => text switch
    {
        Single => false,
        Double => true,
        _ => throw new UsageException($"--precision must be {Single} or {Double}, but was '{DisplayText.Name(text)}'."),
    };
}
