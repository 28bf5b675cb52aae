using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Backprop.Lab.Server;

/// <summary>Answers requests: the site to who asks on this machine, the named files to its own page with the token.</summary>
internal sealed class LabAnswers(LabSite site, int port, string token)
{
    /// <summary>The header in which the page says the token. A page of another origin cannot send it without asking first, and nobody answers that question.</summary>
    public const string TokenHeader = "Lab-Token";

    private const string Identity = "identity";

    private readonly string[] hosts = [.. Hosts.Select(host => string.Create(CultureInfo.InvariantCulture, $"{host}:{port}"))];
    private readonly byte[] token = Encoding.ASCII.GetBytes(token);

    private static string[] Hosts => ["127.0.0.1", "localhost", "[::1]"];

    /// <summary>Answers one request.</summary>
    public Task AnswerAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        var headers = response.Headers;
        headers.ContentSecurityPolicy = site.Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";

        // A name of another site that leads to this machine (DNS rebinding) is not one of these.
        if (!hosts.Contains(request.Host.Value, StringComparer.OrdinalIgnoreCase))
            return SayAsync(context, StatusCodes.Status421MisdirectedRequest, "This address is not that of the lab.");
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
        {
            headers.Allow = "GET, HEAD";
            return SayAsync(context, StatusCodes.Status405MethodNotAllowed, "The lab only answers GET and HEAD.");
        }
        var path = request.Path.Value ?? "";
        if (site.Files.TryGetValue(path, out var file))
            return SendAsync(context, file);
        if (path != LabSite.NamedUrl && !path.StartsWith(LabSite.NamedUrl + "/", StringComparison.Ordinal))
            return SayAsync(context, StatusCodes.Status404NotFound, "There is no such page.");
        // Who may not ask does not learn which files there are.
        if (!IsOwnPage(request) || !HasToken(request))
            return SayAsync(context, StatusCodes.Status403Forbidden, "Only the page that 'backprop lab' opens may read the named files.");
        headers.CacheControl = "no-store";
        if (path == LabSite.NamedUrl)
        {
            headers.ContentType = "application/json; charset=utf-8";
            // As nodes: the tool has no JSON by reflection.
            return context.Response.WriteAsync(new JsonArray([.. site.Named.Select(static named => (JsonNode)named.Name)]).ToJsonString(), context.RequestAborted);
        }
        return site.NamedByUrl.TryGetValue(path, out var wanted) ? SendAsync(context, wanted) : SayAsync(context, StatusCodes.Status404NotFound, "There is no such file.");
    }

    private static bool IsOwnPage(HttpRequest request)
    {
        // Browsers say where a request comes from; other programs need not.
        var site = request.Headers["Sec-Fetch-Site"];
        if (site.Count > 0 && site != "same-origin") return false;
        var origin = request.Headers.Origin;
        return origin.Count == 0 || (origin.Count == 1 && string.Equals(origin[0], $"http://{request.Host.Value}", StringComparison.OrdinalIgnoreCase));
    }

    private bool HasToken(HttpRequest request) =>
        request.Headers[TokenHeader] is [{ } given] && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), token);

    private static Task SendAsync(HttpContext context, SiteFile file)
    {
        var (request, response) = (context.Request.GetTypedHeaders(), context.Response);
        var form = file.Forms.First(form => Accepts(request.AcceptEncoding, form.Encoding));
        response.Headers.ETag = form.Tag;
        // Kept, and asked for again each time: another version of the tool may serve at the same port.
        response.Headers.CacheControl = "no-cache";
        response.Headers.Vary = "Accept-Encoding";
        if (request.IfNoneMatch.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || tag.Compare(new EntityTagHeaderValue(form.Tag), useStrongComparison: false)))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }
        response.ContentType = file.ContentType;
        response.ContentLength = form.Content.Length;
        if (form.Encoding != Identity) response.Headers.ContentEncoding = form.Encoding;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : SendAsync(response.Body, form.Content, context.RequestAborted);
    }

    private static bool Accepts(IList<StringWithQualityHeaderValue> accepted, string encoding) =>
        encoding == Identity || accepted.Any(each => each.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase) && each.Quality is not 0);

    /// <summary>Sends part by part, so that a client that reads nothing is found out at the first part that it does not take: the time that a part may take grows with its bytes.</summary>
    private static async Task SendAsync(Stream body, ReadOnlyMemory<byte> content, CancellationToken aborted)
    {
        const int part = 1 << 16;
        for (var first = 0; first < content.Length; first += part)
            await body.WriteAsync(content.Slice(first, Math.Min(part, content.Length - first)), aborted).ConfigureAwait(false);
    }

    private static async Task SendAsync(HttpContext context, NamedFile file)
    {
        FileStream content;
        try
        {
            content = File.OpenRead(file.Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await SayAsync(context, StatusCodes.Status404NotFound, "The file can no longer be read.").ConfigureAwait(false);
            return;
        }
        await using (content.ConfigureAwait(false))
        {
            context.Response.ContentType = "application/octet-stream";
            context.Response.ContentLength = content.Length;
            if (HttpMethods.IsGet(context.Request.Method))
                await content.CopyToAsync(context.Response.Body, context.RequestAborted).ConfigureAwait(false);
        }
    }

    private static Task SayAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsync(text + "\n", context.RequestAborted);
    }
}
