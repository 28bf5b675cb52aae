namespace Backprop.Defaults.Tests;

public sealed class SettingTests
{
    [Theory]
    [InlineData("default=", "default", "")]
    [InlineData("wide=--hidden 256 --decay=0", "wide", "--hidden 256 --decay=0")]
    public void A_setting_has_a_name_and_options(string text, string name, string options) => Assert.Equal(new Setting(name, options), Setting.Parse(text));

    [Theory]
    [InlineData("default", "is not a setting")]
    [InlineData("=--hidden 8", "is not a setting")]
    [InlineData("forest=--hidden 8", "another program's results")]
    [InlineData("lightgbm=", "another program's results")]
    [InlineData("a,b=", "cannot be the name")]
    [InlineData("a/b=", "cannot be the name")]
    public void Names_of_peers_and_names_that_cannot_be_listed_are_refused(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<RunException>(() => Setting.Parse(text)).Message, StringComparison.Ordinal);
}
