using System.Text;

namespace Backprop.Fuzz;

/// <summary>Descriptions of nets: read, written again, and made into a net where it is small enough for anyone.</summary>
internal sealed class NetJsonTarget : Target
{
    private const int Few = 100_000;

    public override string Name => "net-json";

    protected override string[] Words => ["0", "-1", "1e9", "65536", "2147483647", "1e309", "null", "[]", "{}", "\"\"", "\\u0000", "\\ud800", "true", "\"input\"", "\"delay\":3,", "\"mask\":[\"10\"],", "}", "]", ",", ":"];

    public override void Run(string path)
    {
        var topology = Topology.FromJson(File.ReadAllText(path));
        _ = Topology.FromJson(topology.ToJson());
        if (topology.WeightCount <= Few && topology.Groups.Sum(static group => (long)group.Size) <= Few)
            _ = new Network<float>(topology).Randomize(1).Run(new float[topology.Inputs.Sum(static group => group.Size)]);
    }

    public override bool IsDocumented(Exception exception) => exception is TopologyException;

    protected override IEnumerable<byte[]> MakeSamples()
    {
        yield return Encoding.UTF8.GetBytes(Nets.Layered.ToJson());
        yield return Encoding.UTF8.GetBytes(Nets.Iterative.ToJson());
    }
}
