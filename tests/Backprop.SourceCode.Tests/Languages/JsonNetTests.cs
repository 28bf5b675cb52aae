using System.Text.Json;

namespace Backprop.SourceCode.Tests;

/// <summary>JSON holds all that a program needs to run the net: a reader of forty lines, which knows nothing of Backprop, gives its answers.</summary>
public sealed class JsonNetTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("backprop-json-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    public static TheoryData<string> Names => [.. Nets.Names.Where(static name => !name.StartsWith("every", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_small_reader_gives_the_answers_of_the_net_in_single_precision(string net) => Compare<float>(net, 2e-5);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_small_reader_gives_the_answers_of_the_net_in_double_precision(string net) => Compare<double>(net, 1e-12);

    [Theory]
    [InlineData(0.1f)]
    [InlineData(-0.0f)]
    [InlineData(1e-45f)]
    [InlineData(3.4028235e38f)]
    [InlineData(-123456.7f)]
    public void A_number_reads_back_as_the_same_double(float weight)
    {
        var network = new Network<float>(Topology.Layered(1, 1));
        network.Weights[0] = weight;
        using var json = Written(Model.Of(network), null);

        var read = json.RootElement.GetProperty("weights").GetProperty("input->output")[0][0];

        Assert.Equal(BitConverter.DoubleToInt64Bits(weight), BitConverter.DoubleToInt64Bits(read.GetDouble()));
        Assert.Contains(read.GetRawText(), static c => c is '.' or 'E');
    }

    [Fact]
    public void Fixed_inputs_hold_their_states_and_are_not_among_the_inputs()
    {
        var network = Nets.Make<double>("leaky units over three iterations");
        string[] held = [.. network.Topology.Inputs.Where(static group => group.Iteration < 1).Select(static group => group.Name)];
        using var json = Written(Model.Of(network), new ProgramOptions { FixedInputs = held });

        Assert.Equal(network.Topology.Inputs.Select(static group => group.Name).Except(held), json.RootElement.GetProperty("inputs").EnumerateArray().Select(static name => name.GetString()));
        Assert.All(json.RootElement.GetProperty("groups").EnumerateArray().Where(group => held.Contains(group.GetProperty("name").GetString())),
            static group => Assert.Equal(group.GetProperty("size").GetInt32(), group.GetProperty("fixed").GetArrayLength()));
    }

    private JsonDocument Written(Model model, ProgramOptions? options)
    {
        var path = Path.Combine(folder, "net.json");
        SourceFile.WriteJson(model, path, options);
        return JsonDocument.Parse(File.ReadAllText(path));
    }

    private void Compare<T>(string net, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var network = Nets.Make<T>(net);
        var runner = new Runner<T>(network);
        using var json = Written(Model.Of(network), null);
        Assert.Equal(typeof(T) == typeof(float) ? "single" : "double", json.RootElement.GetProperty("precision").GetString());
        foreach (var row in Nets.Rows<T>(network.Topology, 12).Where((_, index) => index % 4 < 2))
        {
            var expected = runner.Run(row);
            var found = Evaluate(json.RootElement, [.. row.Select(static value => double.CreateTruncating(value))]);
            Assert.Equal(expected.Length, found.Length);
            for (var k = 0; k < found.Length; k++)
                Assert.True(Math.Abs(found[k] - double.CreateTruncating(expected[k])) <= tolerance * Math.Max(1, Math.Abs(found[k])), $"{net}: {found[k]} is not {expected[k]}");
        }
    }

    private static double[] Evaluate(JsonElement net, double[] inputs)
    {
        var states = new Dictionary<string, double[]>(StringComparer.Ordinal);
        var totals = new Dictionary<string, double[]>(StringComparer.Ordinal);
        var next = 0;
        foreach (var name in net.GetProperty("inputs").EnumerateArray().Select(static name => name.GetString()!))
        {
            var size = net.GetProperty("groups").EnumerateArray().First(group => group.GetProperty("name").GetString() == name).GetProperty("size").GetInt32();
            states[name] = inputs[next..(next += size)];
        }
        foreach (var group in net.GetProperty("groups").EnumerateArray())
        {
            var name = group.GetProperty("name").GetString()!;
            if (group.GetProperty("units").GetString() == "input")
            {
                if (group.TryGetProperty("fixed", out var held))
                    states[name] = Numbers(held);
                totals[name] = states[name];
            }
            else
            {
                var x = group.TryGetProperty("biases", out var biases) ? Numbers(net.GetProperty("biases").GetProperty(biases.GetString()!)) : new double[group.GetProperty("size").GetInt32()];
                foreach (var link in group.GetProperty("incoming").EnumerateArray())
                {
                    var (weights, y) = (net.GetProperty("weights").GetProperty(link.GetProperty("weights").GetString()!), states[link.GetProperty("from").GetString()!]);
                    for (var j = 0; j < x.Length; j++)
                        x[j] += link.TryGetProperty("oneToOne", out _) ? weights[j].GetDouble() * y[j] : Numbers(weights[j]).Zip(y, static (w, state) => w * state).Sum();
                }
                if (group.TryGetProperty("leakRate", out var rate))
                    x = [.. x.Zip(totals[group.GetProperty("totalInputsBefore").GetString()!], (now, before) => before + (rate.GetDouble() * (now - before)))];
                totals[name] = [.. x];
                states[name] = Function(group.GetProperty("units").GetString()!, x);
            }
            if (group.TryGetProperty("lesioned", out var lesioned))
                foreach (var unit in lesioned.EnumerateArray())
                    states[name][unit.GetInt32()] = 0;
        }
        return [.. net.GetProperty("outputs").EnumerateArray().SelectMany(name => states[name.GetString()!])];
    }

    private static double[] Function(string units, double[] x) => units switch
    {
        "logistic" => [.. x.Select(static x => 1 / (1 + Math.Exp(-x)))],
        "tanh" => [.. x.Select(Math.Tanh)],
        "identity" => x,
        "rectified linear" => [.. x.Select(static x => Math.Max(0, x))],
        "softplus" => [.. x.Select(static x => Math.Max(0, x) + double.LogP1(Math.Exp(-Math.Abs(x))))],
        "softmax" => x.Select(x1 => Math.Exp(x1 - x.Max())).ToArray() is var e ? [.. e.Select(one => one / e.Sum())] : [],
        "sine" => [.. x.Select(Math.Sin)],
        "cosine" => [.. x.Select(Math.Cos)],
        _ => throw new NotSupportedException(units),
    };

    private static double[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(static number => number.GetDouble())];
}
