using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Backprop.Lab.Browser.Tests;

/// <summary>A page of another origin in the same browser tries to read the lab, knowing the port and even the token.</summary>
public sealed class HostilePageTests(LabBrowser browser)
{
    private const string Net = """{"groups":[{"name":"in","size":1,"role":"input"},{"name":"out","size":1,"role":"output"}],"projections":[{"from":"in","to":"out"}]}""";

    // Every way by which it reads something is a word of its title.
    private const string Attack = """
        <!doctype html><title></title><body><script>
        const target = 'TARGET', token = 'TOKEN', read = [];
        const within = (promise, ms) => Promise.race([promise, new Promise(resolve => setTimeout(resolve, ms))]);
        const tries = {
          page: async () => (await (await fetch(target)).text()).length > 0,
          file: async () => (await (await fetch(target + 'named/0', { headers: { 'Lab-Token': token } })).text()).length > 0,
          opaque: async () => (await fetch(target + 'named/0', { mode: 'no-cors' })).type === 'opaque',
          script: () => new Promise(resolve => { const script = document.createElement('script'); script.src = target + 'lab.js'; script.onload = () => resolve(true); script.onerror = () => resolve(false); document.body.append(script); }),
          image: () => new Promise(resolve => { const image = new Image(); image.src = target + 'icon.svg'; image.onload = () => resolve(true); image.onerror = () => resolve(false); }),
          style: () => new Promise(resolve => { const link = document.createElement('link'); link.rel = 'stylesheet'; link.href = target + 'lab.css'; link.onload = () => resolve(true); link.onerror = () => resolve(false); document.head.append(link); }),
          socket: () => new Promise(resolve => { const socket = new WebSocket(target.replace('http', 'ws') + 'named'); socket.onopen = () => resolve(true); socket.onerror = () => resolve(false); }),
        };
        (async () => {
          for (const [name, attempt] of Object.entries(tries)) { try { if (await within(attempt(), 5000)) read.push(name); } catch { } }
          const frame = document.createElement('iframe');
          frame.src = target;
          document.body.append(frame);
          await within(new Promise(resolve => frame.onload = resolve), 5000);
          document.title = 'read: ' + read.join(' ');
        })();
        </script>
        """;

    /// <summary>Serves on a free port.</summary>
    private static async Task<(WebApplication Server, string Site)> ServeAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var server = builder.Build();
        server.UseWebSockets();
        server.Run(answer);
        await server.StartAsync(TestContext.Current.CancellationToken);
        return (server, server.Urls.Single() + "/");
    }

    /// <summary>What the attack reads of a target, and the text of the frame in which it shows it.</summary>
    private static async Task<(string Read, string Frame)> AttackAsync(LabVisit visit, string target, string token)
    {
        var (server, site) = await ServeAsync(context =>
        {
            context.Response.ContentType = "text/html";
            return context.Response.WriteAsync(Attack.Replace("TARGET", target, StringComparison.Ordinal).Replace("TOKEN", token, StringComparison.Ordinal));
        });
        await using (server)
        {
            var page = await visit.Context.NewPageAsync();
            await page.GotoAsync(site);
            await Microsoft.Playwright.Assertions.Expect(page).ToHaveTitleAsync(new System.Text.RegularExpressions.Regex("^read:", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)), new() { Timeout = 60_000 });
            var frame = page.Frames.FirstOrDefault(frame => frame != page.MainFrame);
            var text = frame is null || !frame.Url.StartsWith(target, StringComparison.Ordinal) ? "" : await frame.Locator("body").InnerTextAsync();
            return (await page.TitleAsync(), text);
        }
    }

    [Fact]
    public async Task A_page_of_another_port_reads_nothing_of_the_lab()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("backprop-lab-").FullName, "hidden-from-others.json");
        await File.WriteAllTextAsync(file, Net, TestContext.Current.CancellationToken);
        await using var lab = await LabProcess.StartAsync(file);
        await using var visit = await browser.VisitAsync(lab);
        // The lab's own page reads the file by the same token.
        await Microsoft.Playwright.Assertions.Expect((await visit.OpenAsync()).Locator("#experiment option:checked")).ToHaveTextAsync("hidden-from-others");
        var (read, frame) = await AttackAsync(visit, lab.Site, lab.Address.Fragment.Split('=')[1]);
        Assert.Equal(("read:", ""), (read.TrimEnd(), frame));
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }

    [Fact]
    public async Task The_same_attack_reads_a_server_that_does_not_defend_itself()
    {
        await using var visit = await browser.VisitAsync();
        var (server, site) = await ServeAsync(static async context =>
        {
            context.Response.Headers.AccessControlAllowOrigin = "*";
            context.Response.Headers.AccessControlAllowHeaders = "*";
            if (context.WebSockets.IsWebSocketRequest)
            {
                using var socket = await context.WebSockets.AcceptWebSocketAsync();
                return;
            }
            var (type, text) = context.Request.Path.Value switch
            {
                "/lab.js" => ("text/javascript", "1"),
                "/icon.svg" => ("image/svg+xml", """<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>"""),
                "/lab.css" => ("text/css", "p { }"),
                _ => ("text/html", "<p>open"),
            };
            context.Response.ContentType = type;
            await context.Response.WriteAsync(text);
        });
        await using (server)
            Assert.Equal(("read: page file opaque script image style socket", "open"), await AttackAsync(visit, site, "0"));
    }

    [Fact]
    public async Task A_foreign_name_that_leads_to_this_machine_shows_nothing_of_the_lab()
    {
        await using var visit = await browser.VisitAsync();
        var page = await visit.Context.NewPageAsync();
        var address = new UriBuilder(visit.Lab.Site) { Host = LabBrowser.ReboundName };
        var answer = await page.GotoAsync(address.Uri.ToString());
        Assert.Equal(421, answer!.Status);
        Assert.Equal("This address is not that of the lab.", (await page.Locator("body").InnerTextAsync()).Trim());
    }
}
