using System.Globalization;
using System.Text.RegularExpressions;
using Backprop.Experiments;
using Backprop.Tests;

namespace Backprop.Lab.Tests;

public partial class FirstPictureTests
{
    /// <summary>index.html holds the net that the page begins with, which lab.js paints before the program has come. BACKPROP_APPROVE=1 writes it there.</summary>
    [Fact]
    public void The_net_that_stands_in_the_page_before_its_program_has_come_is_the_one_that_it_begins_with()
    {
        var path = Path.Combine(Repository.Root, "src", "Backprop.Lab", "wwwroot", "index.html");
        var page = File.ReadAllText(path);
        var expected = Still(new LabSession(ExperimentOpenings.First[0]).Trainer);
        var found = Assert.Single(StillPattern().Matches(page)).Value;
        if (Environment.GetEnvironmentVariable("BACKPROP_APPROVE") == "1") File.WriteAllText(path, page.Replace(found, expected, StringComparison.Ordinal));
        else Assert.True(expected == found, "The net in index.html is not the first picture of the lab; run this test with BACKPROP_APPROVE=1 and look at the page.");
    }

    private static string Still(LabTrainer trainer)
    {
        var net = ShownNet.Of(trainer.Net, folded: true);
        Assert.True(UnitPicture.Fits(net));
        var weights = new float[trainer.WeightCount];
        trainer.CopyWeights(weights);
        var states = trainer.States(0);
        var starts = trainer.Net.Groups.ToDictionary(static group => group, group => trainer.Net.Groups.Take(group.Index).Sum(static before => before.Size));
        var units = net.Units(0, group => states[starts[group]..(starts[group] + group.Size)]);
        var words = new PictureWords(static (group, unit) => $"{group.Name} {unit + 1}", static _ => "", static _ => "", static _ => "", "", static _ => "", static _ => "");
        return $"<div class=\"net\" id=\"still\" data-weights=\"{Numbers(weights)}\" data-units=\"{Numbers(units)}\"><div class=\"if-wide\">{UnitPicture.Of(net, words, isNarrow: false)}</div><div class=\"if-narrow\">{UnitPicture.Of(net, words, isNarrow: true)}</div></div><!-- still -->";
    }

    private static string Numbers(float[] numbers) => string.Join(' ', numbers.Select(static number => number.ToString("R", CultureInfo.InvariantCulture)));

    [GeneratedRegex("<div class=\"net\" id=\"still\".*?<!-- still -->", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex StillPattern();
}
