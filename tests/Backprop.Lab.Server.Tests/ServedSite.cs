using System.Net;

namespace Backprop.Lab.Server.Tests;

/// <summary>A small site, two named files, and the server that serves them.</summary>
internal sealed class ServedSite : IAsyncDisposable
{
    public const string Page = """<!doctype html><meta http-equiv="Content-Security-Policy" content="default-src 'none'"><p>lab</p>""";
    public const int LargeBytes = 32_000_000;
    public const string Script = "'use strict';";
    private readonly DirectoryInfo folder;

    private ServedSite(DirectoryInfo folder, LabServer server) => (this.folder, Server) = (folder, server);

    public LabServer Server { get; }

    public HttpClient Client { get; } = new(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None });

    public string this[string name] => Path.Combine(folder.FullName, name);

    public static async Task<ServedSite> StartAsync(TimeSpan? patience = null)
    {
        var folder = Directory.CreateTempSubdirectory("backprop-lab-");
        var site = folder.CreateSubdirectory("site");
        site.CreateSubdirectory("_framework");
        void Write(string name, string content) => File.WriteAllText(Path.Combine(folder.FullName, name), content);
        Write("site/index.html", Page);
        Write("site/_framework/blazor.webassembly.js", "start();");
        Write("site/lab.js", Script);
        Write("site/lab.js.br", "as brotli");
        Write("site/lab.js.gz", "as gzip");
        Write("net.json", "{}");
        Write("xor.cases", "0 1 -> 1\n");
        Write("secret", "not named");
        // More than the system keeps for a client that takes nothing.
        using (var large = File.Create(Path.Combine(site.FullName, "large"))) large.SetLength(LargeBytes);
        var server = await LabServer.StartAsync(LabSite.Read(site.FullName, [new("net.json", Path.Combine(folder.FullName, "net.json")), new("xor.cases", Path.Combine(folder.FullName, "xor.cases"))]), patience: patience);
        return new ServedSite(folder, server);
    }

    /// <summary>Asks with headers.</summary>
    public async Task<HttpResponseMessage> AskAsync(string url, HttpMethod? method = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, Server.Address.TrimEnd('/') + url);
        foreach (var (name, value) in headers)
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        return await Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>Asks as the page does.</summary>
    public Task<HttpResponseMessage> AskWithTokenAsync(string url, params (string Name, string Value)[] headers) => AskAsync(url, null, [(LabAnswers.TokenHeader, Server.Token), .. headers]);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
        folder.Delete(recursive: true);
    }
}
