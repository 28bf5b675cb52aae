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
    [InlineData(-5, "0001-01-01")]
    [InlineData(double.NegativeInfinity, "0001-01-01")]
    [InlineData(1e300, "9999-12-31")]
    public void What_no_date_can_be_is_the_first_or_the_last(double days, string expected) =>
        Assert.Equal(expected, new DateText(null).Write(days, DatePrecision.Day));
}
