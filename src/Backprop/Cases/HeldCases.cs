namespace Backprop;

/// <summary>The cases that this process has the values of, where others have the rest. Their weights are those of all cases.</summary>
/// <param name="First">The first of them.</param>
/// <param name="End">The one after the last.</param>
/// <param name="Shares">The number of shares that all cases are cut into.</param>
/// <param name="Fingerprint">What <see cref="CasesFingerprint"/> says of all cases in these shares.</param>
internal sealed record HeldCases(int First, int End, int Shares, string Fingerprint)
{
    /// <summary>Checks that the values of chosen cases are here, before they are read.</summary>
    /// <exception cref="InvalidOperationException">Some are not: a defect.</exception>
    internal void Check(ReadOnlySpan<int> chosen)
    {
        foreach (var @case in chosen)
        {
            if (@case < First || @case >= End)
                throw new InvalidOperationException($"Case {@case} is held by another process; this one has {First} to {End - 1}.");
        }
    }
}
