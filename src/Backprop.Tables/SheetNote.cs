namespace Backprop.Data;

/// <summary>Says which sheet or table is read of a file with several, where none was named.</summary>
internal static class SheetNote
{
    /// <summary>None where there is but one.</summary>
    public static TableNote[] First(string kind, int count, string name) => Several(count, $"the first of {count} {kind}s is read, '{DisplayText.Name(name)}'");

    /// <inheritdoc cref="First"/>
    public static TableNote[] Preferred(string kind, int count, string name) => Several(count, $"of {count} {kind}s, '{DisplayText.Name(name)}' is read, as in training");

    private static TableNote[] Several(int count, string text) => count > 1 ? [new TableNote(text, RemedyKind.NameSheet)] : [];
}
