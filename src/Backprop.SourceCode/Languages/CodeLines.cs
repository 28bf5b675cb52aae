using System.Globalization;
using System.Text;

namespace Backprop.SourceCode;

/// <summary>Lines of a program, indented by four blanks a level.</summary>
internal sealed class CodeLines
{
    private const int Width = 110;
    private readonly StringBuilder text = new();
    private int level;

    /// <summary>Adds a line; an empty one has no blanks.</summary>
    public void Add(string line = "")
    {
        if (line.Length > 0)
            text.Append(' ', level * 4).Append(line);
        text.Append('\n');
    }

    /// <summary>Adds lines.</summary>
    public void Add(IEnumerable<string> lines)
    {
        foreach (var line in lines)
            Add(line);
    }

    /// <summary>Adds a block in braces under a line.</summary>
    public void Block(string head, Action body, string end = "}")
    {
        Add(head);
        Add("{");
        level++;
        body();
        level--;
        Add(end);
    }

    /// <summary>Adds items with commas between them, as many on a line as fit.</summary>
    public void List(IEnumerable<string> items)
    {
        var line = new StringBuilder();
        foreach (var item in items)
        {
            if (line.Length > 0 && line.Length + item.Length + 2 > Width)
            {
                Add(line.ToString());
                line.Clear();
            }
            line.Append(CultureInfo.InvariantCulture, $"{(line.Length > 0 ? " " : "")}{item},");
        }
        Add(line.ToString());
    }

    /// <summary>The lines so far.</summary>
    public override string ToString() => text.ToString();
}
