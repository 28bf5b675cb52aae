using System.Text;
using Backprop.Exchange;

namespace Backprop.Fuzz;

/// <summary>Nets of tlearn: the damaged bytes hold a configuration, patterns, targets, resets and weights, cut where a line of dashes stands.</summary>
internal sealed class TlearnTarget : ForeignTarget
{
    private const string Cut = "\n----\n";
    private static readonly string[] Endings = [".cf", ".data", ".teach", ".reset", ".wts"];

    public override string Name => "tlearn";

    protected override string[] Words => [" from ", " = ", "fixed ", "one-to-one\n", "group 1", "1-4", "i1-i2", "0", "1. & 1. ", "linear = 3\n", "SPECIAL:\n", "distributed\n", "localist\n", "*", Cut, "999999999", "1e309", "nodes = 10000\n", "-", ","];

    public override void Run(string path)
    {
        var folder = Directory.CreateTempSubdirectory("backprop-fuzz-");
        try
        {
            var parts = Encoding.Latin1.GetString(File.ReadAllBytes(path)).Split(Cut);
            var files = parts.Take(Endings.Length).Select((part, k) =>
            {
                var file = Path.Combine(folder.FullName, "net" + Endings[k]);
                File.WriteAllText(file, part, Encoding.Latin1);
                return file;
            }).ToArray();
            Use(ForeignFile.ReadTlearn(files[0], files[1..]));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    protected override IEnumerable<byte[]> MakeSamples()
    {
        yield return Bytes("NODES:\nnodes = 3\ninputs = 2\noutputs = 1\noutput node is 3\nCONNECTIONS:\ngroups = 0\n1-3 from 0\n1-2 from i1-i2\n3 from 1-2\nSPECIAL:\nselected = 1-3\nweight_limit = 1.00\n",
            "distributed\n2\n0 1\n1 1\n", "distributed\n2\n1\n*\n");
        yield return Bytes("NODES:\nnodes = 5\ninputs = 1\noutputs = 1\noutput node is 3\nCONNECTIONS:\ngroups = 0\n1-3 from 0\n1-2 from i1\n3 from 1-2\n1-2 from 4-5\n4-5 from 1-2 = 1. & 1. fixed one-to-one\nSPECIAL:\nlinear = 4-5\nweight_limit = 0.5\n",
            "localist\n4\n1\n0\n1\n1\n", "localist\n2\n0 1\n2 1\n", "2\n0\n2\n", "NETWORK CONFIGURED BY TLEARN\n# weights after 9 sweeps\n# WEIGHTS\n" + string.Concat(Enumerable.Repeat("0.5\n", 35)));
    }

    private static byte[] Bytes(params string[] parts) => Encoding.ASCII.GetBytes(string.Join(Cut, parts));
}
