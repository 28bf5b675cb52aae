using Backprop.Data;

namespace Backprop.Fuzz;

/// <summary>Case files: read for a net and evaluated.</summary>
internal sealed class CaseFileTarget : Target
{
    public override string Name => "case-file";

    protected override string[] Words => ["->", "|", "?", "#", "[", "]", "[left|right->shares|number]", "1e309", "-0", "NaN", "\n", ",", "left", "number"];

    public override void Run(string path) => new Network<float>(Nets.Layered).Evaluate(CaseFile.Read(path, Nets.Layered));

    public override bool IsDocumented(Exception exception) => exception is DataException or CasesException;

    protected override IEnumerable<byte[]> MakeSamples()
    {
        yield return "0 1 0.5 | 1 0 0 -> 1 0 | 0.5\n1 1 1 | 0 0 1 -> 0 1 | ?  # a comment\n"u8.ToArray();
        yield return "# named\n[left | right -> number]\n1,0,1 | 0,0,1 -> 2e-3\n\n1 2 3 | 4 5 6 -> -1\n"u8.ToArray();
    }
}
