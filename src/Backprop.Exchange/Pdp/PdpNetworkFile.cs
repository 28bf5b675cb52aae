using System.Globalization;

namespace Backprop.Exchange;

/// <summary>Reads the sections of a network description of the PDP programs.</summary>
internal sealed class PdpNetworkFile
{
    // A block of a few letters describes all weights between many units; more than these no such network has.
    private const int MostUnits = 1 << 14, MostWeights = 1 << 18;

    private readonly ForeignText file;
    private readonly List<(string Word, long Line)> words = [];
    private readonly Dictionary<string, string> settings = new(StringComparer.Ordinal);
    private readonly Dictionary<char, PdpLetter> letters = new()
    {
        ['r'] = new PdpLetter(0, IsRandom: true),
        ['p'] = new PdpLetter(0, IsRandom: true, Sign: 1),
        ['n'] = new PdpLetter(0, IsRandom: true, Sign: -1),
    };
    private PdpUnit[] units = [];
    private int at;
    private int weights;
    private bool hasNetwork, hasBiases;

    private PdpNetworkFile(ForeignText file)
    {
        this.file = file;
        for (var all = file.Words; all.TryNext(out var word);) words.Add((word.ToString(), all.Line));
    }

    public static bool Recognizes(FileStart start) => start.FirstLine is "definitions:" or "constraints:" or "network:" && start.Text.Contains("definitions:", StringComparison.Ordinal);

    /// <exception cref="ForeignFileException">The file is damaged, or holds what a net cannot express.</exception>
    public static PdpNetwork Read(ForeignText file)
    {
        var reader = new PdpNetworkFile(file);
        reader.ReadSections();
        var (inputs, outputs) = (reader.Defined("ninputs"), reader.Defined("noutputs"));
        if (inputs == 0 || outputs == 0 || inputs + outputs > reader.units.Length)
            throw file.Problem(string.Create(CultureInfo.InvariantCulture, $"defines {reader.units.Length} units, of which {inputs} are inputs and {outputs} outputs; there must be at least one of each, and no unit can be both"));
        if (!reader.hasNetwork) throw file.Problem("has no section network: …");
        return new PdpNetwork(inputs, outputs, reader.units, reader.letters, reader.hasBiases, reader.settings);
    }

    private void ReadSections()
    {
        while (at < words.Count)
        {
            var (word, line) = words[at++];
            switch (word)
            {
                case "definitions:":
                    for (var name = Next("the name of a variable or 'end'"); name.Word != "end"; name = Next("the name of a variable or 'end'"))
                        settings[name.Word] = Next($"the value of {DisplayText.Name(name.Word)}").Word;
                    MakeUnits();
                    break;
                case "constraints:":
                    ReadConstraints();
                    break;
                case "network:":
                    MakeUnits();
                    hasNetwork = true;
                    ReadNetwork();
                    break;
                case "biases:":
                    MakeUnits();
                    hasBiases = true;
                    ReadBiases();
                    break;
                case "sigmas:":
                    throw file.Problem("has a section sigmas, which belongs to harmony theory, not to back-propagation", line);
                case "end":
                    break;
                default:
                    throw file.Problem($"'{DisplayText.Name(word)}' stands where a section is expected: definitions:, constraints:, network:, biases: or end", line);
            }
        }
    }

    private void MakeUnits()
    {
        if (units.Length > 0) return;
        var count = Defined("nunits");
        if (count is 0 or > MostUnits) throw file.Problem(string.Create(CultureInfo.InvariantCulture, $"nunits is {count}; it must be from 1 to {MostUnits}"));
        units = Enumerable.Repeat(new PdpUnit(0, "", 0), count).Select(static unit => unit with { }).ToArray();
    }

    private int Defined(string name)
    {
        if (!settings.TryGetValue(name, out var text)) throw file.Problem($"does not define {name}");
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : throw file.Problem($"{name} is '{DisplayText.Name(text)}'; it must be a whole number");
    }

    private (string Word, long Line) Next(string what) => at < words.Count ? words[at++] : throw file.Problem($"ends where {what} is expected; it is cut short");

    private int Count(string what)
    {
        var (word, line) = Next(what);
        return int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count
            : throw file.Problem($"'{DisplayText.Name(word)}' stands where {what} is expected; it must be a whole number", line);
    }

