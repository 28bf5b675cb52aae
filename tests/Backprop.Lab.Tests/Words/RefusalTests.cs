namespace Backprop.Lab.Tests;

public class RefusalTests
{
    [Fact]
    public void The_lab_refuses_in_the_language_of_the_page_and_frames_what_the_library_says()
    {
        var own = Assert.Throws<Refusal>(() => FileChoices.ReadHidden("x"));
        Assert.Contains("but were 'x'", Refusal.In(Language.English, own), StringComparison.Ordinal);
        Assert.Contains("但给出的是“x”", Refusal.In(Language.Chinese, own), StringComparison.Ordinal);
        var range = Assert.Throws<Refusal>(() => LabSettingsTexts.Find("range")!.With(new LabSettings(new CaseTraining(), 1), "-1"));
        Assert.Equal("范围是 0 到 1,000,000 的数，但给出的是“-1”。", Refusal.In(Language.Chinese, range));
        var library = Assert.ThrowsAny<BackpropException>(() => Topology.FromJson("{"));
        Assert.Equal(library.Message, Refusal.In(Language.English, library));
        Assert.StartsWith("程序库拒绝（英文说明）：", Refusal.In(Language.Chinese, library), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--phases must be so.", "“Phases” must be so.")]
    [InlineData("x, as in --noise hidden=0.5, or --sweeps 3", "x, as in “Noise” hidden=0.5, or “Limit of sweeps” 3")]
    [InlineData("--no-such-option 1 --", "--no-such-option 1 --")]
    [InlineData("a--rate", "a--rate")]
    public void Options_are_called_as_the_settings_of_the_page(string message, string expected) =>
        Assert.Equal(expected, Refusal.In(Language.English, new UsageException(message)));
}
