using System.Globalization;
using Backprop.Data;

namespace Backprop.Fuzz;

/// <summary>Case files: read for a net, evaluated, written, and read again.</summary>
internal sealed class CaseFileTarget : Target
{
    public override string Name => "case-file";

    protected override string[] Words =>
    [
        "->", "|", "?", "#", "[", "]", "[left|right->shares|number]", "1e309", "-0", "NaN", "\n", ",", "left", "number", ":", "\"", "\"\"", "{", "}", "{2}", "1-3", "*", "*2", "*=0.5", "=", "\\\n",
        "clamp a:", "case\n", "case \"a\" *2\n", "sequence\n", "hold 9 ", "hold 10000 ", "initial hidden: 1 0 1\n", "default inputs 0\n", "default targets ?\n", "names left: x y z\n", "x", "left: ", "number: ",
    ];

    public override void Run(string path)
    {
        var topology = File.ReadAllText(path).Contains("sequence", StringComparison.Ordinal) ? Nets.Iterative : Nets.Layered;
        var (cases, named) = CaseFile.Load(path, topology);
        new Network<float>(named).Evaluate(cases);
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        CaseFile.Write(text, cases, named);
        using var again = new StringReader(text.ToString());
        CaseFile.Read(again, "what was written", topology);
    }

    public override bool IsDocumented(Exception exception) => exception is DataException or CasesException && !exception.Message.StartsWith("what was written", StringComparison.Ordinal);

    protected override IEnumerable<byte[]> MakeSamples()
    {
        yield return "0 1 0.5 | 1 0 0 -> 1 0 | 0.5\n1 1 1 | 0 0 1 -> 0 1 | ?  # a comment\n"u8.ToArray();
        yield return "# named\n[left | right -> number]\n1,0,1 | 0,0,1 -> 2e-3\n\n1 2 3 | 4 5 6 -> -1\n"u8.ToArray();
        yield return "names left: x \"y z\" w\ndefault right 0.5\n\"first\" *2 left: x w=0.5 -> number: 1\nleft: {2} | right: 1-3 | clamp b: ? 1 -> shares: *=0 1\n"u8.ToArray();
        yield return "case \"one\" *0.5\n left: 1 0\n  1  # more\n right: {3}\n -> shares: 1 0\n number: 1\ncase\n 1 0 0 | 1 1 1 -> 0 1 | ?\n"u8.ToArray();
        yield return "default targets 0\nsequence \"a\" *2\n initial hidden: 1 0 0.5\n hold 4 1 0 -> 1\n clamp hidden: ? 1 0 -> ?\nsequence\n ->\n in: {2} -> 1\n"u8.ToArray();
    }
}
