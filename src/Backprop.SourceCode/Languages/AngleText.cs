using System.Globalization;
using System.Numerics;

namespace Backprop.SourceCode;

/// <summary>The reduction of large angles, as <see cref="AngleReduction"/> does it, in words of 32 bits and in what C and C# have in common.</summary>
internal static class AngleText
{
    private const int WordsOfTwoOverPi = 38, WordsOfHalfPi = 9;

    /// <summary>Writes the functions <c>name_rounded</c> and <c>name_angle</c> in C.</summary>
    public static void WriteC(CodeLines code, string name, string real)
    {
        string Typed(string line) => line.Replace("u32", "uint32_t", StringComparison.Ordinal).Replace("u64", "uint64_t", StringComparison.Ordinal).Replace("REAL", real, StringComparison.Ordinal).Replace("Rounded", $"{name}_rounded", StringComparison.Ordinal);
        code.Add("/* r / 2^224 by the first 64 bits of r, which are rounded to 53, halves to even. */");
        code.Block($"static double {name}_rounded(const uint32_t *r)", () => code.Add(Rounded.Select(Typed)));
        code.Add();
        code.Add("/* An angle beyond those of nets, less a multiple of pi/2, by integers: the multiple, less multiples of 4; the rest; what its rounding leaves. */");
        code.Block($"static {real} {name}_angle({real} x, int part)", () =>
        {
            code.Block($"static const uint32_t two_over_pi[{Int(WordsOfTwoOverPi)}] =", () => code.List(Words(AngleReduction.TwoOverPi, WordsOfTwoOverPi)), "};");
            code.Block($"static const uint32_t half_pi[{Int(WordsOfHalfPi)}] =", () => code.List(Words(AngleReduction.HalfPi, WordsOfHalfPi)), "};");
            code.Add("uint32_t p[40], g[40], q[49];");
            code.Add(Angle.Select(Typed));
        });
        code.Add();
    }

    /// <summary>Writes the methods <c>Rounded</c> and <c>Angle</c> in C#.</summary>
    public static void WriteCSharp(CodeLines code, string real)
    {
        string Typed(string line) => line.Replace("u32", "uint", StringComparison.Ordinal).Replace("u64", "ulong", StringComparison.Ordinal).Replace("REAL", real, StringComparison.Ordinal).Replace("q + 41", "q.Slice(41)", StringComparison.Ordinal);
        code.Add();
        code.Add("/// <summary>r / 2^224 by the first 64 bits of r, which are rounded to 53, halves to even.</summary>");
        code.Block("private static double Rounded(ReadOnlySpan<uint> r)", () => code.Block("unchecked", () => code.Add(Rounded.Select(Typed))));
        code.Add();
        code.Add("/// <summary>An angle beyond those of nets, less a multiple of π/2, by integers: the multiple, less multiples of 4; the rest; what its rounding leaves.</summary>");
        code.Block($"private static {real} Angle({real} x, int part)", () => code.Block("unchecked", () =>
        {
            code.Block("ReadOnlySpan<uint> two_over_pi = new uint[]", () => code.List(Words(AngleReduction.TwoOverPi, WordsOfTwoOverPi)), "};");
            code.Block("ReadOnlySpan<uint> half_pi = new uint[]", () => code.List(Words(AngleReduction.HalfPi, WordsOfHalfPi)), "};");
            code.Add("Span<uint> p = stackalloc uint[40], g = stackalloc uint[40], q = stackalloc uint[49];");
            code.Add(Angle.Select(Typed));
        }));
    }

    private static readonly string[] Rounded =
    [
        "int at = 7, power;",
        "u64 top;",
        "u32 next;",
        "double scale = 1;",
        "while (at > 0 && r[at] == 0) at--;",
        "top = (u64)r[at] << 32 | (at > 0 ? r[at - 1] : 0);",
        "next = at > 1 ? r[at - 2] : 0;",
        "if (top == 0) return 0;",
        "for (power = 32 * (at - 1) + 11 - 224; top >> 63 == 0; power--, next <<= 1) top = top << 1 | next >> 31;",
        "top = (top >> 11) + ((top & 1024) != 0 && (top & 3071) != 0 ? 1u : 0u);",
        "for (; power < 0; power++) scale *= 0.5;",
        "return (double)top * scale;",
    ];

