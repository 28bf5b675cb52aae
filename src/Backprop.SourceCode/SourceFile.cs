using System.Numerics;
using System.Text;
using Backprop.Data;

namespace Backprop.SourceCode;

/// <summary>
/// Models as source text that runs without Backprop. Programs in C and C# have the same bits as <see cref="Runner{T}"/>: they fuse every product that is added, sum in the same
/// order, and hold each unit function operation by operation, functions of your own too. docs/export.md describes them, and the JSON.
/// </summary>
/// <example>
/// <code>
/// var net = new Network&lt;float&gt;(Topology.Layered(4, 8, 3)).Randomize(seed: 1);
/// SourceFile.WriteC(Model.Of(net), "net.h");          // int net_run(const float *inputs, float *outputs)
/// SourceFile.WriteCSharp(Model.Of(net), "Net.cs");    // int Net.Run(ReadOnlySpan&lt;float&gt; inputs, Span&lt;float&gt; outputs)
/// SourceFile.WriteJson(Model.Of(net), "net.json");
/// </code>
/// </example>
public static class SourceFile
{
    /// <summary>Writes a header in C99 that is also C++; it allocates nothing, and of libm it needs only fma, and sqrt or rint where a unit function of your own has them.</summary>
    /// <param name="model">The model.</param>
    /// <param name="path">The file to create or replace; nothing is left half-written.</param>
    /// <param name="options">What the program takes and is called; null: the defaults.</param>
    /// <exception cref="ArgumentException">The options do not fit the net, or a weight is not finite.</exception>
    /// <exception cref="TopologyException">A unit function of your own uses a mask as a number, or a number as a mask.</exception>
    /// <exception cref="DataException">The options ask for encodings, but the model has none, they do not fit its net, a column fills a fixed group, or a text holds the character U+0000.</exception>
    /// <exception cref="ModelFileException">The file cannot be written.</exception>
    public static void WriteC(Model model, string path, ProgramOptions? options = null) => Write(path, Text(model, path, options, static program => new CProgram(program).Text()));

    /// <summary>Writes a file in C# with one static class, for .NET 8 and later.</summary>
    /// <param name="model">The model.</param>
    /// <param name="path">The file to create or replace; nothing is left half-written.</param>
    /// <param name="options">What the program takes and is called; null: the defaults.</param>
    /// <exception cref="ArgumentException">The options do not fit the net, or a weight is not finite.</exception>
    /// <exception cref="TopologyException">A unit function of your own uses a mask as a number, or a number as a mask.</exception>
    /// <exception cref="DataException">The options ask for encodings, but the model has none, they do not fit its net, or a column fills a fixed group.</exception>
    /// <exception cref="ModelFileException">The file cannot be written.</exception>
    public static void WriteCSharp(Model model, string path, ProgramOptions? options = null) => Write(path, Text(model, path, options, static program => new CSharpProgram(program).Text()));

    /// <summary>Writes the net, its weights and its encodings as JSON, in the order in which they are computed; every number reads back as the same bits.</summary>
    /// <param name="model">The model.</param>
    /// <param name="path">The file to create or replace; nothing is left half-written.</param>
    /// <param name="options">Precision and fixed inputs; null: the defaults.</param>
    /// <exception cref="ArgumentException">The options do not fit the net, or a weight is not finite.</exception>
    /// <exception cref="DataException">The options ask for encodings, but the model has none, they do not fit its net, or a column fills a fixed group.</exception>
    /// <exception cref="ModelFileException">The file cannot be written.</exception>
    public static void WriteJson(Model model, string path, ProgramOptions? options = null) => Write(path, Text(model, path, options, program => new JsonNet(program, model.Encodings).Text(), holdsFormulas: false));

    private static string Text(Model model, string path, ProgramOptions? options, Func<NetProgram, string> write, bool holdsFormulas = true)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new ProgramOptions();
        return model.IsDouble || options.DoublePrecision ? Text(model.Network<double>()) : Text(model.Network<float>());

        string Text<T>(Network<T> network)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            var plan = NetPlan.Of(network, options.FixedInputs);
            var table = options.Encodings ? RawTable.Of(model, plan) : null;
            return write(new NetProgram(options.Name ?? Path.GetFileNameWithoutExtension(path), plan, table, holdsFormulas ? UnitFormulas.Of<T>(plan) : new UnitFormulas([], null)));
        }
    }

    private static void Write(string path, string text) => AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)), ModelFileException.Of);
}
