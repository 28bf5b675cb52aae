using System.Text;

namespace Backprop.Fuzz;

/// <summary>Nets of brain.js and synaptic.</summary>
internal sealed class JavaScriptTarget : ForeignTarget
{
    public override string Name => "javascript";

    protected override string[] Words => ["{", "}", "[", "]", "\"", ",", ":", "null", "true", "{}", "\"0\":{}", "\"weights\"", "\"bias\"", "\"layer\":\"output\"", "\"squash\":\"HLIM\"", "\"gater\":0", "1e309", "-1", "4294967294", "\\ud800", "\"leakyReluAlpha\":1e300,", "\"inputLookup\":true,"];

    protected override IEnumerable<byte[]> MakeSamples()
    {
        yield return Encoding.UTF8.GetBytes("""{"sizes":[2,2,1],"layers":[{"5":{},"red":{}},{"0":{"bias":0.5,"weights":{"5":-1,"red":2}},"1":{"bias":-0.5,"weights":{"5":1,"red":-2}}},{"red":{"bias":1,"weights":{"0":3,"1":-3}}}],"outputLookup":true,"inputLookup":true,"activation":"leaky-relu"}""");
        yield return Encoding.UTF8.GetBytes("""{"sizes":[2,1],"layers":[{"0":{},"1":{}},{"0":{"bias":0.5,"weights":{"0":-1,"1":2}}}],"outputLookup":false,"inputLookup":false}""");
        yield return Encoding.UTF8.GetBytes("""{"neurons":[{"bias":0,"layer":"input","squash":"LOGISTIC"},{"bias":1,"layer":0,"squash":"RELU"},{"bias":1,"layer":0,"squash":"TANH"},{"bias":0.5,"layer":"output","squash":null}],"connections":[{"from":0,"to":1,"weight":2,"gater":null},{"from":0,"to":2,"weight":2,"gater":null},{"from":1,"to":2,"weight":1,"gater":null},{"from":1,"to":3,"weight":2,"gater":null},{"from":2,"to":3,"weight":-1,"gater":null}]}""");
    }
}
