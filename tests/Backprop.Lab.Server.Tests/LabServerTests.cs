using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Backprop.Lab.Server.Tests;

public sealed class LabServerTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static async Task<string> TextAsync(HttpResponseMessage answer) => await answer.Content.ReadAsStringAsync(Stop);

    private static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text);

    /// <summary>What the server answers to these bytes until it closes the connection or says no more.</summary>
    private static async Task<string> SayAsync(ServedSite site, string text)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, site.Server.Port, Stop);
        var stream = client.GetStream();
        await stream.WriteAsync(Ascii(text), Stop);
        using var reader = new StreamReader(stream, Encoding.ASCII);
        try
        {
            return await reader.ReadToEndAsync(Stop);
        }
        catch (IOException)
        {
            return "reset";
        }
    }

    [Theory]
    [InlineData("/", "text/html; charset=utf-8", ServedSite.Page)]
    [InlineData("/index.html", "text/html; charset=utf-8", ServedSite.Page)]
    [InlineData("/lab.js", "text/javascript; charset=utf-8", ServedSite.Script)]
    [InlineData("/_framework/blazor.webassembly.js", "text/javascript; charset=utf-8", "start();")]
    public async Task A_file_of_the_site_is_sent_with_what_keeps_other_sites_out(string url, string type, string content)
    {
        await using var site = await ServedSite.StartAsync();
        using var answer = await site.AskAsync(url);
        Assert.Equal((HttpStatusCode.OK, content, type), (answer.StatusCode, await TextAsync(answer), answer.Content.Headers.ContentType!.ToString()));
        string Header(string name) => Assert.Single(answer.Headers.GetValues(name));
        Assert.Equal("default-src 'none'; frame-ancestors 'none'", Header("Content-Security-Policy"));
        Assert.Equal("nosniff", Header("X-Content-Type-Options"));
        Assert.Equal("DENY", Header("X-Frame-Options"));
        Assert.Equal("no-referrer", Header("Referrer-Policy"));
        Assert.Equal("same-origin", Header("Cross-Origin-Resource-Policy"));
        Assert.Equal("same-origin", Header("Cross-Origin-Opener-Policy"));
        Assert.False(answer.Headers.Contains("Server"));
        Assert.DoesNotContain(answer.Headers, static header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase) || header.Key == "Set-Cookie");
    }

    [Theory]
    [InlineData("gzip, deflate, br, zstd", "br", "as brotli")]
    [InlineData("gzip, deflate", "gzip", "as gzip")]
    [InlineData("br;q=0, gzip;q=0.5", "gzip", "as gzip")]
    [InlineData("identity", null, ServedSite.Script)]
    [InlineData("no such; encoding;;", null, ServedSite.Script)]
    public async Task A_file_is_sent_in_the_smallest_form_that_the_browser_understands(string accepted, string? encoding, string content)
    {
        await using var site = await ServedSite.StartAsync();
        using var answer = await site.AskAsync("/lab.js", null, ("Accept-Encoding", accepted));
        Assert.Equal((content, encoding), (await TextAsync(answer), answer.Content.Headers.ContentEncoding.SingleOrDefault()));
        Assert.Equal("Accept-Encoding", Assert.Single(answer.Headers.Vary));
        // The compressed form is not a file of its own.
        using var form = await site.AskAsync("/lab.js.br");
        Assert.Equal(HttpStatusCode.NotFound, form.StatusCode);
    }

    [Fact]
    public async Task A_browser_that_has_a_file_is_sent_no_body()
    {
        await using var site = await ServedSite.StartAsync();
        using var first = await site.AskAsync("/lab.js", null, ("Accept-Encoding", "br"));
        using var again = await site.AskAsync("/lab.js", null, ("Accept-Encoding", "br"), ("If-None-Match", $"\"other\", {first.Headers.ETag}"));
        using var other = await site.AskAsync("/lab.js", null, ("If-None-Match", first.Headers.ETag!.ToString()));
        using var head = await site.AskAsync("/lab.js", HttpMethod.Head);
        Assert.Equal((HttpStatusCode.NotModified, ""), (again.StatusCode, await TextAsync(again)));
        Assert.Equal((HttpStatusCode.OK, ServedSite.Script), (other.StatusCode, await TextAsync(other)));
        Assert.Equal((HttpStatusCode.OK, ServedSite.Script.Length, ""), (head.StatusCode, head.Content.Headers.ContentLength!.Value, await TextAsync(head)));
        Assert.True(first.Headers.CacheControl!.NoCache);
    }

    [Fact]
    public async Task Named_files_are_sent_to_who_has_the_token_as_they_are_now()
    {
        await using var site = await ServedSite.StartAsync();
        using var list = await site.AskWithTokenAsync("/named", ("Sec-Fetch-Site", "same-origin"), ("Origin", site.Server.Address.TrimEnd('/')));
        Assert.Equal("""["net.json","xor.cases"]""", await TextAsync(list));
        await File.WriteAllTextAsync(site["xor.cases"], "edited", Stop);
        using var file = await site.AskWithTokenAsync("/named/1");
        Assert.Equal("edited", await TextAsync(file));
        Assert.True(file.Headers.CacheControl!.NoStore);
        File.Delete(site["xor.cases"]);
        using var gone = await site.AskWithTokenAsync("/named/1");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        Assert.Equal(32, site.Server.Token.Length);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Sec-Fetch-Site", "none")]
    [InlineData("Origin", "http://127.0.0.1:1")]
    [InlineData("Origin", "null")]
    public async Task Named_files_are_not_sent_without_the_token_or_to_another_site(string? header, string value = "")
    {
        await using var site = await ServedSite.StartAsync();
        (string, string)[] headers = header is null ? [(LabAnswers.TokenHeader, new string('0', 32))] : [(header, value), (LabAnswers.TokenHeader, site.Server.Token)];
        foreach (var url in (string[])["/named", "/named/0", "/named/7"])
        {
            using var answer = await site.AskAsync(url, null, headers);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
            using var bare = await site.AskAsync(url);
            Assert.Equal(HttpStatusCode.Forbidden, bare.StatusCode);
        }
    }

    [Theory]
    [InlineData("evil.example:{0}")]
    [InlineData("evil.example")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:1")]
    [InlineData("localhost.evil.example:{0}")]
    [InlineData("127.0.0.2:{0}")]
    [InlineData("")]
    public async Task A_name_of_another_site_that_leads_here_gets_nothing(string host)
    {
        await using var site = await ServedSite.StartAsync();
        var answer = await SayAsync(site, $"GET /named HTTP/1.1\r\nHost: {string.Format(System.Globalization.CultureInfo.InvariantCulture, host, site.Server.Port)}\r\n{LabAnswers.TokenHeader}: {site.Server.Token}\r\nConnection: close\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 421", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost:{0}")]
    [InlineData("LOCALHOST:{0}")]
    [InlineData("[::1]:{0}")]
    [InlineData("127.0.0.1:{0}")]
    public async Task The_names_of_this_machine_are_answered(string host)
    {
        await using var site = await ServedSite.StartAsync();
        var answer = await SayAsync(site, $"GET / HTTP/1.1\r\nHost: {string.Format(System.Globalization.CultureInfo.InvariantCulture, host, site.Server.Port)}\r\nConnection: close\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/../secret")]
    [InlineData("/../../secret")]
    [InlineData("/%2e%2e/secret")]
    [InlineData("/..%2fsecret")]
    [InlineData("/..\\secret")]
    [InlineData("/named/../secret")]
    [InlineData("/named/0/../../secret")]
    [InlineData("/named/-1")]
    [InlineData("/named/00")]
    [InlineData("/named/")]
    [InlineData("//etc/passwd")]
    [InlineData("/site/index.html")]
    [InlineData("/INDEX.HTML")]
    [InlineData("/index.html/")]
    [InlineData("/index.html%00")]
    public async Task No_path_leads_to_another_file(string path)
    {
        await using var site = await ServedSite.StartAsync();
        var answer = await SayAsync(site, $"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{site.Server.Port}\r\n{LabAnswers.TokenHeader}: {site.Server.Token}\r\nConnection: close\r\n\r\n");
        Assert.Matches("^HTTP/1.1 40[04]", answer);
        Assert.DoesNotContain("not named", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    [InlineData("TRACE")]
    public async Task Only_GET_and_HEAD_are_answered(string method)
    {
        await using var site = await ServedSite.StartAsync();
        using var answer = await site.AskAsync("/", new HttpMethod(method), ("Origin", "http://evil.example"), ("Access-Control-Request-Method", "GET"));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal(["GET", "HEAD"], answer.Content.Headers.Allow.Order());
    }

    [Fact]
    public async Task Headers_without_end_are_refused()
    {
        await using var site = await ServedSite.StartAsync();
        var answer = await SayAsync(site, $"GET / HTTP/1.1\r\nHost: 127.0.0.1:{site.Server.Port}\r\nLong: {new string('x', 40_000)}\r\n\r\n");
        Assert.Matches("^(HTTP/1.1 431|reset)", answer);
        Assert.Matches("^(HTTP/1.1 414|reset)", await SayAsync(site, $"GET /{new string('x', 40_000)} HTTP/1.1\r\n\r\n"));
        Assert.StartsWith("HTTP/1.1 400", await SayAsync(site, "no such thing\r\n\r\n"), StringComparison.Ordinal);
        using var next = await site.AskAsync("/");
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
    }

    [Fact]
    public async Task A_thousand_connections_at_once_are_answered_beside_a_hundred_that_say_nothing()
    {
        await using var site = await ServedSite.StartAsync();
        var clients = new List<TcpClient>();
        try
        {
            for (var client = 0; client < 1100; client++)
            {
                clients.Add(new TcpClient());
                await clients[client].ConnectAsync(IPAddress.Loopback, site.Server.Port, Stop);
            }
            // All are open; a hundred stop in the middle of their headers.
            for (var client = 0; client < 1100; client++)
                await clients[client].GetStream().WriteAsync(Ascii(client < 100 ? "GET / HTTP/1.1\r\nHo" : $"GET /lab.js HTTP/1.1\r\nHost: 127.0.0.1:{site.Server.Port}\r\nConnection: close\r\n\r\n"), Stop);
            for (var client = 100; client < 1100; client++)
            {
                using var reader = new StreamReader(clients[client].GetStream(), Encoding.ASCII);
                Assert.EndsWith(ServedSite.Script, await reader.ReadToEndAsync(Stop), StringComparison.Ordinal);
            }
        }
        finally
        {
            clients.ForEach(static client => client.Dispose());
        }
    }

    [Fact]
    public async Task A_client_that_asks_byte_by_byte_or_takes_nothing_holds_nobody_up()
    {
        var site = await ServedSite.StartAsync(patience: TimeSpan.FromSeconds(1.5));
        using TcpClient slow = new(), deaf = new();
        // Little room on this side, so that what is not taken stays with the server.
        deaf.ReceiveBufferSize = 4096;
        await slow.ConnectAsync(IPAddress.Loopback, site.Server.Port, Stop);
        await deaf.ConnectAsync(IPAddress.Loopback, site.Server.Port, Stop);
        await deaf.GetStream().WriteAsync(Ascii($"GET /large HTTP/1.1\r\nHost: 127.0.0.1:{site.Server.Port}\r\n\r\n"), Stop);
        var asking = Task.Run(async () =>
        {
            foreach (var letter in Ascii($"GET / HTTP/1.1\r\nHost: 127.0.0.1:{site.Server.Port}\r\nLong: "))
                await slow.GetStream().WriteAsync(new[] { letter }, Stop);
            // It is never done; the server ends it.
            using var reader = new StreamReader(slow.GetStream(), Encoding.ASCII);
            return await reader.ReadToEndAsync(Stop);
        }, Stop);
        for (var other = 0; other < 20; other++)
        {
            using var answer = await site.AskAsync("/lab.js");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
        Assert.StartsWith("HTTP/1.1 408", await asking.WaitAsync(TimeSpan.FromSeconds(60), Stop), StringComparison.Ordinal);
        await site.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20), Stop);
    }

    [Fact]
    public async Task A_client_that_reads_nothing_is_cut_off()
    {
        await using var site = await ServedSite.StartAsync(patience: TimeSpan.FromSeconds(1.5));
        using var deaf = new TcpClient { ReceiveBufferSize = 4096 };
        await deaf.ConnectAsync(IPAddress.Loopback, site.Server.Port, Stop);
        var stream = deaf.GetStream();
        await stream.WriteAsync(Ascii($"GET /large HTTP/1.1\r\nHost: 127.0.0.1:{site.Server.Port}\r\n\r\n"), Stop);

        // It reads nothing, and learns by what it says that nobody listens.
        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            while (true)
            {
                await stream.WriteAsync(Ascii("x"), Stop);
                await Task.Delay(20, Stop);
            }
        }).WaitAsync(TimeSpan.FromSeconds(120), Stop);

        using var answer = await site.AskAsync("/lab.js");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Stopping_does_not_wait_for_clients_that_say_nothing()
    {
        var site = await ServedSite.StartAsync();
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, site.Server.Port, Stop);
        await client.GetStream().WriteAsync(Ascii("GET / HTTP/1.1\r\n"), Stop);
        await site.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20), Stop);
        using var late = new TcpClient();
        await Assert.ThrowsAnyAsync<SocketException>(async () => await late.ConnectAsync(IPAddress.Loopback, site.Server.Port, Stop));
    }

    [Fact]
    public async Task A_second_lab_is_served_at_another_port_unless_one_is_asked_for()
    {
        await using var first = await ServedSite.StartAsync();
        await using var second = await ServedSite.StartAsync();
        Assert.NotEqual(first.Server.Port, second.Server.Port);
        Assert.NotEqual(first.Server.Token, second.Server.Token);
        await Assert.ThrowsAnyAsync<IOException>(async () => await LabServer.StartAsync(LabSite.Read(first["site"], []), second.Server.Port));
    }

    [Fact]
    public async Task A_folder_without_a_lab_or_a_page_without_a_policy_is_refused()
    {
        await using var site = await ServedSite.StartAsync();
        Assert.Contains("holds no lab", Assert.Throws<IOException>(() => LabSite.Read(Path.Combine(site["site"], "_framework"), [])).Message, StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(site["site"], "index.html"), "<p>lab</p>", Stop);
        Assert.Contains("no content security policy", Assert.Throws<IOException>(() => LabSite.Read(site["site"], [])).Message, StringComparison.Ordinal);
    }
}
