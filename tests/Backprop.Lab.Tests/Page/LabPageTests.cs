namespace Backprop.Lab.Tests;

public class LabPageTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_net_that_learns_by_itself_stops_at_its_sweep_with_the_bits_of_its_trainer(bool interpreted)
    {
        var session = new LabSession(TestLabs.Xor);
        session.Run(150);
        using var browser = new PlainBrowser { RefusesModules = interpreted };
        var page = new LabPage(new Browser(browser));
        page.Open(TestLabs.Xor);
        page.GoTo(150);
        await page.PlayAsync();
        Assert.Null(page.Problem);
        Assert.Equal(interpreted ? EngineWay.Interpreted : EngineWay.Fused, page.Engine.Way);
        Assert.Equal(session.Trainer.ToCheckpoint(), page.Session.Trainer.ToCheckpoint());
        Assert.Equal(session.Deeds, page.Session.Deeds);
    }

    [Fact]
    public async Task A_link_is_repeated_by_a_module_with_the_bits_of_the_lab_that_it_was_made_in()
    {
        var session = new LabSession(TestLabs.Xor);
        session.Run(300);
        session.Change();
        session.Set(session.Training with { Rule = new Adam() });
        session.Run(150);
        session.SetWeight(0, 0.25);
        session.Run(100);
        using var browser = new PlainBrowser();
        var page = new LabPage(new Browser(browser));
        await page.OpenAsync(LabLink.Read(LabLink.Of(session)!));
        Assert.Null(page.Problem);
        Assert.Equal(session.Deeds, page.Session.Deeds);
        Assert.Equal(session.Trainer.History.Errors, page.Session.Trainer.History.Errors);
        Assert.Equal(session.Trainer.ToModel().ToBytes(), page.Session.Trainer.ToModel().ToBytes());
        Assert.Equal(session.Trainer.History.BestError, page.Session.Trainer.History.BestError);
        Assert.Equal(session.HasEnded, page.Session.HasEnded);
        Assert.True(browser.Modules.Sweeps > session.Trainer.Sweeps / 2);
    }
}
