using System.Text;

namespace Backprop.Fuzz;

/// <summary>Multi-layer perceptrons of OpenCV as YAML, XML and JSON.</summary>
internal sealed class OpenCvTarget : ForeignTarget
{
    private const string Yaml = """
        %YAML:1.0
        ---
        opencv_ml_ann_mlp:
           format: 3
           layer_sizes: [ 2, 2, 1 ]
           activation_function: SIGMOID_SYM
           f_param1: 1.0
           f_param2: 1.0
           training_params:
              train_method: RPROP
              term_criteria:
                 iterations: 5
           input_scale: [ 1., 0., 1., 0. ]
           output_scale:
              - 2.
              - 3.
           weights:
              - [ 0.1, -0.4, 0.2, 0.5, 0.3, -0.6 ]
              -
                 - 0.7
                 - -0.8
                 - 0.9

        """;

    private const string Xml = """
        <?xml version="1.0"?>
        <opencv_storage>
        <opencv_ml_ann_mlp>
          <layer_sizes>
            2 2 1</layer_sizes>
          <activation_function>RELU</activation_function>
          <f_param1>1.</f_param1>
          <input_scale>
            1. 0. 1. 0.</input_scale>
          <output_scale>
            2. 3.</output_scale>
          <weights>
            <_>
              0.1 -0.4 0.2 0.5 0.3 -0.6</_>
            <_>
              0.7 -0.8 0.9</_></weights></opencv_ml_ann_mlp>
        </opencv_storage>

        """;

    private const string Json = """
        { "opencv_ml_ann_mlp": { "layer_sizes": [ 2, 2, 1 ], "activation_function": "IDENTITY", "f_param1": 1.0,
            "input_scale": [ 1.0, 0.0, 1.0, 0.0 ], "output_scale": [ 2.0, 3.0 ],
            "weights": [ [ 0.1, -0.4, 0.2, 0.5, 0.3, -0.6 ], [ 0.7, -0.8, 0.9 ] ] } }
        """;

    public override string Name => "opencv";

    protected override string[] Words => ["[", "]", "{", "}", ": ", "- ", "\n", "   ", "&a ", "*a", "!!opencv-matrix", "|", ">", "\"", "'", "<_>", "</_>", "<!DOCTYPE a>", "<![CDATA[", "&lt;", ".Inf", ".Nan", "1e309", "2000000000", "GAUSSIAN", "LEAKYRELU", "1", "? "];

    protected override IEnumerable<byte[]> MakeSamples() => [Encoding.UTF8.GetBytes(Yaml), Encoding.UTF8.GetBytes(Xml), Encoding.UTF8.GetBytes(Json)];
}
