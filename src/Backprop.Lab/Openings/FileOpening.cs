using System.Text;
using Backprop.Data;

namespace Backprop.Lab;

/// <summary>A lab that starts from files.</summary>
internal static class FileOpening
{
    private const string NetEnd = ".json";

    /// <summary>Reads the description of a net and its cases.</summary>
    /// <param name="files">The files, in any order.</param>
    /// <exception cref="UsageException">They are not one net and one case file.</exception>
    /// <exception cref="BackpropException">One of them is not what it should be.</exception>
    public static Opening Read(IReadOnlyList<(string Name, byte[] Content)> files)
    {
        var nets = files.Where(static file => file.Name.EndsWith(NetEnd, StringComparison.OrdinalIgnoreCase)).ToList();
        var others = files.Except(nets).ToList();
        if (nets is not [var net] || others is not [var cases])
            throw new UsageException($"A lab starts from the description of a net (.json) and a file of its cases, not from {string.Join(" and ", files.Select(static file => DisplayText.Name(file.Name)))}.");
        var netText = Text(net.Content);
        using var reader = CaseFile.OpenText(new MemoryStream(cases.Content, writable: false));
        var named = CaseFile.Load(reader, cases.Name, Topology.FromJson(netText));
        return new Opening
        {
            Name = net.Name[..^NetEnd.Length],
            Net = named.Topology,
            Cases = named.Cases,
            NetText = netText,
            CasesText = Text(cases.Content),
            CasesFile = cases.Name,
            Training = new CaseTraining(),
        };
    }

    private static string Text(byte[] content)
    {
        using var reader = new StreamReader(new MemoryStream(content, writable: false), Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
