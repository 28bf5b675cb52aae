namespace Backprop;

/// <summary>How many cases' derivatives are accumulated before the weights change (point 5).</summary>
public readonly record struct Batch
{
    private Batch(int size) => Size = size;

    /// <summary>All cases of the sweep, one change per sweep: all the paper's experiments. The default.</summary>
    public static Batch All => default;

    /// <summary>One change per case.</summary>
    public static Batch EachCase => new(1);

    /// <summary>Cases per change; null: all.</summary>
    public int? Size { get; }

    /// <summary>One change per this many cases; the last batch of a sweep has what is left.</summary>
    /// <param name="size">1 or more.</param>
    /// <returns>The batch.</returns>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public static Batch Of(int size) => size >= 1 ? new Batch(size)
        : throw new ArgumentOutOfRangeException(nameof(size), size, "A batch has 1 case or more.");

    /// <inheritdoc/>
    public override string ToString() => Size switch
    {
        null => "all cases",
        1 => "each case",
        { } size => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{size} cases"),
    };
}
