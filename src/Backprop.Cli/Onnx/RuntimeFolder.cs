using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Backprop.Onnx;

namespace Backprop.Cli;

/// <summary>
/// Loads ONNX Runtime from a folder that the user names: the output of <c>dotnet publish src/Backprop.Onnx.Runtime -o FOLDER</c>.
/// This runs code from that folder, so no other folder is searched.
/// </summary>
internal static class RuntimeFolder
{
    private const string PlugIn = "Backprop.Onnx.Runtime";

    /// <exception cref="InputException">The folder does not hold ONNX Runtime for this version of the tool; the message says what to do.</exception>
    public static IOnnxRuntime Load(string folder)
    {
        var path = Path.GetFullPath(Path.Combine(folder, PlugIn + ".dll"));
        if (!RuntimeFeature.IsDynamicCodeSupported)
            throw new InputException("a tool that is compiled ahead of time cannot load ONNX Runtime; use the tool on .NET, as in: dotnet run -c Release --project src/Backprop.Cli -- export");
        if (!File.Exists(path)) throw new InputException($"'{folder}' does not hold {PlugIn}.dll; 'dotnet publish src/{PlugIn} -o FOLDER' makes such a folder");
        try
        {
            var loaded = new Context(path).LoadFromAssemblyPath(path);
            var (found, expected) = (loaded.GetName().Version, typeof(IOnnxRuntime).Assembly.GetName().Version);
            if (found != expected) throw new InputException($"{PlugIn}.dll in '{folder}' is of version {found}, but the tool is of version {expected}; publish it anew");
            var type = loaded.GetType("Backprop.Onnx.OnnxRuntime", throwOnError: true)!;
            var runtime = (IOnnxRuntime)Activator.CreateInstance(type)!;
            _ = runtime.Name; // loads the native library
            return runtime;
        }
        catch (Exception e) when (e is BadImageFormatException or FileLoadException or FileNotFoundException or TypeLoadException or InvalidCastException
            or TargetInvocationException or TypeInitializationException or DllNotFoundException or InvalidOperationException)
        {
            throw new InputException($"ONNX Runtime cannot be loaded from '{folder}': {e.GetBaseException().Message}");
        }
    }

    // Assemblies that the tool has are the tool's own; the rest, native libraries included, come from the folder.
    private sealed class Context(string path) : AssemblyLoadContext(PlugIn)
    {
        private readonly AssemblyDependencyResolver resolver = new(path);

        protected override Assembly? Load(AssemblyName name) =>
            name.Name is "Backprop" or "Backprop.Onnx" ? null : resolver.ResolveAssemblyToPath(name) is { } found ? LoadFromAssemblyPath(found) : null;

        protected override IntPtr LoadUnmanagedDll(string name) =>
            resolver.ResolveUnmanagedDllToPath(name) is { } found ? LoadUnmanagedDllFromPath(found) : IntPtr.Zero;
    }
}
