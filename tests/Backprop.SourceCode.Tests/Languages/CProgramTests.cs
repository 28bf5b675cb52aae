using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Backprop.SourceCode.Tests;

/// <summary>Headers in C have the bits of the net, whatever the compiler, its options and the precision.</summary>
public sealed class CProgramTests : IDisposable
{
    private const int Rows = 60;
    private readonly string folder = Directory.CreateTempSubdirectory("backprop-c-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    public static TheoryData<string> Builds =>
    [
        "gcc -std=c99 -O0 -Wall -Wextra -Wpedantic -Wtrigraphs -Wcomment -Werror",
        "gcc -O3 -march=native -ffp-contract=fast",
        "gcc -O1 -g -fsanitize=undefined,address -fno-sanitize-recover=all",
        "gcc -m32 -msse2 -mfpmath=sse -O2",
        "g++ -x c++ -std=c++98 -O2 -Wall -Wextra -Werror",
        "clang -O3 -march=native -ffp-contract=fast -Wall -Wextra -Werror",
    ];

    [Theory]
    [MemberData(nameof(Builds))]
    public void A_header_has_the_bits_of_the_net(string build)
    {
        var words = build.Split(' ');
        Compilers.Need(words[0], words[1..]);
        var main = new StringBuilder();
        var calls = new StringBuilder();
        foreach (var (number, net) in Nets.Names.Index())
        {
            Add<float>(number, net, main, calls);
            Add<double>(number, net, main, calls);
        }
        File.WriteAllText(Path.Combine(folder, "main.c"), $"{main}#include <stdio.h>\nint main(void)\n{{\n{calls}    return 0;\n}}\n");

        Compilers.Run(folder, words[0], [.. words[1..], "main.c", "-o", "main", "-lm"]);
        Compilers.Run(folder, Path.Combine(folder, "main"));

        foreach (var (number, net) in Nets.Names.Index())
        {
            Compare<float>(number, net);
            Compare<double>(number, net);
        }
    }

    [Theory]
    [InlineData("-ffast-math", "IEEE 754")]
    [InlineData("-funsafe-math-optimizations", "what it consists of")]
    [InlineData("-ffinite-math-only", "what it consists of")]
    [InlineData("-m32 -mfpmath=387", "-mfpmath=sse")]
    public void Arithmetic_that_would_change_the_bits_is_refused_when_it_is_compiled(string options, string expected)
    {
        Compilers.Need("gcc", options.Split(' '));
        SourceFile.WriteC(Model.Of(Nets.Make<float>("xor")), Path.Combine(folder, "net.h"));
        File.WriteAllText(Path.Combine(folder, "main.c"), "#include \"net.h\"\nint main(void) { float in[2] = { 0, 1 }, out[1]; return net_run(in, out); }\n");

        var (code, output) = Compilers.TryRun(folder, "gcc", ["-std=c99", .. options.Split(' '), "main.c", "-lm"]);

        Assert.NotEqual(0, code);
        Assert.Contains(expected, output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_says_which_input_is_not_finite_and_gives_no_outputs()
    {
        Compilers.Need("gcc");
        SourceFile.WriteC(Model.Of(Nets.Make<float>("layers")), Path.Combine(folder, "net.h"));
        File.WriteAllText(Path.Combine(folder, "main.c"), """
            #include "net.h"
            #include <stdio.h>
            int main(void)
            {
                float in[4] = { 0, 1, 2, 3 }, out[3] = { 7, 7, 7 };
                int whole = net_run(in, out), broken;
                in[2] = NAN;
                out[0] = 7;
                broken = net_run(in, out);
                in[0] = INFINITY;
                printf("%d %d %d %g", whole, broken, net_run(in, out), out[0]);
                return 0;
            }
            """);
        Compilers.Run(folder, "gcc", "main.c", "-o", "main", "-lm");

        Assert.Equal("0 3 1 7", Compilers.Run(folder, Path.Combine(folder, "main")));
    }

    [Fact]
    public void Fixed_inputs_are_no_inputs_of_the_program()
    {
        Compilers.Need("gcc");
        var network = Nets.Make<double>("leaky units over three iterations");
        string[] held = [.. network.Topology.Inputs.Where(static group => group.Iteration < 1).Select(static group => group.Name)];
        Assert.NotEmpty(held);
        SourceFile.WriteC(Model.Of(network), Path.Combine(folder, "net.h"), new ProgramOptions { FixedInputs = held });
        File.WriteAllText(Path.Combine(folder, "main.c"), """
            #include "net.h"
            #include <stdio.h>
            int main(void)
            {
                double in[NET_INPUTS], out[NET_OUTPUTS];
                int k;
                for (k = 0; k < NET_INPUTS; k++) in[k] = k + 1;
                if (net_run(in, out)) return 1;
                for (k = 0; k < NET_OUTPUTS; k++) printf("%.17g ", out[k]);
                return 0;
            }
            """);
        Compilers.Run(folder, "gcc", "main.c", "-o", "main", "-lm");

        var next = 0;
        var inputs = network.Topology.Inputs.SelectMany(group => Enumerable.Range(0, group.Size).Select(_ => held.Contains(group.Name) ? 0 : (double)++next)).ToArray();
        Assert.Equal(new Runner<double>(network).Run(inputs), Compilers.Run(folder, Path.Combine(folder, "main")).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static text => double.Parse(text, CultureInfo.InvariantCulture)));
    }

    private static string NameOf<T>(int number) => $"net_{number}_{typeof(T).Name.ToLowerInvariant()}";

    private void Add<T>(int number, string net, StringBuilder main, StringBuilder calls)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var network = Nets.Make<T>(net);
        var name = NameOf<T>(number);
        var real = typeof(T) == typeof(float) ? "float" : "double";
        SourceFile.WriteC(Model.Of(network), Path.Combine(folder, name + ".h"));
        File.WriteAllBytes(Path.Combine(folder, name + ".in"), MemoryMarshal.AsBytes<T>(Nets.Rows<T>(network.Topology, Rows).SelectMany(static row => row).ToArray()).ToArray());
        main.Append(CultureInfo.InvariantCulture, $"#include \"{name}.h\"\n");
        calls.Append(CultureInfo.InvariantCulture, $$"""
                {
                    static {{real}} in[{{name.ToUpperInvariant()}}_INPUTS], out[{{name.ToUpperInvariant()}}_OUTPUTS];
                    FILE *from = fopen("{{name}}.in", "rb"), *to = fopen("{{name}}.out", "wb");
                    while (fread(in, sizeof in, 1, from) == 1) { if ({{name}}_run(in, out)) return 1; fwrite(out, sizeof out, 1, to); }
                    fclose(from);
                    fclose(to);
                }

            """);
    }

    private void Compare<T>(int number, string net)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var network = Nets.Make<T>(net);
        var runner = new Runner<T>(network);
        var expected = Nets.Rows<T>(network.Topology, Rows).SelectMany(row => runner.Run(row)).ToArray();
        var found = MemoryMarshal.Cast<byte, T>(File.ReadAllBytes(Path.Combine(folder, NameOf<T>(number) + ".out"))).ToArray();
        Bits.AssertSame(expected, found, $"{net}, {typeof(T).Name}");
    }
}
