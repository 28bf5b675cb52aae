using System.Text;

namespace Backprop.Fuzz;

/// <summary>Nets of scikit-learn as JSON.</summary>
internal sealed class ScikitLearnTarget : ForeignTarget
{
    public override string Name => "sklearn";

    protected override string[] Words => ["{", "}", "[", "]", "\"", ",", "null", "[[1]]", "\"drop\":0", "\"categories\":[1,1.0]", "\"mean\":1e300", "\"scale\":1e-320", "softmax", "identity", "1e309", "-1", "\"targets\":[{\"name\":\"y\"}],"];

    protected override IEnumerable<byte[]> MakeSamples()
    {
        yield return Encoding.UTF8.GetBytes("""{"sklearn":"1.2.1","activation":"relu","out_activation_":"logistic","alpha":0.1,"columns":[{"name":"u","mean":1,"scale":2},{"name":"v","categories":["a","b",3],"drop":-1}],"targets":[{"name":"y"}],"classes_":["a","b"],"coefs_":[[[1],[2],[3],[4]],[[5]]],"intercepts_":[[0.5],[1]]}""");
        yield return Encoding.UTF8.GetBytes("""{"sklearn":"1.2.1","activation":"tanh","out_activation_":"softmax","columns":null,"targets":null,"classes_":[1,2],"coefs_":[[[1,2],[2,3]]],"intercepts_":[[0.5,1]]}""");
        yield return Encoding.UTF8.GetBytes("""{"sklearn":"1.2.1","activation":"tanh","out_activation_":"identity","coefs_":[[[1,2],[2,3]]],"intercepts_":[[0.5,1]]}""");
    }
}
