using Backprop.Onnx.Schema;
using static Backprop.Onnx.Schema.TensorProto.Types;

namespace Backprop.Onnx;

/// <summary>The net of a graph as far as the graph is read: its groups, each under a name of its own, the columns of its inputs, and what is left out.</summary>
/// <param name="model">The file.</param>
/// <param name="totals">The arithmetic of total inputs.</param>
internal sealed class FoundNet(ModelProto model, TotalInput totals)
{
    /// <summary>Units of an input or a group: sizes of inputs are claims that no bytes of the file stand behind.</summary>
    public const int MostUnits = 1_000_000;

    private readonly List<ImportedGroup> groups = [];
    private readonly List<OnnxGroup> inputColumns = [];
    private readonly List<string> notes = [];
    private readonly FreeNames names = new();

    /// <summary>Whether Backprop wrote the file.</summary>
    public bool IsOurs => model.ProducerName == "Backprop";

    /// <summary>The input groups whose raw columns the file says.</summary>
    public IReadOnlyList<OnnxGroup> InputColumns => inputColumns;

    /// <summary>What was left out or approximated.</summary>
    public IReadOnlyList<string> Notes => notes;

    /// <summary>The name of a value: Backprop keeps the user's own names in the documentation strings; others have names of theirs.</summary>
    public string NameOf(string name, string documentation) => IsOurs && documentation.Length > 0 ? documentation : name;

    /// <summary>Notes what is left out or approximated.</summary>
    public void Note(string note) => notes.Add(note);

    /// <summary>Notes, once, that a value is rounded to half precision, where it is.</summary>
    public void NoteHalf(DataType type, string where)
    {
        if (type is DataType.Float16 or DataType.Bfloat16 && !notes.Exists(note => note.Contains("half precision", StringComparison.Ordinal)))
            notes.Add($"{where} rounds to half precision ({type}); the net does not");
    }

    /// <summary>Adds an input group.</summary>
    public Meaning.States AddInput(string name, int size) => Define(new ImportedGroup(names.Take(name), size));

    /// <summary>Adds the group of units that a node makes of a total input.</summary>
    public Meaning.States Add(NodeProto node, Meaning.Total total, UnitFunction function) =>
        Define(new ImportedGroup(names.Take(NameOf(node.Output[0], node.DocString)), total.Size) { Function = function, Total = total });

    /// <summary>Adds the input group of columns whose states are joined; the documentation of that node names the group.</summary>
    public Meaning.States AddInput(Meaning.Raw[] parts, NodeProto node)
    {
        OnnxColumn[] columns = [.. parts.Select(part => part.Column).Distinct().Select(column => column.Build())];
        var (size, found) = (parts.Sum(part => (long)part.Size), columns.Sum(column => (long)column.Size));
        if (size != found || size > MostUnits) throw new FormatException($"joins {size} units of columns that have {found}");
        const string Ending = " states";
        var wanted = node.DocString.EndsWith(Ending, StringComparison.Ordinal) ? node.DocString[..^Ending.Length] : columns[0].Name;
        var group = new ImportedGroup(names.Take(wanted), (int)size);
        inputColumns.Add(new OnnxGroup(group.Name, columns));
        return Define(group);
    }

    /// <summary>Adds an output group that hands states on.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="states">The states.</param>
    public ImportedGroup Copy(string name, Meaning.States states)
    {
        var total = totals.Of(states);
        return Define(new ImportedGroup(names.Take(name), total.Size) { Function = UnitFunction.Identity, Total = total }).Groups[0];
    }

    /// <summary>The inputs, and what leads to an output: a step of a function that was recognized leads nowhere.</summary>
    public List<ImportedGroup> Used(IReadOnlyList<ImportedGroup> outputs)
    {
        var used = new HashSet<ImportedGroup>(outputs);
        var waiting = new Stack<ImportedGroup>(outputs);
        while (waiting.TryPop(out var group))
            foreach (var term in group.Total?.Terms ?? [])
                if (used.Add(term.From)) waiting.Push(term.From);
        return groups.FindAll(group => group.Total is null || used.Contains(group));
    }

    private Meaning.States Define(ImportedGroup group)
    {
        groups.Add(group);
        return new Meaning.States([group]);
    }
}
