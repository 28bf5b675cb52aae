using System.Text;
using Backprop.Exchange;

namespace Backprop.Fuzz;

/// <summary>Networks, patterns and results of SNNS: one file, cut at a mark, is several.</summary>
internal sealed class SnnsTarget : ForeignTarget
{
    private const string Mark = "\n=====\n";

    public override string Name => "snns";

    protected override string[] Words => ["|", "|||", " 3:", ":", ",", "sh", "so", "Act_Identity", "Act_TanH_Xdiv2", "Act_Elliott", "JE_Order", "section :\n", "----|----\n", "#", "[ 3 ]", "No. of patterns : 999999999\n", "No. of classes : 2\n", "No. of output units : 0\n", "1e309", "-1", "2147483647", "nan", Mark];

    public override void Run(string path) => Use(ForeignFile.Read(Parts(path, Mark)));

    /// <summary>Writes the parts of a file to files beside it.</summary>
    internal static string[] Parts(string path, string mark)
    {
        var parts = File.ReadAllText(path, Encoding.Latin1).Split(mark, 4);
        var paths = parts.Select((_, k) => k == 0 ? path : $"{path}.{k}").ToArray();
        foreach (var (part, at) in parts.Zip(paths)) File.WriteAllText(at, part, Encoding.Latin1);
        return paths;
    }

    protected override IEnumerable<byte[]> MakeSamples()
    {
        const string head = "SNNS network definition file V1.4-3D\ngenerated at Thu Jan 1 00:00:00 1970\n\nnetwork name : n\n";
        const string defaults = "\nunit default section :\n\nact | bias | st | subnet | layer | act func | out func\n---|---\n 0.00000 | 0.00000 | h | 0 | 1 | Act_Logistic | Out_Identity\n---|---\n\n\nunit definition section :\n\nno. | typeName | unitName | act | bias | st | position | act func | out func | sites\n---|---\n";
        const string patterns = "SNNS pattern definition file V3.2\ngenerated at Thu\n\n\nNo. of patterns : 2\nNo. of input units : 2\nNo. of output units : 1\n\n# Input 1\n0 1\n# Output 1\n1\n1 1 0\n";
        yield return Encoding.ASCII.GetBytes(head + "no. of units : 4\nno. of connections : 5\n\nlearning function : Std_Backpropagation\nupdate function : Topological_Order\n" + defaults
            + "1 | | a | 0 | 0 | i | 1,1,0 |||\n2 | | b | 0 | 0 | i | 1,2,0 |||\n3 | | h | 0 | 0.5 | h | 2,1,0 | Act_TanH | |\n4 | | o | 0 | -0.5 | o | 3,1,0 |||\n---|---\n\nconnection definition section :\n\ntarget | site | source:weight\n---|---\n3 | | 1: 1.5, 2:-0.5\n4 | | 3:2.5, 2: 1.0,\n 1:0.25\n---|---\n"
            + Mark + patterns + Mark + "SNNS result file V1.4-3D\n\nNo. of patterns : 2\nNo. of input units : 2\nNo. of output units : 1\nstartpattern : 1\nendpattern : 2\nteaching output included\n#1.1\n1\n0.5\n#2.1\n0\n0.25\n");
        yield return Encoding.ASCII.GetBytes(head + "\nlearning function : JE_BP\nupdate function : JE_Order\n" + defaults
            + "1 | | a | 0 | 0 | i | 1,1,0 |||\n2 | | b | 0 | 0 | i | 1,2,0 |||\n3 | | h | 0 | 0.5 | h | 2,1,0 |||\n4 | | o | 0 | -0.5 | o | 3,1,0 |||\n5 | | c | 0.5 | 0.5 | sh | 3,1,0 | Act_Identity | |\n---|---\n\nconnection definition section :\n\ntarget | site | source:weight\n---|---\n3 | | 1: 1.5, 2:-0.5, 5:1\n4 | | 3:2.5\n5 | | 3: 1.0, 5: 0.3\n---|---\n"
            + Mark + patterns);
        yield return "SNNS pattern definition file V4.2\n\nNo. of patterns : 2\nNo. of input units : 1\nNo. of output units : 1\nNo. of variable input dimensions : 2\nMaximum input dimensions : [ 2 3 ]\nNo. of variable output dimensions : 2\nMaximum output dimensions : [ 1 2 ]\n\n[ 2 3 ]\n1 2 3 4 5 6\n[1 2]\n0 1\n[ 2 2 ]\n1 2 3 4\n[ 1 1 ]\n1\n"u8.ToArray();
        yield return "SNNS pattern definition file V4.2\ngenerated at Thu\n\n\nNo. of patterns : 2\nNo. of input units : 2\nNo. of output units : 1\nNo. of classes : 2\nClass redistribution : [ 5 2 ]\n\n# Input 1\n0 1\n1\n# Class\nvowel\n1 1 0 other\n"u8.ToArray();
    }
}
