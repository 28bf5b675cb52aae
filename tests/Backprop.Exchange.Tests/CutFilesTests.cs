using System.Text;

namespace Backprop.Exchange.Tests;

/// <summary>A file that is cut off, for example by a transfer that broke, is not taken for whole: each part from its beginning is refused, or is the same net.</summary>
public sealed class CutFilesTests : IDisposable
{
    // At the end of a file every part is read, before it every few bytes.
    private const int Closely = 400, Step = 7;

    private const string PdpNet = "definitions:\nnunits 5\nninputs 2\nnoutputs 1\nend\nnetwork:\n%r 2 2 0 2\n%r 4 1 2 2\nend\nbiases:\n%r 2 3\nend\n";
    private const string PdpWeights = "0.432171\n0.448781\n-0.038413\n0.036489\n0.272080\n0.081714\n0.000000\n0.000000\n-0.276589\n-0.402498\n0.279299\n";

    private const string TlearnNet = "NODES:\nnodes = 3\ninputs = 2\noutputs = 1\noutput node is 3\nCONNECTIONS:\ngroups = 0\n1-3 from 0\n1-2 from i1-i2\n3 from 1-2\nSPECIAL:\nselected = 1-3\nweight_limit = 0.55\n";

    private const string SnnsNet = """
        SNNS network definition file V1.4-3D
        generated at Fri Jul 18 12:24:48 1997

        network name : small
        source files :
        no. of units : 4
        no. of connections : 5
        no. of unit types : 0
        no. of site types : 0


        learning function : Std_Backpropagation
        update function   : Topological_Order


        unit default section :

        act      | bias     | st | subnet | layer | act func     | out func
        ---------|----------|----|--------|-------|--------------|-------------
         0.00000 |  0.00000 | h  |      0 |     1 | Act_Logistic | Out_Identity
        ---------|----------|----|--------|-------|--------------|-------------


        unit definition section :

        no. | typeName | unitName | act      | bias     | st | position | act func | out func | sites
        ----|----------|----------|----------|----------|----|----------|----------|----------|-------
          1 |          | in1      |  1.00000 |  0.00000 | i  | 2, 2, 0 |||
          2 |          | in2      |  1.00000 |  0.00000 | i  | 2, 3, 0 |||
          3 |          | hid      |  0.00000 | -0.25121 | h  | 5, 2, 0 |||
          4 |          | out      |  0.00000 |  1.32500 | o  | 8, 2, 0 |||
        ----|----------|----------|----------|----------|----|----------|----------|----------|-------


        connection definition section :

        target | site | source:weight
        -------|------|---------------------------------------------------------------------------------------------------------------------
             3 |      |  2: 4.83340,  1:-4.92521
             4 |      |  3:-9.15312,  2:-4.40525,
                          1: 4.31512
        -------|------|---------------------------------------------------------------------------------------------------------------------


        """;

    private const string SnnsPatterns = "SNNS pattern definition file V4.2\ngenerated at Thu\n\n\nNo. of patterns : 2\nNo. of input units : 2\nNo. of output units : 1\nNo. of classes : 2\n\n# Input 1\n0.25 1.75\n0.12\n# Class\nvowel\n1.5 1.25 0.25 other\n";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>Files that belong together; those that begin with "@" are samples.</summary>
    public static TheoryData<string, string[]> Whole => new()
    {
        { "FANN", ["net.net", "@fann_own_mixed.net"] },
        { "FANN with scales", ["net.net", "@fann_own_scaled.net", "cases.data", "2 3 2\n0.25 1.5 17\n0.5 0.75\n1.25 0.5 27\n0.25 0.75\n"] },
        { "OpenCV YAML", ["net.yml", "@opencv_tiny.yml"] },
        { "OpenCV XML", ["net.xml", "@opencv_own_sym.xml"] },
        { "OpenCV JSON", ["net.json", "@opencv_own_sym_unscaled.json"] },
        { "R, printed", ["net.txt", "@nnet_formula2.txt"] },
        { "R", ["net.txt", "@nnet_two.txt"] },
        { "multinom", ["net.txt", "@nnet_multinom.txt"] },
        { "brain.js", ["net.json", "@brain_names.json"] },
        { "synaptic", ["net.json", "@synaptic_relu.json"] },
        { "scikit-learn", ["net.json", "@sklearn_two.json"] },
        { "Weka", ["net.txt", "@weka_flag.txt", "rows.arff", "~@weka_cls.arff"] },
        { "ONNX", ["net.onnx", "@cast_noop.onnx"] },
        { "SNNS", ["net.net", SnnsNet, "cases.pat", SnnsPatterns] },
        { "SNNS results", ["net.net", SnnsNet, "cases.res", "SNNS result file V1.4-3D\n\nNo. of patterns : 2\nNo. of input units : 2\nNo. of output units : 1\nstartpattern : 1\nendpattern : 2\ninput patterns included\n#1.1\n0.25 1\n0.5\n#2.1\n0.75 0.5\n0.25\n"] },
        { "PDP", ["XOR.NET", PdpNet, "XOR.WTS", PdpWeights] },
        { "tlearn", ["net.cf", "~" + TlearnNet, "net.wts", "NETWORK CONFIGURED BY TLEARN\n# weights after 10 sweeps\n# WEIGHTS\n# TO NODE 1\n" + string.Concat(Enumerable.Repeat("0.125\n", 18)),
            "net.data", "distributed\n2\n0.25 1.5\n0.5 0.75\n", "net.teach", "distributed\n2\n0.25\n0.75\n"] },
        { "tlearn with resets", ["net.cf", "~NODES:\nnodes = 5\ninputs = 1\noutputs = 1\noutput node is 3\nCONNECTIONS:\ngroups = 0\n1-3 from 0\n1-2 from i1\n3 from 1-2\n1-2 from 4-5\n4-5 from 1-2 = 1. & 1. fixed one-to-one\nSPECIAL:\n", "net.data", "localist\n14\n1\n0\n1\n1\n1\n0\n1\n1\n1\n0\n1\n1\n1\n1\n", "net.teach", "localist\n3\n0 1\n2 1\n12 1\n", "net.reset", "3\n0\n2\n12\n"] },
        { "Lens", ["net.in", "~addNet xor 2 2 1\nsetObj learningRate 0.25\n", "xor.wt", "1431655766\n9\n1\n100\n" + string.Concat(Enumerable.Repeat("0.125\n", 9))] },
    };

