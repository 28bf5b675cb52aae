using System.Globalization;

namespace Backprop.Data;

/// <summary>
/// How dates are written in a table, to days since 0001-01-01 and back. What a format leaves out is the same on every day of reading:
/// the year is 2000, the month January, the day the first, the time midnight. Thread-safe.
/// </summary>
internal sealed class DateText
{
    /// <summary>The characters of the longest text that is a date.</summary>
    public const int Longest = 64;

    private const int StandInYear = 2000; // a leap year, so that 29/02 is a date
    private static readonly string[] Iso =
        ["yyyy-MM-dd", "yyyy-MM-ddTHH:mm", "yyyy-MM-dd HH:mm", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-dd HH:mm:ss",
         "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-dd HH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK", "yyyy/MM/dd"];

    private readonly string? format;
    private readonly bool hasYear;
    private readonly bool hasMonth;
    private readonly bool hasDay;

    /// <param name="format">A .NET date format; null for ISO 8601.</param>
    /// <exception cref="DataException">It is not a date format.</exception>
    public DateText(string? format)
    {
        this.format = format switch { "m" or "M" => "MMMM dd", "t" => "HH:mm", "T" => "HH:mm:ss", _ => format };
        var standard = this.format is not { Length: > 1 };
        hasYear = standard || Has('y');
        hasMonth = standard || Has('M');
        hasDay = standard || Has('d');
        if (!IsFormat(this.format))
            throw new DataException($"'{DisplayText.Name(format!)}' is not a form of dates; expected a .NET date format such as dd.MM.yyyy") { Remedies = [RemedyKind.NameDateFormat] };
    }

    private static bool IsFormat(string? format)
    {
        if (format is null)
            return true;
        try
        {
            _ = new DateTime(StandInYear, 1, 1, 0, 0, 0, DateTimeKind.Utc).ToString(format, CultureInfo.InvariantCulture);
            return format.Length > 0;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    /// <summary>What a date looks like, for messages.</summary>
    public string Example => format is null ? "expected an ISO 8601 date such as 2026-11-21" : $"expected the form {format}";

    /// <summary>Whether a text is a date.</summary>
    public bool TryRead(ReadOnlySpan<char> text, out double days)
    {
        const DateTimeStyles utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        DateTime date;
        bool read;
        if (format is null)
        {
            read = DateTime.TryParseExact(text, Iso, CultureInfo.InvariantCulture, utc, out date);
        }
        else if (hasYear)
        {
            read = DateTime.TryParseExact(text, format, CultureInfo.InvariantCulture, utc, out date);
        }
        else
        {
            // .NET puts the present year, or today, for what is left out
            read = DateTime.TryParseExact($"{StandInYear} {text}", "yyyy " + format, CultureInfo.InvariantCulture, utc, out date);
        }
        days = read ? Days(date) : double.NaN;
        return read;
    }

    /// <summary>
    /// The days of a date of .NET. One with a zone (<see cref="DateTimeOffset"/>, a local <see cref="DateTime"/>) is converted to UTC, as text
    /// with a zone is. A part that the format leaves out is put as in text.
    /// </summary>
    /// <returns>False where the value is not a date, or is a time of day and the format has dates.</returns>
    public bool TryDays(object value, out double days)
    {
        days = double.NaN;
        DateTime? found = value switch
        {
            DateOnly date => date.ToDateTime(TimeOnly.MinValue),
            DateTime { Kind: DateTimeKind.Local } date => date.ToUniversalTime(),
            DateTime date => date,
            DateTimeOffset date => date.UtcDateTime,
            TimeOnly time when !hasYear && !hasMonth && !hasDay => DateTime.MinValue.Add(time.ToTimeSpan()),
            _ => null,
        };
        if (found is not { } whole)
            return false;
        if (!hasYear)
            whole = new DateTime(StandInYear, hasMonth ? whole.Month : 1, hasDay ? whole.Day : 1).Add(whole.TimeOfDay);
        days = Days(whole);
        return true;
    }

    /// <summary>Writes days as text, rounded to what the text shows.</summary>
    /// <param name="days">Days since 0001-01-01; what no date can be becomes the first or the last one.</param>
    /// <param name="precision">What is shown where the format is ISO 8601.</param>
    public string Write(double days, DatePrecision precision)
    {
        var step = (format is null ? precision : PrecisionOfFormat()) switch
        {
            DatePrecision.Day => TimeSpan.TicksPerDay,
            DatePrecision.Minute => TimeSpan.TicksPerMinute,
            DatePrecision.Second => TimeSpan.TicksPerSecond,
            _ => TimeSpan.TicksPerMillisecond,
        };
        var last = DateTime.MaxValue.Ticks / step;
        var ticks = step * (long)Math.Clamp(Math.Round(days * TimeSpan.TicksPerDay / step), 0, last);
        var written = format ?? precision switch
        {
            DatePrecision.Day => "yyyy-MM-dd",
            DatePrecision.Minute => "yyyy-MM-ddTHH:mm",
            DatePrecision.Second => "yyyy-MM-ddTHH:mm:ss",
            _ => "yyyy-MM-ddTHH:mm:ss.fff",
        };
        return new DateTime(Math.Min(ticks, DateTime.MaxValue.Ticks), DateTimeKind.Utc).ToString(written, CultureInfo.InvariantCulture);
    }

    private static double Days(DateTime date) => (double)date.Ticks / TimeSpan.TicksPerDay;

    private DatePrecision PrecisionOfFormat() =>
        Has('f') || Has('F') ? DatePrecision.Millisecond
        : format is { Length: 1 } ? format is "d" or "D" or "y" or "Y" ? DatePrecision.Day : DatePrecision.Second
        : Has('s') ? DatePrecision.Second
        : Has('m') || Has('H') || Has('h') ? DatePrecision.Minute
        : DatePrecision.Day;

    /// <summary>Whether the format has a part, outside of quotes and escapes.</summary>
    private bool Has(char part)
    {
        if (format is null or { Length: 1 })
            return false;
        var quote = '\0';
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] == '\\')
                i++;
            else if (quote != '\0')
                quote = format[i] == quote ? '\0' : quote;
            else if (format[i] is '\'' or '"')
                quote = format[i];
            else if (format[i] == part)
                return true;
        }
        return false;
    }
}
