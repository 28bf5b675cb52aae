using System.Globalization;

namespace Backprop.Onnx;

/// <summary>
/// Bounds what the graph of one file may make a reader compute: a few bytes must ask neither for gigabytes nor for hours. Honest
/// graphs stay far below, since their weights are in the file.
/// </summary>
internal sealed class WorkLimit(long fileBytes)
{
    private const long FreeNumbers = 4_000_000;
    private const long NumbersPerByte = 2;
    private const long MostProducts = 400_000_000;
    private readonly long mostNumbers = FreeNumbers + (NumbersPerByte * fileBytes);
    private long numbers;
    private long products;

    /// <summary>For graphs of our own.</summary>
    public static WorkLimit None => new(long.MaxValue / 4);

    /// <summary>Counts numbers that are about to be made, beside those in the file.</summary>
    /// <exception cref="FormatException">They are more than a file of this size may ask for.</exception>
    public void Numbers(long count)
    {
        if ((numbers += count) > mostNumbers)
            throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"takes the graph beyond {mostNumbers:N0} computed numbers, which is all that a file of {fileBytes:N0} bytes may ask for"));
    }

    /// <summary>Counts multiplications of a product of constants.</summary>
    /// <exception cref="FormatException">They are too many.</exception>
    public void Products(long count)
    {
        if ((products += count) > MostProducts)
            throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"takes the graph beyond {MostProducts:N0} multiplications of constants; compute them before the export"));
    }
}
