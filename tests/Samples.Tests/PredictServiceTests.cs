using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json;
using Backprop;
using Backprop.Data;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Samples.Tests;

public sealed class PredictServiceTests
{
    [Fact]
    public async Task A_web_service_answers_rows_and_says_what_is_wrong_with_them()
    {
        var model = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var table = Table.Read(Path.Combine(AppContext.BaseDirectory, "iris.csv"), new ColumnChoices { Targets = ["species"] });
        TableTraining.Train(table, new TableTrainingOptions { Sweeps = 40, Members = 1 }).Model.Save(model);
        var (address, stop) = await Start("--urls", "http://127.0.0.1:0", "--model", model, "--Logging:LogLevel:Default", "None");

        using var client = new HttpClient { BaseAddress = address };
        var row = new Dictionary<string, object>(StringComparer.Ordinal) { ["sepal length"] = 5.1, ["sepal width"] = 3.5, ["petal length"] = 1.4, ["petal width"] = 0.2 };
        using var answer = await client.PostAsJsonAsync("/predict", row);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal("setosa", json.RootElement[0].GetProperty("text").GetString());
        row["petal width"] = "wide";
        using var wrong = await client.PostAsJsonAsync("/predict", row);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Contains("holds 'wide', which is not a finite number", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var flowers = await client.PostAsJsonAsync("/flowers", new[] { new { sepalLength = 5.1, sepalWidth = 3.5, petalLength = 1.4, petalWidth = 0.2 }, new { sepalLength = 6.3, sepalWidth = 3.3, petalLength = 6.0, petalWidth = 2.5 } });
        using var species = JsonDocument.Parse(await flowers.Content.ReadAsStringAsync());
        Assert.Equal(["setosa", "virginica"], species.RootElement.EnumerateArray().Select(one => one.GetProperty("species").GetString()));
        Assert.Contains("petal width", await client.GetStringAsync("/columns"), StringComparison.Ordinal);
        Assert.Equal("Healthy", await client.GetStringAsync("/health"));
        stop();
        File.Delete(model);
    }

    /// <summary>Starts the service in this process.</summary>
    /// <returns>Its address once it listens, and how to stop it.</returns>
    private static async Task<(Uri Address, Action Stop)> Start(params string[] arguments)
    {
        var listening = new TaskCompletionSource<(Uri, Action)>(TaskCreationOptions.RunContinuationsAsynchronously);
        // The host says when it is built; from then on it can be asked to say when it listens.
        using var hosts = DiagnosticListener.AllListeners.Subscribe(new Observer<DiagnosticListener>(source =>
        {
            if (source.Name == "Microsoft.Extensions.Hosting")
                source.Subscribe(new Observer<KeyValuePair<string, object?>>(written =>
                {
                    if (written is { Key: "HostBuilt", Value: IHost host })
                        Watch(host.Services);
                }));
        }));
        var main = Assembly.Load("PredictService").EntryPoint!;
        new Thread(() =>
        {
            try
            {
                main.Invoke(null, [arguments]);
            }
            catch (Exception e)
            {
                listening.TrySetException(e);
            }
        })
        { IsBackground = true }.Start();
        return await listening.Task;

        void Watch(IServiceProvider services)
        {
            var life = services.GetRequiredService<IHostApplicationLifetime>();
            life.ApplicationStarted.Register(() =>
            {
                var addresses = services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses;
                listening.TrySetResult((new Uri(addresses.Single()), life.StopApplication));
            });
        }
    }

    private sealed class Observer<T>(Action<T> next) : IObserver<T>
    {
        public void OnNext(T value) => next(value);

        public void OnError(Exception error) { }

        public void OnCompleted() { }
    }
}
