using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Backprop.Lab.Server;

/// <summary>Serves a lab, and the files that the user names, to browsers on this machine alone.</summary>
internal sealed class LabServer : IAsyncDisposable
{
    /// <summary>The port where none is asked for, so that the browser finds the site of last time in its cache: the year of the paper.</summary>
    public const int UsualPort = 1986;

    // A browser on this machine takes far more of an answer. Every part has the whole patience; what the system keeps for a client that reads nothing adds a few seconds.
    private const double LeastBytesPerSecond = 1_000_000;
    private static readonly TimeSpan UsualPatience = TimeSpan.FromSeconds(10);

    // A browser opens 6 connections to a site; more than these are closed at once.
    private const int MostConnections = 4096;

    private readonly WebApplication application;

    private LabServer(WebApplication application, int port, string token)
    {
        this.application = application;
        Port = port;
        Token = token;
    }

    /// <summary>The port.</summary>
    public int Port { get; }

    /// <summary>What a page must say to read the named files: 128 random bits.</summary>
    public string Token { get; }

    /// <summary>The address of the page.</summary>
    public string Address => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}/");

    /// <summary>Starts to serve.</summary>
    /// <param name="site">What is served.</param>
    /// <param name="port">The port; null for the usual one, or any other that is free.</param>
    /// <param name="patience">How long a client has for a request, and for a part of an answer; 10 s if null.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<LabServer> StartAsync(LabSite site, int? port = null, TimeSpan? patience = null)
    {
        if (port is { } wanted) return await StartOnAsync(site, wanted, patience ?? UsualPatience).ConfigureAwait(false);
        const int attempts = 10;
        var candidate = UsualPort;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await StartOnAsync(site, candidate, patience ?? UsualPatience).ConfigureAwait(false);
            }
            catch (IOException) when (attempt < attempts)
            {
                // Another program may take a free port before the server does.
                candidate = FreePort();
            }
        }
    }

    /// <summary>Stops serving; what is being sent has a second to finish.</summary>
    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        try
        {
            await application.StopAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Clients that take longer are cut off.
        }
        await application.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task<LabServer> StartOnAsync(LabSite site, int port, TimeSpan patience)
    {
        // Empty: neither environment variables nor files can make it listen elsewhere.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = MostConnections;
            kestrel.Limits.MaxConcurrentUpgradedConnections = 0;
            kestrel.Limits.MaxRequestBodySize = 0;
            kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
            kestrel.Limits.RequestHeadersTimeout = patience;
            kestrel.Limits.MinResponseDataRate = new MinDataRate(LeastBytesPerSecond, patience);
            kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(30);
            kestrel.ListenLocalhost(port, listen => listen.Protocols = HttpProtocols.Http1);
        });
        var application = builder.Build();
        var token = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var answers = new LabAnswers(site, port, token);
        application.Run(answers.AnswerAsync);
        try
        {
            await application.StartAsync().ConfigureAwait(false);
        }
        catch
        {
            await application.DisposeAsync().ConfigureAwait(false);
            throw;
        }
        return new LabServer(application, port, token);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
