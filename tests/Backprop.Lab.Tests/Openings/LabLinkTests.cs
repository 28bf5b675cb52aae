using Backprop.Experiments;

namespace Backprop.Lab.Tests;

public class LabLinkTests
{
    private static LabSession Repeated(LabLink link)
    {
        var session = new LabSession(link.Opening);
        foreach (var deed in link.Deeds) session.Repeat(deed);
        return session;
    }

    [Fact]
    public void A_link_of_random_deeds_opens_the_same_lab()
    {
        var random = new Random(1);
        for (var run = 0; run < 40; run++)
        {
            var session = Random(random);
            var repeated = Repeated(LabLink.Read(LabLink.Of(session)!));
            Assert.Equal(session.Settings, repeated.Settings);
            Assert.Equal(session.Trainer.Sweeps, repeated.Trainer.Sweeps);
            Assert.Equal(session.Trainer.ToModel().ToBytes(), repeated.Trainer.ToModel().ToBytes());
            Assert.Equal(session.Opening.CasesText, repeated.Opening.CasesText);
        }
    }

    [Fact]
    public void Every_experiment_has_a_short_link()
    {
        foreach (var opening in Paper.Experiments.Concat(Gallery.Studies).SelectMany(ExperimentOpenings.Of))
        {
            var link = LabLink.Of(new LabSession(opening))!;
            Assert.True(link.Length < 600, $"{opening.Name}: {link.Length}");
            var read = LabLink.Read(link).Opening;
            Assert.Equal((opening.Name, opening.Training, opening.Seed, opening.NetText), (read.Name, read.Training, read.Seed, read.NetText));
        }
    }

    [Fact]
    public void Damaged_links_are_refused_in_words()
    {
        var random = new Random(2);
        var link = LabLink.Of(Random(random))!;
        foreach (var text in new[] { "", "1.", "1.AAAA", "x", ".", "1", link[..^1], link[..(link.Length / 2)], link + "A", link.Replace("1.", "0.", StringComparison.Ordinal), new string('A', 70_000) })
            Assert.ThrowsAny<UsageException>(() => LabLink.Read(text));
        Assert.Contains("version 2", Assert.ThrowsAny<UsageException>(() => LabLink.Read("2." + link[2..])).Message, StringComparison.Ordinal);
        for (var k = 0; k < 400; k++)
        {
            var letters = link.ToCharArray();
            var at = random.Next(2, letters.Length);
            var letter = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"[random.Next(64)];
            if (letters[at] == letter || at == letters.Length - 1) continue;
            letters[at] = letter;
            Assert.ThrowsAny<UsageException>(() => LabLink.Read(new string(letters)));
        }
    }

    [Fact]
    public void What_is_too_long_for_a_link_has_none()
    {
        var random = new Random(3);
        var cases = Cases.From([.. Enumerable.Range(0, 3000).Select(_ => new[] { random.NextDouble(), random.NextDouble() })], [.. Enumerable.Range(0, 3000).Select(_ => new[] { random.NextDouble() })]);
        Assert.Null(LabLink.Of(new LabSession(new Opening { Name = "long", Net = Topology.Layered(2, 1), Cases = cases, Training = new CaseTraining() })));
    }

    private static LabSession Random(Random random)
    {
        var opening = random.Next(3) switch
        {
            0 => ExperimentOpenings.Of(Paper.Find("symmetry"))[0],
            1 => ExperimentOpenings.Of(Paper.Find("iterative"))[0],
            _ => FileOpening.OfTexts("", "0 0 -> 0\n\"λ <b>\" 0 1 -> 1\n1 0 -> 1\n1 1 -> 0\n", new FileChoices { Hidden = [3] }) with { Name = "own", CasesFile = "own.cases", Weights = random.Next(2) == 0 ? null : [.. Enumerable.Range(0, 13).Select(_ => random.NextDouble() - 0.5)] },
        };
        var session = new LabSession(opening with { Seed = (ulong)random.NextInt64() });
        for (var deed = random.Next(6); deed > 0; deed--)
        {
            switch (random.Next(7))
            {
                case 0:
                    session.SetWeight(random.Next(session.Trainer.WeightCount), random.NextDouble() * 2 - 1);
                    break;
                case 1:
                    session.Freeze(session.Trainer.Net.Blocks[0], random.Next(2) == 0);
                    break;
                case 2:
                    session.Destroy(Lesion.OfLinks(session.Trainer.Net.Blocks[0].Name, new Link(random.Next(2), random.Next(2))));
                    break;
                case 3:
                    session.Set(session.Training with { Rule = random.Next(2) == 0 ? new Adam { LearningRate = 0.01 } : new GradientDescent { LearningRate = random.NextDouble() * 0.1 } });
                    break;
                case 4:
                    session.Freeze(random.Next(session.Trainer.WeightCount), random.Next(3) > 0);
                    break;
                case 5:
                    session.Change();
                    break;
                default:
                    session.Mark();
                    session.Run(random.Next(1, 9));
                    break;
            }
        }
        return session;
    }
}
