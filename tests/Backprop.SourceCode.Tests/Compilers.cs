using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Backprop.SourceCode.Tests;

/// <summary>Compilers of the machine, and programs that they make. .ci/run installs them; elsewhere a test without its compiler is skipped.</summary>
internal static class Compilers
{
    /// <summary>ENOEXEC.</summary>
    private const int NoSuchFormat = 8;

    private const string Emulator = "qemu-i386";

    /// <summary>Runs a program in a folder and gives its output; the test fails with what it wrote where its exit code is not 0.</summary>
    public static string Run(string folder, string program, params string[] arguments)
    {
        var (code, output) = TryRun(folder, program, arguments);
        Assert.True(code == 0, $"{program} {string.Join(' ', arguments)}: {code}\n{output[..Math.Min(output.Length, 3000)]}");
        return output;
    }

    /// <summary>Runs a program in a folder; one of 32 bits by an emulator where the kernel runs none.</summary>
    /// <returns>Its exit code, and its output and error output.</returns>
    public static (int Code, string Output) TryRun(string folder, string program, params string[] arguments)
    {
        try
        {
            return Start(folder, program, arguments);
        }
        catch (Win32Exception exception) when (exception.NativeErrorCode == NoSuchFormat)
        {
            return Start(folder, Emulator, [program, .. arguments]);
        }
    }

    private static (int Code, string Output) Start(string folder, string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.GetAwaiter().GetResult());
    }

    /// <summary>Skips the test where a compiler is not there, or makes no programs with these options that run; in continuous integration both are failures.</summary>
    public static void Need(string compiler, params string[] options)
    {
        Assert.SkipWhen(options.Contains("-m32") && RuntimeInformation.ProcessArchitecture != Architecture.X64, "only processors of the x86 family run such programs");
        if (Environment.GetEnvironmentVariable("CI") == "true")
            return;
        var folder = Directory.CreateTempSubdirectory("backprop-compiler-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "main.c"), "#include <math.h>\nint main(void) { return 0; }\n");
            Assert.SkipUnless(Works(), $"{compiler} {string.Join(' ', options)} is not there");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        bool Works()
        {
            try
            {
                return TryRun(folder, compiler, [.. options, "main.c", "-o", "main", "-lm"]).Code == 0 && TryRun(folder, Path.Combine(folder, "main")).Code == 0;
            }
            catch (Win32Exception)
            {
                return false;
            }
        }
    }
}
