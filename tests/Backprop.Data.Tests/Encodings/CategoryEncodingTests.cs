namespace Backprop.Data.Tests;

public class CategoryEncodingTests
{
    [Fact]
    public void A_number_is_looked_up_with_the_decimal_mark_that_it_is_written_with()
    {
        var one = new CategoryEncoding("x", ["1.000", "2"]);
        Assert.Equal(0, one.IndexOf("1.000"));
        Assert.Equal(-1, one.IndexOf("1.000", ',')); // a thousand
        Assert.Equal(0, one.IndexOf("1,000", ','));

        var thousand = new CategoryEncoding("x", ["2", "1000"]) { DecimalComma = true };
        Assert.Equal(1, thousand.IndexOf("1.000"));
        Assert.Equal(-1, thousand.IndexOf("1.000", '.'));
    }

    [Fact]
    public void Encodings_are_equal_that_agree_in_everything_and_no_others()
    {
        var encoding = new CategoryEncoding("x", ["1", "2"]);
        Assert.Equal(encoding, new CategoryEncoding("x", ["1", "2"]));
        Assert.Equal(encoding.GetHashCode(), new CategoryEncoding("x", ["1", "2"]).GetHashCode());
        Assert.All(
            new[]
            {
                new("y", ["1", "2"]), new("x", ["1", "3"]), new("x", ["1", "2", "3"]), encoding with { Identity = CategoryIdentity.Words }, encoding with { DecimalComma = true },
                encoding with { MissingUnit = true }, encoding with { IsConstant = true },
            },
            other => Assert.NotEqual(encoding, other));
        Assert.False(encoding.Equals(null));
    }

    [Theory]
    [InlineData(CategoryIdentity.YesOrNo, "no", "yes")]
    [InlineData(CategoryIdentity.YesOrNo, "0", "1")]
    [InlineData(CategoryIdentity.Words, "yes", "no")] // no comes first
    [InlineData(CategoryIdentity.Words, "no", "yes", "perhaps")]
    [InlineData(CategoryIdentity.Numbers, "1", "2.5")]
    [InlineData(CategoryIdentity.Words, "1", "two")]
    [InlineData(CategoryIdentity.Codes, "1.0.2", "two")]
    public void The_identity_is_by_default_what_the_categories_look_like(CategoryIdentity identity, params string[] categories) =>
        Assert.Equal(identity, new CategoryEncoding("x", categories).Identity);

    [Fact]
    public void What_makes_no_sense_is_refused_by_the_column()
    {
        Assert.Equal("the encoding of column 'x' has no categories", Refused(new CategoryEncoding("x", [])));
        Assert.Equal("the encoding of column 'x' has no categories", Refused(new CategoryEncoding("x", ["a", null!])));
        Assert.Equal("the encoding of column 'x' has the unknown identity 77", Refused(new CategoryEncoding("x", ["a"]) { Identity = (CategoryIdentity)77 }));
        Assert.Equal("the encoding of column 'x' has a category twice", Refused(new CategoryEncoding("x", ["a", "b", "a"])));
        Assert.Equal("an encoding names no column", Refused(new CategoryEncoding("", ["a"])));

        static string Refused(CategoryEncoding encoding) => Assert.Throws<DataException>(encoding.Validate).Message;
    }
}
