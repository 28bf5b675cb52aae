using System.Text;
using Backprop.Exchange;

namespace Backprop.Fuzz;

/// <summary>Texts of Weka's MultilayerPerceptron and ARFF files: one file, cut at a mark, is both.</summary>
internal sealed class WekaTarget : ForeignTarget
{
    private const string Mark = "\n=====\n";

    public override string Name => "weka";

    protected override string[] Words => ["Sigmoid Node 0\n", "Linear Node 1\n", "    Threshold    1\n", "    Node 1    2\n", "    Attrib b=x    3\n", "Class \n", "-B", "-I -C", "@attribute", "@data\n", "{", "}", "'", "\"", "\\", "%", "?", ",", "{0 1}", "{2}", "date", "string", "1e309", "-1", "2147483647", Mark];

    public override void Run(string path)
    {
        var text = File.ReadAllText(path, Encoding.Latin1);
        var halves = text.Split(Mark, 2);
        var rows = path + ".arff";
        File.WriteAllText(path, halves[0], Encoding.Latin1);
        File.WriteAllText(rows, halves.Length == 2 ? halves[1] : "", Encoding.Latin1);
        Use(ForeignFile.ReadWeka(path, rows));
    }

    protected override IEnumerable<byte[]> MakeSamples()
    {
        const string rows = "@relation r\n@attribute a real\n@attribute b {x,y,'z z'}\n@attribute d date \"yyyy-MM-dd\"\n@attribute c {p,q}\n@data\n1,x,2020-01-01,p\n2.5,'z z',?,q {2}\n{0 3, 1 y}\n";
        yield return Encoding.UTF8.GetBytes("Options: -H 1\nSigmoid Node 0\n    Inputs    Weights\n    Threshold    0.5\n    Node 2    1\nSigmoid Node 1\n    Inputs    Weights\n    Threshold    -0.5\n    Node 2    -1\nSigmoid Node 2\n    Inputs    Weights\n    Threshold    0.1\n    Attrib a    1\n    Attrib b=x    2\n    Attrib b=y    3\n    Attrib b=z z    4\n    Attrib d    5\nClass p\n    Input\n    Node 0\nClass q\n    Input\n    Node 1\n" + Mark + rows);
        yield return Encoding.UTF8.GetBytes("Options: -B -I\nLinear Node 0\n    Inputs    Weights\n    Threshold    0.5\n    Attrib b    1\n    Attrib c    1\nClass \n    Input\n    Node 0\n" + Mark + rows.Replace("d date \"yyyy-MM-dd\"", "d string", StringComparison.Ordinal).Replace("{0 3, 1 y}\n", "", StringComparison.Ordinal));
    }
}
