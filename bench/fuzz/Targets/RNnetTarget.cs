using System.Text;

namespace Backprop.Fuzz;

/// <summary>Nets of R's nnet as text.</summary>
internal sealed class RNnetTarget : ForeignTarget
{
    public override string Name => "nnet";

    protected override string[] Words => ["n: ", "nunits: 6\n", "\"", "\\", ":", "\n", "one:\n", "number: \"a\"\n", "coding: 1 0 1\n", "lev: \"x\"\n", " 0", " 999999999", " 2147483647", "NA", "1e309", "-1", "TRUE", "softmax: TRUE\n", "scale: 1e-300\n"];

    protected override IEnumerable<byte[]> MakeSamples()
    {
        const string net = "n: 2 2 1\nnunits: 6\nnconn: 0 0 0 0 3 6 11\nconn: 0 1 2 0 1 2 0 3 4 1 2\nnsunits: 5\ndecay: 0.1  entropy: FALSE  softmax: FALSE  censored: FALSE \nwts: .3 .1 .2 -.6 -.4 .5 .9 .7 -.8 1.1 -1.2\nlev:\ncoefnames:\n";
        yield return Encoding.UTF8.GetBytes(net);
        yield return Encoding.UTF8.GetBytes(net + "mask: TRUE\nresponse: \"y\"\nscale: 12.5\nnumber: \"a \\\"b\\\"\"\nfactor: \"k\" \"x\" \"y\"\ncoding: 1 0 1\n");
        yield return Encoding.UTF8.GetBytes(net.Replace("nsunits: 5", "nsunits: 6", StringComparison.Ordinal) + "lev: no yes\none:\nnumber: \"a\"\n");
    }
}
