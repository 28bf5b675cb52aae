using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Backprop.Data.Tests;

public class ObjectValueTests
{
    private static readonly CellReader Cells = new('.', [.. TableFormat.UsualMissing, "-999"], null);
    private static readonly ColumnEncoding Number = new NumberEncoding("n", 0, 1);
    private static readonly ColumnEncoding Date = new DateEncoding("d", 0, 1);
    private static readonly ColumnEncoding Boolean = new BooleanEncoding("b", "no", "yes");

    private enum Deck
    {
        Upper = 3,
        Lower = 4,
    }

    private static CellValue Read(ColumnEncoding column, object? value, CellReader? cells = null)
    {
        var read = ObjectValue.Read(column, value, cells ?? Cells, out var wrong);
        Assert.Null(wrong);
        return read;
    }

    private static string Wrong(ColumnEncoding column, object value)
    {
        ObjectValue.Read(column, value, Cells, out var wrong);
        return Assert.IsType<CellFault>(wrong).Text;
    }

    public static TheoryData<object> Threes =>
    [
        (sbyte)3, (byte)3, (short)3, (ushort)3, 3, 3u, 3L, 3UL, (Int128)3, (UInt128)3, (nint)3, (nuint)3, new BigInteger(3),
        (Half)3, 3f, 3.0, 3m, "3", " 3.0 ", '3', "3e0", Deck.Upper, JsonDocument.Parse("3").RootElement, JsonValue.Create(3), JsonDocument.Parse("\"3\"").RootElement,
    ];

    [Theory]
    [MemberData(nameof(Threes), DisableDiscoveryEnumeration = true)]
    public void Numbers_of_every_type_are_numbers(object three) => Assert.Equal(CellValue.Number(3), Read(Number, three));

    [Fact]
    public void The_column_s_own_words_for_yes_and_no_may_have_blanks_around_them()
    {
        var own = new BooleanEncoding("b", "nein", "ja");
        Assert.Equal(CellValue.Boolean(true), Read(own, " ja "));
        Assert.Equal(CellValue.Boolean(false), Read(own, "nein\u00A0"));
        Assert.Equal(CellValue.Boolean(true), Read(own, "YES"));
    }

    [Fact]
    public void A_single_precision_number_is_the_decimal_that_it_prints() => Assert.Equal(CellValue.Number(0.1), Read(Number, 0.1f));

    [Fact]
    public void A_number_is_not_read_as_text_of_the_training_table() =>
        Assert.Equal(CellValue.Number(3.5), Read(Number, 3.5, new CellReader(',', [], null)));

    [Fact]
    public void Text_has_the_decimal_mark_of_the_training_table()
    {
        Assert.Equal(CellValue.Number(3.5), Read(Number, "3,5", new CellReader(',', [], null)));
        ObjectValue.Read(Number, "3.5", new CellReader(',', [], null), out var wrong);
        Assert.Equal("holds '3.5', which is a number with a decimal point only, but a decimal comma is in force", wrong?.Text);
    }

    public static TheoryData<object> Nothings => [DBNull.Value, "", "NA", double.NaN, float.NaN, -999, -999.0, -999m, "-999.0", JsonDocument.Parse("null").RootElement];

    [Theory]
    [MemberData(nameof(Nothings), DisableDiscoveryEnumeration = true)]
    public void Null_NaN_and_words_for_missing_values_are_missing(object value)
    {
        Assert.Equal(CellValue.Missing, Read(Number, null));
        Assert.Equal(CellValue.Missing, Read(Number, value));
        Assert.Equal(CellValue.Missing, Read(new CategoryEncoding("c", ["-999", "x"]), value));
    }