    [Theory]
    [MemberData(nameof(Whole))]
    public void A_part_of_a_file_is_refused_or_the_same_net(string format, string[] files)
    {
        var names = files.Where(static (_, k) => k % 2 == 0).ToArray();
        var contents = files.Where(static (_, k) => k % 2 == 1).Select(Content).ToArray();
        var paths = names.Zip(contents, Write).ToArray();
        var whole = Told(ForeignFile.Read(paths));
        var refused = 0;
        for (var cut = 0; cut < contents.Length; cut++)
        {
            // Nothing in these counts what follows a line, so that they are cut only within lines: where a line ends, fewer lines are another net.
            var hasNoCount = files[(2 * cut) + 1][0] == '~';
            for (var length = 0; length < contents[cut].Length; length += length < contents[cut].Length - Closely ? Step : 1)
            {
                if (hasNoCount && (length == 0 || contents[cut][length - 1] == '\n')) continue;
                Write(names[cut], contents[cut][..length]);
                try
                {
                    var part = Told(ForeignFile.Read(paths));
                    Assert.True(part == whole, $"{format}: the first {length} bytes of {names[cut]} are read as another net");
                }
                catch (ForeignFileException)
                {
                    refused++;
                }
            }
            Write(names[cut], contents[cut]);
        }
        Assert.True(refused > contents.Sum(static content => content.Length) / 20);
    }

    [Theory]
    [InlineData("p00 0 0 0.5\np01 0 1 0.25\n")]
    [InlineData("name:a I: 0.25 0.5 T: 0.75;\nname:b I: 1.25 1.5 T: 1.75;\n")]
    public void A_file_of_cases_without_their_number_has_whole_cases_only(string text)
    {
        var paths = text[0] == 'p' ? [folder.Write("XOR.NET", PdpNet), folder.Write("cases.pat", text)] : new[] { folder.Write("cases.ex", text) };
        var whole = Values(ForeignFile.Read(paths));

        for (var length = 0; length < text.Length; length++)
        {
            folder.Write(Path.GetFileName(paths[^1]), text[..length]);
            try
            {
                Assert.StartsWith(Values(ForeignFile.Read(paths)), whole, StringComparison.Ordinal);
            }
            catch (ForeignFileException)
            {
                // Refused, as it must be unless it ends behind a case.
            }
        }

        static string Values(Imported imported) => Numbers(imported.Cases[0].Cases);
    }

    [Fact]
    public void The_rows_of_Weka_are_as_many_as_its_text_says()
    {
        var text = folder.Write("net.txt", "=== Run information ===\n\nScheme:       weka.classifiers.functions.MultilayerPerceptron -H 3\nInstances:    90\n" + File.ReadAllText(Sample.Path("weka_cls.txt")));
        var rows = File.ReadAllText(Sample.Path("weka_cls.arff"));

        Assert.NotNull(ForeignFile.Read([text, folder.Write("rows.arff", rows)]).Model);
        var refused = Assert.Throws<ForeignFileException>(() => ForeignFile.Read([text, folder.Write("rows.arff", rows[..(rows.TrimEnd().LastIndexOf('\n') + 1)])]));
        Assert.EndsWith("rows.arff: has 89 rows, but the net was trained on 90 (" + text + ", line 4); name the ARFF file of the training rows, whole", refused.Message, StringComparison.Ordinal);
    }

    private static byte[] Content(string text) => text.TrimStart('~') is ['@', .. var sample] ? File.ReadAllBytes(Sample.Path(sample)) : Encoding.ASCII.GetBytes(text.TrimStart('~'));

    private string Write(string name, byte[] content) => folder.Write(name, content);

    /// <summary>All that the answers of an imported net depend on, and its cases.</summary>
    private static string Told(Imported imported)
    {
        var text = new StringBuilder(imported.Topology?.ToJson());
        text.Append(imported.Model?.Encodings);
        if (imported.Model is { } model) text.AppendJoin(' ', model.Network<double>().Weights.ToArray());
        foreach (var cases in imported.Cases) text.Append(Numbers(cases.Cases));
        return text.ToString();
    }

    private static string Numbers(Cases cases)
    {
        var text = new StringBuilder();
        for (var k = 0; k < cases.Count; k++)
        {
            foreach (var group in cases.Inputs.Concat(cases.Targets))
                for (var unit = 0; unit < group.Size; unit++) text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{group[k, unit]:R} ");
            text.Append('\n');
        }
        return text.ToString();
    }
}
