using System.Text;

namespace Backprop.WebAssembly;

/// <summary>Writes the binary format: functions, one memory that is exported as "memory", and what that holds at the beginning.</summary>
internal sealed class ModuleWriter
{
    private const int PageBytes = 65536;

    private readonly List<FunctionCode> functions = [];
    private readonly List<(string Name, int Function)> exports = [];
    private readonly List<(int Address, byte[] Content)> data = [];

    /// <summary>The bytes of memory; the module has as many pages as that takes, and no more.</summary>
    public int MemoryBytes { get; set; }

    /// <summary>Adds a function, whose code may be written later.</summary>
    /// <returns>Its number.</returns>
    public int Add(FunctionCode function)
    {
        functions.Add(function);
        return functions.Count - 1;
    }

    public void Export(string name, int function) => exports.Add((name, function));

    public void Initialize(int address, byte[] content) => data.Add((address, content));

    public byte[] ToArray()
    {
        var module = new Bytes();
        module.Add([0, (byte)'a', (byte)'s', (byte)'m', 1, 0, 0, 0]);
        Section(module, 1, functions.Count, (content, k) =>
        {
            content.Add(0x60);
            content.AddCounted(Codes(functions[k].Parameters));
            content.AddCounted(Codes(functions[k].Results));
        });
        Section(module, 3, functions.Count, static (content, k) => content.AddUnsigned((uint)k));
        if (MemoryBytes > 0)
        {
            Section(module, 5, 1, (content, _) =>
            {
                var pages = (uint)((MemoryBytes + PageBytes - 1) / PageBytes);
                content.Add(1);
                content.AddUnsigned(pages);
                content.AddUnsigned(pages);
            });
        }
        Section(module, 7, exports.Count + (MemoryBytes > 0 ? 1 : 0), (content, k) =>
        {
            content.AddCounted(Encoding.UTF8.GetBytes(k < exports.Count ? exports[k].Name : "memory"));
            content.Add(k < exports.Count ? (byte)0 : (byte)2);
            content.AddUnsigned(k < exports.Count ? (uint)exports[k].Function : 0);
        });
        Section(module, 10, functions.Count, (content, k) => content.AddCounted(functions[k].Finish()));
        if (data.Count > 0)
        {
            Section(module, 11, data.Count, (content, k) =>
            {
                content.Add(0);
                content.Add((byte)Op.I32Const);
                content.AddSigned(data[k].Address);
                content.Add((byte)Op.End);
                content.AddCounted(data[k].Content);
            });
        }
        return module.ToArray();
    }

    private static byte[] Codes(ValueType[] types) => [.. types.Select(static type => (byte)type)];

    private static void Section(Bytes module, byte code, int entries, Action<Bytes, int> write)
    {
        var content = new Bytes();
        content.AddUnsigned((uint)entries);
        for (var k = 0; k < entries; k++)
            write(content, k);
        module.Add(code);
        module.AddCounted(content.ToArray());
    }
}