    /// <summary>A letter per line with what it means.</summary>
    private void ReadConstraints()
    {
        for (var (word, line) = Next("a letter or 'end'"); word != "end"; (word, line) = Next("a letter or 'end'"))
        {
            if (word.Length != 1 || !char.IsAsciiLetter(word[0])) throw file.Problem($"'{DisplayText.Name(word)}' stands where a letter is expected", line);
            var letter = new PdpLetter(0);
            for (; at < words.Count && words[at].Line == line; at++)
            {
                letter = words[at].Word switch
                {
                    "random" => letter with { IsRandom = true },
                    "positive" => letter with { Sign = 1 },
                    "negative" => letter with { Sign = -1 },
                    "linked" => letter with { IsLinked = true },
                    var text when ForeignNumber.TryParse(text, out var value) => letter with { Value = value },
                    var text => throw file.Problem($"'{DisplayText.Name(text)}' stands where a number, random, positive, negative or linked is expected", line),
                };
            }
            letters[char.ToLowerInvariant(word[0])] = letter;
        }
    }

    private void ReadNetwork()
    {
        for (var block = 0; ; block++)
        {
            var (word, line) = Next("a block '%' or 'end'");
            if (word == "end") return;
            var (firstUnit, unitCount, firstSender, senderCount) = (0, units.Length, 0, units.Length);
            var all = '\0';
            if (word[0] == '%')
            {
                (firstUnit, unitCount) = (Count("the first receiving unit"), Count("the number of receiving units"));
                (firstSender, senderCount) = (Count("the first sending unit"), Count("the number of sending units"));
                if (word.Length > 1) all = word[1];
            }
            else if (block == 0)
            {
                at--;
            }
            else
            {
                throw file.Problem($"'{DisplayText.Name(word)}' stands where a block '%' or 'end' is expected", line);
            }
            if ((long)firstUnit + unitCount > units.Length || (long)firstSender + senderCount > units.Length)
                throw file.Problem(string.Create(CultureInfo.InvariantCulture, $"has a block of the units {firstUnit} to {(long)firstUnit + unitCount - 1} that receive from {firstSender} to {(long)firstSender + senderCount - 1}, but the units are 0 to {units.Length - 1}"), line);
            if ((long)unitCount * senderCount > MostWeights - weights) throw file.Problem(string.Create(CultureInfo.InvariantCulture, $"has more than {MostWeights:N0} weights; networks as large are not supported"), line);
            weights += unitCount * senderCount;
            for (var unit = firstUnit; unit < firstUnit + unitCount; unit++)
            {
                if (units[unit].Line > 0) throw file.Problem(string.Create(CultureInfo.InvariantCulture, $"unit {unit} receives in two blocks, of which the program keeps only the last; make them one block with '.' for what is not there"), line);
                units[unit] = new PdpUnit(firstSender, Letters(all, senderCount, "weights"), line) { Bias = units[unit].Bias };
            }
        }
    }

    private void ReadBiases()
    {
        for (var block = 0; ; block++)
        {
            var (word, line) = Next("a block '%' or 'end'");
            if (word == "end") return;
            var (first, count) = (0, units.Length);
            var all = '\0';
            if (word[0] == '%')
            {
                (first, count) = (Count("the first unit"), Count("the number of units"));
                if (word.Length > 1) all = word[1];
            }
            else
            {
                at--;
            }
            if ((long)first + count > units.Length)
                throw file.Problem(string.Create(CultureInfo.InvariantCulture, $"has biases of the units {first} to {(long)first + count - 1}, but the units are 0 to {units.Length - 1}"), line);
            foreach (var (k, letter) in Letters(all, count, "biases").Index()) units[first + k].Bias = letter;
        }
    }

    private string Letters(char all, int count, string what)
    {
        var (text, line) = all == '\0' ? Next($"a row of letters, one for each of {count} {what}") : (new string(all, count), at > 0 ? words[at - 1].Line : 0);
        if (text.Length != count) throw file.Problem(string.Create(CultureInfo.InvariantCulture, $"the row '{DisplayText.Name(text)}' has {text.Length} characters, but there are {count} {what}"), line);
        return text.FirstOrDefault(static c => c != '.' && !char.IsAsciiLetter(c)) is var wrong and not '\0'
            ? throw file.Problem($"'{DisplayText.Name(wrong.ToString())}' stands where a letter or '.' is expected", line) : text;
    }
}
