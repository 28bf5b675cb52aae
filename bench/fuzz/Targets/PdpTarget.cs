using System.Text;
using Backprop.Exchange;

namespace Backprop.Fuzz;

/// <summary>Networks, patterns, scripts and weights of the PDP handbook: one file, cut at a mark, is several.</summary>
internal sealed class PdpTarget : ForeignTarget
{
    private const string Mark = "\n=====\n";

    public override string Name => "pdp";

    protected override string[] Words => ["%r 2 2 0 2\n", "% 4 1 2 2\nab\n", "end\n", "network:\n", "biases:\n", "constraints:\n", "a random linked\n", "b -0.5\n", "nunits 9\n", "%R", "%p", ".", "+", "-", "-3", "1e309", "65536", "2147483647", "nan", Mark];

    public override void Run(string path) => Use(ForeignFile.Read(SnnsTarget.Parts(path, Mark)));

    protected override IEnumerable<byte[]> MakeSamples()
    {
        yield return Encoding.ASCII.GetBytes("definitions:\nnunits 5\nninputs 2\nnoutputs 1\nend\nnetwork:\n%r 2 2 0 2\n%r 4 1 2 2\nend\nbiases:\n%r 2 3\nend\n" + Mark + "a 0 0 0\nb 0 1 1\nc + - .\n" + Mark + "0.5\n-0.5\n1\n2\n3\n4\n0\n0\n0.1\n0.2\n0.3\n" + Mark + "set nepochs 5\nset param lrate .25\nset mode lgrain epoch\n");
        yield return Encoding.ASCII.GetBytes("definitions:\nnunits 6\nninputs 2\nnoutputs 2\nend\nconstraints:\na random linked\nb random linked\nc random linked\nd random negative linked\ne random negative linked\nend\nnetwork:\n% 2 2 0 2\nab\nc.\n% 4 2 2 2\nab\nc.\nend\nbiases:\n% 2 4\ndede\nend\n" + Mark + "a 0 0 0 0\nb 0 1 1 0\n");
        yield return Encoding.ASCII.GetBytes("definitions:\nnunits 4\nninputs 2\nnoutputs 1\nend\nnetwork:\n%r 2 1 0 2\n%R 3 1 2 1\nend\nbiases:\n%r 2 1\nend\n" + Mark + "a 0 0 0\nb 1 -3 1\nc 0 -3 0\n");
    }
}