    private static readonly string[] Angle =
    [
        "int exponent = 0, i, j, n, shift, up, negative, less;",
        "u64 factor, carry;",
        "u32 word, dropped = 0;",
        "REAL high, low;",
        "double a = x < 0 ? -(double)x : (double)x;",
        "if (!(a - a == 0)) return (REAL)(a - a);",
        "if (a < 65536) return 0;",
        "",
        "/* x = factor * 2^exponent; p = factor * 2/pi * 2^1216 */",
        "for (; a >= 9007199254740992.0; a *= 0.5) exponent++;",
        "for (; a < 4503599627370496.0; a *= 2) exponent--;",
        "factor = (u64)a;",
        "for (i = 0; i < 40; i++) p[i] = 0;",
        "for (j = 0; j < 2; j++)",
        "{",
        "    word = (u32)(factor >> (32 * j));",
        "    carry = 0;",
        "    for (i = 0; i < 38; i++, carry >>= 32) p[i + j] = (u32)(carry += p[i + j] + (u64)two_over_pi[i] * word);",
        "    p[38 + j] = (u32)carry;",
        "}",
        "",
        "/* n + g / 2^1280, g from one half below 0 to one half above */",
        "shift = 1216 - exponent;",
        "n = ((int)(p[shift / 32] >> (shift % 32)) & 1) + 2 * ((int)(p[(shift + 1) / 32] >> ((shift + 1) % 32)) & 1);",
        "up = 1280 - shift;",
        "for (i = 0; i < 40; i++)",
        "{",
        "    j = i - up / 32;",
        "    g[i] = j < 0 ? 0 : p[j] << (up % 32);",
        "    if (j > 0 && up % 32 > 0) g[i] |= p[j - 1] >> (32 - up % 32);",
        "}",
        "negative = (int)(g[39] >> 31);",
        "n = (n + negative) % 4;",
        "carry = 1;",
        "if (negative != 0) for (i = 0; i < 40; i++, carry >>= 32) g[i] = (u32)(carry += (u32)~g[i]);",
        "",
        "/* times pi/2: the rest is q / 2^1536, of which 200 bits behind the point are kept */",
        "for (i = 0; i < 49; i++) q[i] = 0;",
        "for (j = 0; j < 9; j++)",
        "{",
        "    carry = 0;",
        "    for (i = 0; i < 40; i++, carry >>= 32) q[i + j] = (u32)(carry += q[i + j] + (u64)g[i] * half_pi[j]);",
        "    q[40 + j] = (u32)carry;",
        "}",
        "for (i = 0; i < 41; i++) dropped |= q[i];",
        "dropped |= q[41] & 16777215;",
        "q[41] &= 4278190080;",
        "carry = negative != 0 && dropped != 0 ? 16777216u : 0u;",
        "for (i = 41; i < 49; i++, carry >>= 32) q[i] = (u32)(carry += q[i]);",
        "high = (REAL)Rounded(q + 41);",
        "",
        "/* less its rounded value, factor * 2^exponent */",
        "a = (double)high;",
        "for (exponent = 224; a < 4503599627370496.0 && exponent > 0; a *= 2) exponent--;",
        "factor = (u64)a;",
        "carry = 0;",
        "for (i = 0; i < 8; i++)",
        "{",
        "    j = 32 * i - exponent;",
        "    word = j <= -32 || j >= 64 ? 0 : j < 0 ? (u32)(factor << -j) : (u32)(factor >> j);",
        "    carry += word;",
        "    word = q[41 + i];",
        "    q[41 + i] = (u32)(word - carry);",
        "    carry = carry > word ? 1u : 0u;",
        "}",
        "less = (int)carry;",
        "if (less != 0) for (i = 41; i < 49; i++, carry >>= 32) q[i] = (u32)(carry += (u32)~q[i]);",
        "low = (REAL)Rounded(q + 41);",
        "if (negative != 0) { high = -high; low = -low; }",
        "if (less != 0) low = -low;",
        "return part == 0 ? (x < 0 ? -(REAL)n : (REAL)n) : part == 1 ? (x < 0 ? -high : high) : x < 0 ? -low : low;",
    ];

    private static IEnumerable<string> Words(BigInteger number, int count) =>
        Enumerable.Range(0, count).Select(k => string.Create(CultureInfo.InvariantCulture, $"0x{(uint)((number >> (32 * k)) & uint.MaxValue):x8}u"));

    private static string Int(int value) => value.ToString(CultureInfo.InvariantCulture);
}
