namespace Backprop;

/// <summary>Whether the cases of a training are cut into shares, and by how many processes they are computed.</summary>
internal static class ShareChoice
{
    /// <summary>The most shares.</summary>
    internal const int MostShares = 1 << 20;

    /// <summary>The shares that the options ask for; null for none.</summary>
    /// <exception cref="ArgumentException">They cannot be: there are several processes without shares, or more processes than shares.</exception>
    /// <exception cref="CasesException">The cases, or the gradient method, cannot be cut.</exception>
    internal static ShareNumbers? Of(TrainerOptions options, Cases cases)
    {
        var ranks = options.Ranks is { Count: > 1 } many ? many : null;
        if (options.Shares is < 0 or > MostShares)
            throw new ArgumentOutOfRangeException(nameof(options), options.Shares, $"Shares must be from 0 to {MostShares}.");
        if (ranks is not null && options.Shares < ranks.Count)
            throw new ArgumentException($"{ranks.Count} processes train together, but the cases are cut into {options.Shares} shares; there must be as many shares as processes, or more.", nameof(options));
        if (options.Shares == 0)
            return null;
        if (options.Gradient is not Backpropagation)
            throw new CasesException($"The cases of a change are to be cut into shares, which is for back-propagation, but the gradient method is '{options.Gradient.Name}'; leave the shares out.");
        if (cases.Sequences is not null)
            throw new CasesException("The cases of a change are to be cut into shares, but these are windows of sequences that carry on from one another; leave the shares out, or unroll the net over as many iterations as the longest sequence has.");
        return new ShareNumbers(new ShareTree(options.Shares, ranks?.Count ?? 1, ranks?.Rank ?? 0), ranks);
    }
}
