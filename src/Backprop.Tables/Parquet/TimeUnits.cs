using System.Globalization;
using Parquet.Schema;

namespace Backprop.Data.Parquet;

/// <summary>Times of day, which Parquet.Net 6.1.0 gives as the whole numbers by which files hold them.</summary>
internal static class TimeUnits
{
    /// <summary>The whole numbers per second of a column of times of day; null for any other column.</summary>
    public static long? PerSecond(DataField field) => field.SchemaElement?.LogicalType?.TIME is not { } time ? null
        : time.Unit.MILLIS is not null ? 1_000 : time.Unit.MICROS is not null ? 1_000_000 : 1_000_000_000;

    /// <summary>The time of day as text.</summary>
    /// <param name="value">What the file holds.</param>
    /// <param name="perSecond">How much of it is a second.</param>
    public static string Text(long value, long perSecond) => value >= 0 && value < 86_400 * perSecond
        ? new TimeOnly((long)((Int128)value * TimeSpan.TicksPerSecond / perSecond)).ToString("HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture)
        : throw new InvalidDataException("it is not a time of day");
}
