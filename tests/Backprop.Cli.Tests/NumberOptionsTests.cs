using System.CommandLine;
using System.Globalization;

namespace Backprop.Cli.Tests;

public class NumberOptionsTests
{
    private static ParseResult Parse(string line) => new Command("x")
    {
        new Option<double>("--range").Within(0.0, 1.0),
        new Option<int>("--seeds").AtLeast(1),
        new Option<double?>("--rate").Above(0.0),
        new Option<double?>("--momentum").FromBelow(0.0, 1.0),
        new Option<ulong>("--seed").AnyNumber(),
    }.Parse(line);

    /// <summary>Numbers are written as in Germany: 1.234,5.</summary>
    private static void InGermany(Action test)
    {
        var before = CultureInfo.CurrentCulture;
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (culture.NumberFormat.NumberDecimalSeparator, culture.NumberFormat.NumberGroupSeparator) = (",", ".");
        CultureInfo.CurrentCulture = culture;
        try
        {
            test();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("--range 0", null)]
    [InlineData("--range 1", null)]
    [InlineData("--range 1.5", "--range must be from 0 to 1, but was 1.5.")]
    [InlineData("--range NaN", "--range must be a number, from 0 to 1, but was 'NaN'.")]
    [InlineData("--range ∞", "--range must be a number, from 0 to 1, but was '∞'.")]
    [InlineData("--range many", "--range must be a number, from 0 to 1, but was 'many'.")]
    [InlineData("--seeds 0", "--seeds must be at least 1, but was 0.")]
    [InlineData("--seeds 1", null)]
    [InlineData("--seeds 1.5", "--seeds must be a whole number, at least 1, but was '1.5'.")]
    [InlineData("--seeds 99999999999", "--seeds must be a whole number, at least 1, but was '99999999999'.")]
    [InlineData("--rate 0", "--rate must be above 0, but was 0.")]
    [InlineData("--rate 1e999", "--rate must be a number, above 0, but was '1e999'.")]
    [InlineData("--momentum 1", "--momentum must be at least 0 and below 1, but was 1.")]
    [InlineData("--seed 18446744073709551615", null)]
    [InlineData("--seed=-1", "--seed must be a whole number, but was '-1'.")]
    public void Values_outside_the_range_are_refused(string line, string? message)
    {
        void Check() => Assert.Equal(message, Parse(line).Errors.Select(error => error.Message).FirstOrDefault());
        Check();
        InGermany(Check);
    }

    [Theory]
    [InlineData("0.05", 0.05)]
    [InlineData("1e-3", 1e-3)]
    [InlineData("1.5", 1.5)]
    [InlineData(".5", 0.5)]
    [InlineData("+2", 2)]
    public void A_point_is_the_decimal_mark_in_every_culture(string text, double rate)
    {
        void Check() => Assert.Equal(rate, Parse("--rate " + text).GetValue<double?>("--rate"));
        Check();
        InGermany(Check);
    }

    [Theory]
    [InlineData("--rate 0,05")]
    [InlineData("--rate 1,000")]
    [InlineData("--rate 1.234,5")]
    [InlineData("--seeds 1,000")]
    [InlineData("--seeds 1.000")]
    [InlineData("--seeds 1_000")]
    [InlineData("--seed 1'000")]
    [InlineData("--seed \"1 000\"")]
    [InlineData("--range ١")]
    [InlineData("--range 0x1")]
    [InlineData("--range $1")]
    [InlineData("--range (1)")]
    public void Marks_between_thousands_and_other_decimal_marks_are_refused(string line)
    {
        void Check() => Assert.NotEmpty(Parse(line).Errors);
        Check();
        InGermany(Check);
    }

    [Theory]
    [InlineData("10,000")]
    [InlineData("10'000")]
    [InlineData("10\u00A0000")]
    [InlineData("10\u202F000")]
    [InlineData("10 000")]
    public void A_number_with_marks_between_thousands_is_told_so(string number) =>
        Assert.EndsWith(": write it without marks between thousands.", Assert.Single(Parse($"--seeds \"{number}\"").Errors).Message, StringComparison.Ordinal);

    [Fact]
    public void Every_option_of_the_tool_that_takes_a_number_is_read_so()
    {
        var tested = 0;
        Check(CommandLine.Root(new Terminal(TextWriter.Null, TextWriter.Null, CancellationToken.None)));
        Assert.InRange(tested, 20, 100);

        void Check(Command command)
        {
            foreach (var option in command.Options.Where(option => IsNumber(option.ValueType)))
            {
                foreach (var text in new[] { "1,000", "0,5", "1 000", "NaN" })
                {
                    var errors = new Command("x") { option }.Parse([option.Name, text]).Errors;
                    Assert.StartsWith($"{option.Name} must be a ", Assert.Single(errors).Message, StringComparison.Ordinal);
                }
                tested++;
            }
            foreach (var verb in command.Subcommands)
                Check(verb);
        }

        static bool IsNumber(Type type) => (Nullable.GetUnderlyingType(type) ?? type) is { IsPrimitive: true } plain && plain != typeof(bool);
    }

    [Fact]
    public void What_was_read_is_what_repeats_the_command()
    {
        InGermany(() =>
        {
            using var here = new Workplace();
            var run = Run.Of("train", Workplace.Table("iris.csv"), "-t", "species", "-o", here["m.safetensors"], "--sweeps", "2", "--rate", "5e-2", "--decay", "0.001", "--validation", "0.20");
            Assert.Contains("--rate 0.05 --decay 0.001 --sweeps 2 --validation 0.2 --seed 1", run.Out, StringComparison.Ordinal);
            Assert.Contains("--rate must be a number, but was '0,05': write it with a decimal point", Run.Of("train", "t.csv", "--rate", "0,05").Error, StringComparison.Ordinal);
        });
    }
}
