using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Reflection;
using System.Text.Json;
using Backprop;
using Backprop.Data;

namespace Samples.Tests;

public sealed class PredictServiceTests
{
    [Fact]
    public async Task A_web_service_answers_rows_and_says_what_is_wrong_with_them()
    {
        var model = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var encoding = new TableEncoding([new NumberEncoding("x", 0, 1), new CategoryEncoding("color", ["blue", "red"])], [new CategoryEncoding("kind", ["a", "b"])]);
        var net = new Network<float>(TableNet.Layered(encoding, [], UnitFunction.Tanh));
        net["numbers->kind"][1] = 5;
        (new Model(net) with { Encodings = encoding.ToJson() }).Save(model);
        var address = $"http://127.0.0.1:{FreePort()}";
        var main = Assembly.Load("PredictService").EntryPoint!;
        new Thread(() => main.Invoke(null, [new[] { "--urls", address, "--model", model, "--Logging:LogLevel:Default", "None" }])) { IsBackground = true }.Start();

        using var client = new HttpClient { BaseAddress = new Uri(address) };
        using var answer = await Post(client, new { x = 2.0, color = "red" });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal("b", json.RootElement[0].GetProperty("text").GetString());
        using var wrong = await Post(client, new { x = 2.0, color = "green" });
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Contains("holds 'green', which is not one of the categories seen in training", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("color", await client.GetStringAsync("/columns"), StringComparison.Ordinal);
        File.Delete(model);
    }

    /// <summary>Posts a row, waiting until the service listens.</summary>
    private static async Task<HttpResponseMessage> Post(HttpClient client, object row)
    {
        for (var trial = 0; ; trial++)
        {
            try
            {
                return await client.PostAsJsonAsync("/predict", row);
            }
            catch (HttpRequestException) when (trial < 200)
            {
                await Task.Delay(100);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