    [Fact]
    public void Dates_are_days_whatever_the_format_of_the_table()
    {
        var format = new CellReader('.', [], "dd/MM/yyyy");
        var expected = CellValue.Days(738918);
        Assert.Equal(expected, Read(Date, "03/02/2024", format));
        Assert.Equal(expected, Read(Date, new DateOnly(2024, 2, 3), format));
        Assert.Equal(expected, Read(Date, new DateTime(2024, 2, 3), format));
        Assert.Equal(expected, Read(Date, new DateTimeOffset(2024, 2, 3, 2, 0, 0, TimeSpan.FromHours(2)), format));
        Assert.Equal(CellValue.Days(738918.5), Read(Date, new DateTime(2024, 2, 3, 12, 0, 0)));
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    [InlineData(1, 1)]
    [InlineData(0.0, 0)]
    [InlineData("Yes", 1)]
    [InlineData("off", 0)]
    public void Yes_and_no_come_as_booleans_numbers_and_words(object value, double expected) => Assert.Equal(new CellValue(CellValueKind.Boolean, expected), Read(Boolean, value));

    [Fact]
    public void A_boolean_is_a_number_or_a_category_too()
    {
        Assert.Equal(CellValue.Number(1), Read(Number, true));
        Assert.Equal(CellValue.Category(1), Read(new CategoryEncoding("c", ["No", "Yes", "perhaps"]), true));
        Assert.Equal(CellValue.Unseen, Read(new CategoryEncoding("c", ["red"]), true));
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public void Yes_and_no_come_as_JSON_too(string json, bool yes) =>
        Assert.Equal(CellValue.Boolean(yes), Read(new BooleanEncoding("b", "no", "yes"), JsonDocument.Parse(json).RootElement));

    [Fact]
    public void Categories_come_as_text_enums_numbers_and_dates()
    {
        var category = new CategoryEncoding("c", ["Upper", "4", "2.5", "9007199254740993", "2024-02-03", "9007199254740992"]);
        Assert.Equal(CellValue.Category(0), Read(category, "Upper"));
        Assert.Equal(CellValue.Category(0), Read(category, Deck.Upper));
        Assert.Equal(CellValue.Category(1), Read(category, Deck.Lower));
        Assert.Equal(CellValue.Category(1), Read(category, 4));
        Assert.Equal(CellValue.Category(2), Read(category, 2.5));
        Assert.Equal(CellValue.Category(2), Read(category, 2.50m));
        Assert.Equal(CellValue.Category(3), Read(category, 9007199254740993));
        Assert.Equal(CellValue.Category(3), Read(category, JsonDocument.Parse("9007199254740993").RootElement));
        Assert.Equal(CellValue.Category(4), Read(category, new DateOnly(2024, 2, 3)));
        Assert.Equal(CellValue.Unseen, Read(category, 5));
        Assert.Equal(CellValue.Category(0), Read(new CategoryEncoding("c", ["2,5"]) { DecimalComma = true }, 2.5, new CellReader(',', [], null)));
        Assert.Equal(CellValue.Category(0), Read(new CategoryEncoding("c", ["03.02.2024"]), new DateOnly(2024, 2, 3), new CellReader('.', [], "dd.MM.yyyy")));
    }

    [Fact]
    public void A_number_that_is_not_a_category_by_its_own_text_is_one_by_its_shortest()
    {
        var versions = new CategoryEncoding("c", ["1.1", "1.1.2", "2.0"]);
        Assert.Equal(CellValue.Category(0), Read(versions, 1.10m));
        Assert.Equal(CellValue.Category(2), Read(versions, 2.0m));
    }

    [Fact]
    public void Any_other_object_is_what_it_is_as_text()
    {
        var category = new CategoryEncoding("c", ["red", "blue"]);
        Assert.Equal(CellValue.Category(1), Read(category, new Named("blue")));
        Assert.Equal(CellValue.Category(1), Read(category, new System.Text.StringBuilder("blue")));
        Assert.Equal(CellValue.Missing, Read(category, new Named(null)));
        Assert.Equal(CellValue.Number(2), Read(Number, new Named("2")));
    }

    private sealed class Named(string? name)
    {
        public override string? ToString() => name;
    }

    [Fact]
    public void What_a_column_cannot_hold_is_said()
    {
        Assert.Contains("is not a finite number", Wrong(Number, double.PositiveInfinity), StringComparison.Ordinal);
        Assert.Contains("is not a finite number", Wrong(Number, "many"), StringComparison.Ordinal);
        Assert.Contains("2024-02-03, which is a date; expected a number", Wrong(Number, new DateOnly(2024, 2, 3)), StringComparison.Ordinal);
        Assert.Contains("the number 7, which is not a date", Wrong(Date, 7), StringComparison.Ordinal);
        Assert.Contains("a time without a date", Wrong(Date, new TimeOnly(10, 30)), StringComparison.Ordinal);
        Assert.Contains("expected 'no' or 'yes'", Wrong(Boolean, new DateOnly(2024, 2, 3)), StringComparison.Ordinal);
        Assert.Contains("neither 'no' nor 'yes'", Wrong(Boolean, 2), StringComparison.Ordinal);
    }
}
