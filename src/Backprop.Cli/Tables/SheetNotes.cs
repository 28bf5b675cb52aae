using Backprop.Data;

namespace Backprop.Cli;

/// <summary>Notes on what is read of a file that a model is run on, such as which of several sheets.</summary>
internal static class SheetNotes
{
    /// <summary>One line for each.</summary>
    public static void Write(Terminal terminal, IEnumerable<TableNote> notes)
    {
        foreach (var note in notes)
            terminal.Error.WriteLine($" note: {note.Text}{Hint.Of(note.Remedies)}");
    }
}
