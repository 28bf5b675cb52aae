namespace Backprop.Exchange;

/// <summary>What a letter of a network description says of its weights.</summary>
/// <param name="Value">Where they start if not at random.</param>
/// <param name="IsRandom">Whether they start at random.</param>
/// <param name="Sign">1: they start and stay positive; −1: negative; 0: neither.</param>
/// <param name="IsLinked">Whether all weights of the letter are kept equal.</param>
internal sealed record PdpLetter(double Value, bool IsRandom = false, int Sign = 0, bool IsLinked = false);

/// <summary>A unit of the PDP programs and what it receives.</summary>
/// <param name="First">The first unit from which it receives.</param>
/// <param name="Letters">A letter per weight, from <paramref name="First"/> on; a capital for one that is fixed, '.' for none.</param>
/// <param name="Line">The line that says so.</param>
internal sealed record PdpUnit(int First, string Letters, long Line)
{
    /// <summary>The letter of its bias; '.' for none.</summary>
    public char Bias { get; set; } = '.';
}

/// <summary>A network description of the PDP programs (.NET).</summary>
/// <param name="InputCount">ninputs: the first units are inputs.</param>
/// <param name="OutputCount">noutputs: the last units are outputs.</param>
/// <param name="Units">Every unit, inputs too.</param>
/// <param name="Letters">What lower-case letters mean.</param>
/// <param name="HasBiases">Whether there is a section of biases, so that weight files hold biases too.</param>
/// <param name="Settings">Further definitions, such as nepochs and ecrit.</param>
internal sealed record PdpNetwork(int InputCount, int OutputCount, PdpUnit[] Units, IReadOnlyDictionary<char, PdpLetter> Letters, bool HasBiases, IReadOnlyDictionary<string, string> Settings)
{
    public PdpLetter this[char letter] => Letters.GetValueOrDefault(char.ToLowerInvariant(letter)) ?? new PdpLetter(0);
}
