using System.Globalization;
using System.Text;

namespace Backprop.Data;

/// <summary>
/// The composed and decomposed forms of text, NFC and NFD of Unicode Standard Annex 15. <see cref="string.Normalize()"/> returns its
/// input unchanged in programs that run without ICU, as this one does; here the answer does not depend on the machine.
/// </summary>
internal static class UnicodeForm
{
    private const int FirstAffected = 0x300; // no character below is changed by composition
    private const int HangulFirst = 0xAC00, LeadFirst = 0x1100, VowelFirst = 0x1161, TrailFirst = 0x11A7;
    private const int Leads = 19, Vowels = 21, Trails = 28;
    private static readonly Lazy<Table> Data = new(Table.Read);

    /// <summary>The text in composed form (NFC); the same object where it already is.</summary>
    public static string Compose(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange((char)FirstAffected, char.MaxValue))
            return text;
        var runes = Decomposed(text);
        Recompose(runes);
        var composed = Text(runes);
        return string.Equals(composed, text, StringComparison.Ordinal) ? text : composed;
    }

    /// <summary>The text in decomposed form (NFD).</summary>
    public static string Decompose(string text) => Ascii.IsValid(text) ? text : Text(Decomposed(text));

    private static List<int> Decomposed(string text)
    {
        var runes = new List<int>(text.Length);
        foreach (var rune in text.EnumerateRunes()) // a lone surrogate becomes U+FFFD
            Append(rune.Value, runes);
        Reorder(runes);
        return runes;
    }

    private static void Append(int rune, List<int> runes)
    {
        var hangul = rune - HangulFirst;
        if (hangul is >= 0 and < Leads * Vowels * Trails)
        {
            runes.Add(LeadFirst + (hangul / (Vowels * Trails)));
            runes.Add(VowelFirst + (hangul / Trails % Vowels));
            if (hangul % Trails > 0)
                runes.Add(TrailFirst + (hangul % Trails));
        }
        else if (Data.Value.Decompositions.TryGetValue(rune, out var parts))
        {
            foreach (var part in parts)
                Append(part, runes);
        }
        else
        {
            runes.Add(rune);
        }
    }

    /// <summary>Sorts each run of combining marks by class; marks of one class keep their order.</summary>
    private static void Reorder(List<int> runes)
    {
        for (var i = 1; i < runes.Count; i++)
        {
            var kind = Class(runes[i]);
            for (var j = i; kind > 0 && j > 0 && Class(runes[j - 1]) > kind; j--)
                (runes[j - 1], runes[j]) = (runes[j], runes[j - 1]);
        }
    }

    /// <summary>Joins each starter with the marks after it that are not blocked by one of the same or a higher class.</summary>
    private static void Recompose(List<int> runes)
    {
        var starter = -1;
        var length = 0;
        var last = 0; // class of the mark before, since the starter
        for (var i = 0; i < runes.Count; i++)
        {
            var kind = Class(runes[i]);
            var adjacent = starter == length - 1;
            if (starter >= 0 && (adjacent || (last < kind && last > 0)) && Pair(runes[starter], runes[i]) is var composed and > 0)
            {
                runes[starter] = composed;
                continue;
            }
            if (kind == 0)
                starter = length;
            last = kind;
            runes[length++] = runes[i];
        }
        runes.RemoveRange(length, runes.Count - length);
    }

    /// <summary>What two characters compose to; 0 where they do not.</summary>
    private static int Pair(int first, int second)
    {
        if (first - LeadFirst is >= 0 and < Leads && second - VowelFirst is >= 0 and < Vowels)
            return HangulFirst + ((((first - LeadFirst) * Vowels) + second - VowelFirst) * Trails);
        if (first - HangulFirst is >= 0 and < Leads * Vowels * Trails && (first - HangulFirst) % Trails == 0 && second - TrailFirst is > 0 and < Trails)
            return first + second - TrailFirst;
        return Data.Value.Compositions.GetValueOrDefault((first, second));
    }

    private static int Class(int rune) => rune < FirstAffected ? 0 : Data.Value.Classes.GetValueOrDefault(rune);

    private static string Text(List<int> runes)
    {
        var text = new StringBuilder(runes.Count);
        foreach (var rune in runes)
            text.Append(new Rune(rune).ToString());
        return text.ToString();
    }

    /// <summary>The data of canonical.txt.</summary>
    private sealed record Table(Dictionary<int, int[]> Decompositions, Dictionary<(int First, int Second), int> Compositions, Dictionary<int, int> Classes)
    {
        public static Table Read()
        {
            var table = new Table([], [], []);
            using var reader = new StreamReader(typeof(UnicodeForm).Assembly.GetManifestResourceStream("canonical.txt")!);
            while (reader.ReadLine() is { } line)
                if (!line.StartsWith('#'))
                    foreach (var entry in line.Split(';'))
                        table.Add(entry);
            return table;
        }

        private void Add(string entry)
        {
            var mark = entry.IndexOfAny(['=', '!', ':']);
            var (before, after) = (entry[..mark], entry[(mark + 1)..]);
            if (entry[mark] == ':')
            {
                var range = before.Split('-');
                for (var rune = Hex(range[0]); rune <= Hex(range[^1]); rune++)
                    Classes[rune] = Hex(after);
                return;
            }
            int[] parts = [.. after.Split(' ').Select(Hex)];
            Decompositions[Hex(before)] = parts;
            if (entry[mark] == '=')
                Compositions[(parts[0], parts[1])] = Hex(before);
        }

        private static int Hex(string text) => int.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }
}
