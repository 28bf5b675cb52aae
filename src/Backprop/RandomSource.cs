using System.Numerics;

namespace Backprop;

/// <summary>
/// The one generator of everything random here: xoshiro256** (Blackman and Vigna 2018), seeded by SplitMix64 (Steele et al. 2014).
/// The same seed gives the same numbers on every machine. Its whole state is four words, saved in checkpoints.
/// </summary>
/// <example>
/// <code>
/// var random = new RandomSource(seed: 1);
/// int[] order = [.. Enumerable.Range(0, 10)];
/// random.Shuffle(order.AsSpan());                 // the same order on every machine
/// double number = random.NextDouble();
/// </code>
/// </example>
public sealed class RandomSource
{
    private ulong s0, s1, s2, s3;

    /// <summary>Starts from a seed; every seed, 0 included, is good.</summary>
    /// <param name="seed">Any number; equal seeds give equal sequences on every machine.</param>
    public RandomSource(ulong seed)
    {
        s0 = SplitMix(ref seed);
        s1 = SplitMix(ref seed);
        s2 = SplitMix(ref seed);
        s3 = SplitMix(ref seed);
    }

    /// <summary>Continues from a state that <see cref="GetState"/> returned.</summary>
    /// <param name="state">Four words, not all 0.</param>
    /// <returns>A generator that continues from that state.</returns>
    /// <exception cref="ArgumentException">Not four words, or all of them 0.</exception>
    public static RandomSource FromState(ReadOnlySpan<ulong> state)
    {
        if (state.Length != 4 || (state[0] | state[1] | state[2] | state[3]) == 0)
            throw new ArgumentException("A generator's state is four words, not all of them 0.", nameof(state));
        return new RandomSource(0) { s0 = state[0], s1 = state[1], s2 = state[2], s3 = state[3] };
    }

    /// <summary>Copies the state.</summary>
    /// <returns>A new array of four words.</returns>
    public ulong[] GetState() => [s0, s1, s2, s3];

    /// <summary>64 random bits.</summary>
    /// <returns>The next number of the sequence.</returns>
    public ulong NextBits()
    {
        var result = BitOperations.RotateLeft(s1 * 5, 7) * 9;
        var t = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= t;
        s3 = BitOperations.RotateLeft(s3, 45);
        return result;
    }

    /// <summary>Uniform in [0, 1), a multiple of 2⁻⁵³.</summary>
    /// <returns>The next number of the sequence.</returns>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [−1, 1), a multiple of 2⁻⁵².</summary>
    /// <returns>The next number of the sequence.</returns>
    public double NextSigned() => (NextDouble() * 2) - 1;

    /// <summary>Uniform in 0 … bound − 1, without bias (Lemire 2019).</summary>
    /// <param name="bound">At least 1.</param>
    /// <returns>The next number of the sequence.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bound"/> is below 1.</exception>
    public int NextInt(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        var threshold = (0UL - (ulong)bound) % (ulong)bound;
        while (true)
        {
            var high = Math.BigMul(NextBits(), (ulong)bound, out var low);
            if (low >= threshold)
                return (int)high;
        }
    }

    /// <summary>Puts the items in a random order, every order equally likely (Fisher and Yates).</summary>
    /// <typeparam name="TItem">The type of the items.</typeparam>
    /// <param name="items">The items, which are put in another order in place.</param>
    public void Shuffle<TItem>(Span<TItem> items)
    {
        for (var last = items.Length - 1; last > 0; last--)
        {
            var other = NextInt(last + 1);
            (items[last], items[other]) = (items[other], items[last]);
        }
    }

    private static ulong SplitMix(ref ulong seed)
    {
        var z = seed += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
