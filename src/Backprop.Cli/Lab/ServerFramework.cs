using System.Runtime.Loader;

namespace Backprop.Cli;

/// <summary>
/// Makes the ASP.NET Core runtime available to the server of the lab, in a tool that starts with the .NET runtime alone.
/// It lies beside the .NET runtime that runs the tool, so its code is that of the same installation.
/// </summary>
internal static class ServerFramework
{
    private const string Framework = "Microsoft.AspNetCore.App";

    /// <summary>Makes the runtime's assemblies known to this process.</summary>
    /// <exception cref="InputException">It is not installed; the message says what to do.</exception>
    public static void Load()
    {
        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location) ?? "";
        var folder = Find(runtime, Environment.Version)
            ?? throw new InputException($"the lab is served by the ASP.NET Core runtime {Environment.Version.Major}, which is not installed beside the .NET runtime in '{runtime}'; install it (https://dot.net, or your system's package aspnetcore-runtime-{Environment.Version.ToString(2)})");
        AssemblyLoadContext.Default.Resolving += (context, name) => Path.Combine(folder, name.Name + ".dll") is var path && File.Exists(path) ? context.LoadFromAssemblyPath(path) : null;
    }

    /// <summary>The newest ASP.NET Core runtime of a version of .NET.</summary>
    /// <param name="runtime">The folder of the .NET runtime: …/shared/Microsoft.NETCore.App/10.0.1.</param>
    /// <param name="version">Its version.</param>
    /// <returns>The folder; null if there is none.</returns>
    internal static string? Find(string runtime, Version version)
    {
        if (Path.GetDirectoryName(Path.GetDirectoryName(runtime)) is not { Length: > 0 } shared || Path.Combine(shared, Framework) is var frameworks && !Directory.Exists(frameworks))
            return null;
        return Directory.EnumerateDirectories(frameworks)
            .Select(static folder => (Folder: folder, Version: Version.TryParse(Path.GetFileName(folder), out var found) ? found : new Version()))
            .Where(each => each.Version.Major == version.Major && each.Version.Minor == version.Minor)
            .OrderByDescending(static each => each.Version).Select(static each => each.Folder).FirstOrDefault();
    }
}
