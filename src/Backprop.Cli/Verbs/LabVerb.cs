using System.CommandLine;
using System.Globalization;
using System.Runtime.CompilerServices;
using Backprop.Lab.Server;

namespace Backprop.Cli;

/// <summary><c>backprop lab</c>: serves the page of the lab, and the named files, to a browser on this machine.</summary>
internal sealed class LabVerb
{
    private readonly Argument<string[]> files = new("file")
    {
        HelpName = "files",
        Description = "What the page opens with: net.json and a case file, a table, a model, files of another program that 'import' reads, or the name of an experiment of 'paper' or 'gallery'.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<int?> port = new Option<int?>("--port")
    {
        HelpName = "number",
        Description = string.Create(CultureInfo.InvariantCulture, $"The port of the address; {LabServer.UsualPort} by default, or a free one if that is taken."),
    }.Within(1, 65535);

    private readonly Option<bool> noBrowser = new("--no-browser") { Description = "Print the address only." };
    private readonly Terminal terminal;

    private LabVerb(Terminal terminal) => this.terminal = terminal;

    /// <summary>The folder of the site, beside the tool.</summary>
    private static string Folder => Path.Combine(AppContext.BaseDirectory, "lab");

    public static Command Create(Terminal terminal)
    {
        var verb = new LabVerb(terminal);
        var command = new Command("lab", "Open a page in which a net learns before your eyes, with the same bits as here; Ctrl-C ends it, with exit code 0.") { verb.files, verb.port, verb.noBrowser };
        command.SetAction(verb.Run);
        return command;
    }

    private int Run(ParseResult parse)
    {
        var content = LabContent.Of(parse.GetValue(files) ?? []);
        if (!RuntimeFeature.IsDynamicCodeSupported)
            throw new InputException("a tool that is compiled ahead of time has no lab: its server is loaded at run time; use the tool on .NET, as in: dotnet run -c Release -p:WithLab=true --project src/Backprop.Cli -- lab");
        if (!Directory.Exists(Folder))
            throw new InputException("this tool was built without the lab; add -p:WithLab=true to the command that builds it, as in: dotnet run -c Release -p:WithLab=true --project src/Backprop.Cli -- lab");
        ServerFramework.Load();
        ServeAsync(content, parse.GetValue(port), !parse.GetValue(noBrowser)).GetAwaiter().GetResult();
        return ExitCode.Done;
    }

    // Not inlined: its types need what ServerFramework loads.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task ServeAsync(LabContent content, int? wanted, bool opens)
    {
        var server = await StartAsync(content, wanted).ConfigureAwait(false);
        await using (server.ConfigureAwait(false))
        {
            var address = server.Address + content.Fragment(server.Token);
            await terminal.Out.WriteLineAsync(address).ConfigureAwait(false);
            await terminal.Out.FlushAsync().ConfigureAwait(false);
            var opened = opens && BrowserWindow.TryOpen(address);
            await terminal.Error.WriteLineAsync(opened ? "Ctrl-C ends the lab" : "open this address in a browser; Ctrl-C ends the lab").ConfigureAwait(false);
            var ended = new TaskCompletionSource();
            using (terminal.Interrupted.Register(ended.SetResult))
                await ended.Task.ConfigureAwait(false);
        }
    }

    private static async Task<LabServer> StartAsync(LabContent content, int? wanted)
    {
        try
        {
            return await LabServer.StartAsync(LabSite.Read(Folder, content.Named()), wanted).ConfigureAwait(false);
        }
        catch (IOException e) when (wanted is { } taken && e.InnerException is not null)
        {
            throw new InputException(string.Create(CultureInfo.InvariantCulture, $"port {taken} is taken by another program; choose another --port, or leave it out"), e);
        }
    }
}
