using System.Globalization;

namespace Backprop.Lab;

/// <summary>What was done, in words.</summary>
internal static class DeedTexts
{
    private const int MostParts = 12;

    private static readonly Phrase LearnedText = new("Learned to sweep {1} (changes: {0})", "学习至第 {1} 遍（更新 {0} 次）"), SteppedText = new("Learned change by change: {0}, in sweep {1}", "逐次更新：{0} 次，第 {1} 遍"),
        ChangedText = new("Settings: {0}", "设置：{0}"), WeightText = new("Set weight {0} of {1} to {2}", "把 {1} 的第 {0} 个权重设为 {2}"), BiasText = new("Set bias {0} of {1} to {2}", "把 {1} 的第 {0} 个偏置设为 {2}"), DestroyedText = new("Destroyed {0}", "损毁 {0}"),
        FrozeText = new("Froze {0}", "冻结 {0}"), FreedText = new("Set {0} free", "解冻 {0}"),
        FrozeWeightText = new("Froze weight {0} of {1}", "冻结 {1} 的第 {0} 个权重"), FreedWeightText = new("Set weight {0} of {1} free", "解冻 {1} 的第 {0} 个权重"),
        FrozeBiasText = new("Froze bias {0} of {1}", "冻结 {1} 的第 {0} 个偏置"), FreedBiasText = new("Set bias {0} of {1} free", "解冻 {1} 的第 {0} 个偏置");

    /// <summary>A phrase with its values for each deed.</summary>
    public static IEnumerable<(Phrase Phrase, object?[] Values)> Of(LabSession session)
    {
        var training = session.Opening.Training;
        foreach (var deed in session.Deeds)
        {
            switch (deed)
            {
                case Deed.Learned learned:
                    yield return (learned.ByChange ? SteppedText : LearnedText, [Count(learned.Changes), Count(learned.Sweeps)]);
                    break;
                case Deed.Changed changed:
                    yield return (ChangedText, [Differences(new(training, 1), new(changed.Training, 1))]);
                    training = changed.Training;
                    break;
                case Deed.FrozeWeight { Weight: var weight, Frozen: var isFrozen }:
                    var its = WeightReading.BlockOf(session.Opening.Net, weight);
                    yield return (its.IsBias ? (isFrozen ? FrozeBiasText : FreedBiasText) : isFrozen ? FrozeWeightText : FreedWeightText, [weight - its.Offset + 1, its.Name]);
                    break;
                case Deed.Weighted weighted:
                    var block = WeightReading.BlockOf(session.Opening.Net, weighted.Weight);
                    yield return (block.IsBias ? BiasText : WeightText, [weighted.Weight - block.Offset + 1, block.Name, Numeral.Text(weighted.Value)]);
                    break;
                case Deed.Lesioned lesioned:
                    yield return (DestroyedText, [Parts(lesioned.Lesion)]);
                    break;
                case Deed.Froze froze:
                    yield return (froze.Frozen ? FrozeText : FreedText, [froze.Block]);
                    break;
            }
        }
    }

    private static string Differences(LabSettings before, LabSettings after) => string.Join(", ", LabSettingsTexts.All
        .Where(setting => setting.Text(after) is { } text && text != setting.Text(before))
        .Select(setting => $"{setting.Id} {(setting.Text(after) is { Length: > 0 } text ? text : "–")}"));

    /// <summary>Units and links numbered from 1, as figures have them.</summary>
    private static string Parts(Lesion lesion) => lesion switch
    {
        UnitLesion units => $"{units.Group}: {Listed(units.Units.Select(static unit => Numeral.Text(unit + 1)))}",
        NamedUnitLesion units => $"{units.Group}: {Listed(units.Units)}",
        LinkLesion links => $"{links.Projection}: {Listed(links.Links.Select(static link => $"{Numeral.Text(link.From + 1)}→{Numeral.Text(link.To + 1)}"))}",
        UnitShareLesion share => $"{Numeral.Text(share.Share)} × {share.Group}",
        LinkShareLesion share => $"{Numeral.Text(share.Share)} × {share.Projection}",
        BothLesions both => $"{Parts(both.First)}; {Parts(both.Second)}",
        _ => lesion.ToString()!,
    };

    private static string Listed(IEnumerable<string> parts) => parts.ToList() is { Count: > MostParts } many ? $"{string.Join(", ", many.Take(MostParts))} … ({Numeral.Text(many.Count)})" : string.Join(", ", parts);

    private static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
