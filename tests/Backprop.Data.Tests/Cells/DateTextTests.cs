namespace Backprop.Data.Tests;

public class DateTextTests
{
    private const double Day = 738918; // 2024-02-03
    private const string Forms = "dd/MM/yyyy";

    [Theory]
    [InlineData(null)]
    [InlineData(Forms)]
    [InlineData("MM/dd/yyyy")]
    [InlineData("yyyyMMdd")]
    public void A_date_is_a_date_whatever_the_format(string? format)
    {
        var text = new DateText(format);
        foreach (var date in new object[]
        {
            new DateOnly(2024, 2, 3), new DateTime(2024, 2, 3), new DateTime(2024, 2, 3, 0, 0, 0, DateTimeKind.Utc),
            new DateTimeOffset(2024, 2, 3, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2024, 2, 3, 5, 30, 0, TimeSpan.FromHours(5.5)),
            new DateTime(2024, 2, 3, 0, 0, 0, DateTimeKind.Utc).ToLocalTime(),
        })
        {
            Assert.True(text.TryDays(date, out var days));
            Assert.Equal(Day, days);
        }
        Assert.True(text.TryDays(new DateTime(2024, 2, 3, 6, 0, 0), out var quarter));
        Assert.Equal(Day + 0.25, quarter);
    }

    [Fact]
    public void A_format_without_a_year_does_not_depend_on_the_day_of_reading()
    {
        var days = (double)new DateTime(2000, 2, 29).Ticks / TimeSpan.TicksPerDay;
        Assert.True(new DateText("dd/MM").TryRead("29/02", out var read));
        Assert.Equal(days, read);
        Assert.True(new DateText("dd/MM").TryDays(new DateOnly(2024, 2, 29), out read));
        Assert.Equal(days, read);
        Assert.Equal("29/02", new DateText("dd/MM").Write(days, DatePrecision.Day));
    }

    [Theory]
    [InlineData("HH:mm")]
    [InlineData("t")]
    [InlineData("HH'h 'mm")]
    public void Times_of_day_are_read_from_text_and_from_objects_alike(string format)
    {
        var times = new DateText(format);
        Assert.True(times.TryRead(times.Write(0.4375, DatePrecision.Day), out var read));
        Assert.Equal(0.4375, read - Math.Floor(read));
        Assert.True(times.TryDays(new TimeOnly(10, 30), out var time));
        Assert.True(times.TryDays(new DateTime(2024, 2, 3, 10, 30, 0), out var date));
        Assert.Equal((read, read), (time, date));
        Assert.False(new DateText(Forms).TryDays(new TimeOnly(10, 30), out _));
    }

    [Theory]
    [InlineData(DatePrecision.Day, null, "2024-02-03")]
    [InlineData(DatePrecision.Minute, null, "2024-02-03T08:07")]
    [InlineData(DatePrecision.Second, null, "2024-02-03T08:06:40")]
    [InlineData(DatePrecision.Millisecond, null, "2024-02-03T08:06:40.123")]
    [InlineData(DatePrecision.Day, "dd.MM.yyyy HH:mm", "03.02.2024 08:07")]
    [InlineData(DatePrecision.Millisecond, "dd.MM.yyyy", "03.02.2024")]
    [InlineData(DatePrecision.Day, "'mdy' yyyy", "mdy 2024")]
    public void Dates_are_rounded_to_what_is_written(DatePrecision precision, string? format, string expected) =>
        Assert.Equal(expected, new DateText(format).Write(Day + (((((8 * 60) + 6) * 60) + 40.1234) / 86400), precision));

    [Theory]
    [InlineData("d", "02/04/2024")]
    [InlineData("D", "Sunday, 04 February 2024")]
    [InlineData("y", "2024 February")]
    [InlineData("s", "2024-02-03T23:59:59")]
    [InlineData("yyyy-MM-dd 'h' \"m\" \\s", "2024-02-04 h m s")]
    [InlineData("yyyy-MM-dd 'o''clock' hh", "2024-02-04 oclock 12")]
    [InlineData("yyyy-MM-dd hh", "2024-02-04 12")]
    [InlineData("yyyy-MM-dd HH", "2024-02-04 00")]
    [InlineData("yyyy-MM-dd :mm", "2024-02-04 :00")]
    [InlineData("dd ss.f", "03 59.4")]
    [InlineData("dd ss.F", "03 59.4")]
    public void A_date_is_rounded_to_the_smallest_part_that_the_format_has(string format, string expected) =>
        Assert.Equal(expected, new DateText(format).Write(Day + (((24 * 60 * 60) - 0.6) / 86400), DatePrecision.Day));

    [Theory]
    [InlineData("yyyy-MM-dd HH", 8, 59, "2024-02-03 09")]
    [InlineData("yyyy-MM-dd hh", 8, 59, "2024-02-03 09")]
    [InlineData("dd :mm", 8, 58, "03 :59")]
    [InlineData("HH:mm", 23, 58, "23:59")]
    [InlineData("yyyy-MM-dd", 20, 0, "2024-02-04")]
    public void Hours_and_minutes_are_rounded_to_the_minute_and_days_to_the_day(string format, int hour, int minute, string expected) =>
        Assert.Equal(expected, new DateText(format).Write(Day + (((((hour * 60) + minute) * 60) + 40) / 86400.0), DatePrecision.Millisecond));

    [Theory]
    [InlineData("'y' dd/MM", "y 29/02")]
    [InlineData("'yyyy' dd/MM", "yyyy 29/02")]
    [InlineData("\"y\" dd/MM", "y 29/02")]
    [InlineData("\\y dd/MM", "y 29/02")]
    public void A_letter_in_quotes_or_after_a_backslash_is_text(string format, string text)
    {
        Assert.True(new DateText(format).TryRead(text, out var days));
        Assert.Equal(new DateOnly(2000, 2, 29).DayNumber, days);
    }

    [Theory]
    [InlineData("yyyy HH:mm")]
    [InlineData("MM HH:mm")]
    [InlineData("dd HH:mm")]
    public void A_time_of_day_is_not_a_date_where_the_format_has_a_part_of_the_date(string format) =>
        Assert.False(new DateText(format).TryDays(new TimeOnly(10, 30), out _));

    [Theory]
    [InlineData("")]
    [InlineData("q")]
    [InlineData("%")]
    [InlineData("dd.MM.'yyyy")]
    public void A_format_that_is_none_is_refused(string format)
    {
        var e = Assert.Throws<DataException>(() => new DateText(format));
        Assert.StartsWith($"'{format}' is not a form of dates; expected a .NET date format such as dd.MM.yyyy", e.Message, StringComparison.Ordinal);
        Assert.Equal(RemedyKind.NameDateFormat, Assert.Single(e.Remedies).Kind);
    }

    [Fact]
    public void Messages_show_what_a_date_looks_like() =>
        Assert.Equal(["expected an ISO 8601 date such as 2026-11-21", "expected the form dd/MM/yyyy"], [new DateText(null).Example, new DateText(Forms).Example]);

    [Theory]
    [InlineData(-5, "0001-01-01")]
    [InlineData(double.NegativeInfinity, "0001-01-01")]
    [InlineData(1e300, "9999-12-31")]
    public void What_no_date_can_be_is_the_first_or_the_last(double days, string expected) =>
        Assert.Equal(expected, new DateText(null).Write(days, DatePrecision.Day));
}
