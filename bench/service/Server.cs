using System.Diagnostics;
using System.Reflection;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Backprop.ServiceBench;

/// <summary>The sample web API in this process.</summary>
internal static class Server
{
    /// <summary>Starts it with a model.</summary>
    /// <returns>Its address once it listens.</returns>
    public static async Task<Uri> Start(string model)
    {
        var listening = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        // The host says when it is built; from then on it can be asked to say when it listens.
        using var hosts = DiagnosticListener.AllListeners.Subscribe(new Observer<DiagnosticListener>(source =>
        {
            if (source.Name == "Microsoft.Extensions.Hosting")
                source.Subscribe(new Observer<KeyValuePair<string, object?>>(written =>
                {
                    if (written is { Key: "HostBuilt", Value: IHost host })
                        host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStarted.Register(() =>
                            listening.TrySetResult(new Uri(host.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single())));
                }));
        }));
        string[] arguments = ["--urls", "http://127.0.0.1:0", "--model", model, "--Logging:LogLevel:Default", "Warning"];
        new Thread(() =>
        {
            try
            {
                Assembly.Load("PredictService").EntryPoint!.Invoke(null, [arguments]);
            }
            catch (Exception e)
            {
                listening.TrySetException(e);
            }
        })
        { IsBackground = true }.Start();
        return await listening.Task;
    }

    private sealed class Observer<T>(Action<T> next) : IObserver<T>
    {
        public void OnNext(T value) => next(value);

        public void OnError(Exception error) { }

        public void OnCompleted() { }
    }
}
