using System.Text;
using Backprop.Exchange;

namespace Backprop.Fuzz;

/// <summary>Networks of Lens: the damaged bytes hold a script, examples and weights, cut where a line of dashes stands, or examples alone.</summary>
internal sealed class LensTarget : ForeignTarget
{
    private const string Cut = "\n----\n";
    private static readonly string[] Endings = [".in", ".ex", ".wt"];

    public override string Name => "lens";

    protected override string[] Words =>
    [
        "addNet n 2 1\n", "addGroup ", " INPUT", " OUTPUT", " ELMAN", "connectGroups ", " -p ONE_TO_ONE", " -i 9", " -t 9 CONTINUOUS", "$h", "{", "}", "\"", "[", "]", ";", "\\\n", "set h 9\n", "[expr $h * (2 - 1)]", "proc p a {\n", "p 1\n", "if [catch {path -s n}] {",
        "I:", "t:", "b:", "i: 3 -7", "{-} *", "(input 1) ", "name:{a}", "max:9 ", "grace:", "defI:-", "999999999", "1e309", "[*] ", "[0-1 max:2]", Cut, "-", "#",
    ];

    public override void Run(string path)
    {
        var folder = Directory.CreateTempSubdirectory("backprop-fuzz-");
        try
        {
            var parts = Encoding.Latin1.GetString(File.ReadAllBytes(path)).Split(Cut);
            var files = parts.Take(Endings.Length).Select((part, k) =>
            {
                var file = Path.Combine(folder.FullName, "net" + (parts.Length == 1 ? ".ex" : Endings[k]));
                File.WriteAllText(file, part, Encoding.Latin1);
                return file;
            }).ToArray();
            Use(ForeignFile.ReadLens(files[0], files[1..]));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    protected override IEnumerable<byte[]> MakeSamples()
    {
        yield return Bytes("set h 2\naddNet srn -i 3 SRBPTT 1 $h ELMAN 1\nsetObj learningRate 0.5\n", "name:{a b} 3 i:0 t:0 [1 max:2] I: 0 T: - [2] t:*;\n;\n",
            "1431655766\n11\n1\n0\n" + string.Concat(Enumerable.Repeat("0.5\n", 11)));
        yield return Bytes("addNet \"two groups\"\naddGroup a 3 INPUT\naddGroup b 2 INPUT\naddGroup out 3 OUTPUT SOFT_MAX\nconnectGroups b out\nconnectGroups a out -p ONE\n", "min:1 defI:0.1;\nI: (b) 1 0 {a 0.5} 0 -2 T: 1 0 0;\n");
        yield return Bytes("addNet c -i 2 -t 3 CONTINUOUS\naddGroup in 2 INPUT\naddGroup out 2 OUTPUT IN_INTEGR\nconnectGroups in out out\n", "max:1 grace:0.5;\nb:0;\nb:1;\n");
        yield return Bytes("proc build {h} {\n  addNet n 2 [expr $h * 2 - 1] 1\n}\nbuild 2\nif [catch {path -s n}] {\n  loadExamples net.ex -s n\n  moveExamples n m 0.1\n}\n", "I: 1 0 T: 1;\n");
        yield return Bytes(";\n2 [0] i:{Word} 1 4 -6 [1 defT:0.2] t:2;\n");
    }

    private static byte[] Bytes(params string[] parts) => Encoding.ASCII.GetBytes(string.Join(Cut, parts));
}
