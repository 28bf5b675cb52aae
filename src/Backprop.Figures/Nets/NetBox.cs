namespace Backprop.Figures;

/// <summary>A box of a net diagram: one group, or several parallel groups that do not fit side by side, listed by name.</summary>
/// <param name="Groups">The groups, in their order.</param>
/// <param name="Narrow">Whether it is drawn narrow, for layers that are wide nevertheless.</param>
internal sealed record NetBox(IReadOnlyList<DiagramGroup> Groups, bool Narrow = false)
{
    private const double NameSize = 14.5, NoteSize = 12.5, Padding = 12, Line = 17, WideName = 260, NarrowName = 120, MostEntry = 170, ListWidth = 600, SizeGap = 10, ColumnGap = 22;
    private const int MostListed = 60;

    /// <summary>The height of a box of one group.</summary>
    public const double LeastHeight = 52;

    public bool IsInput => Groups[0].IsInput;

    public bool IsOutput => Groups[0].IsOutput;

    /// <summary>Units of all groups together.</summary>
    public long Units => Groups.Sum(group => (long)group.Size);

    private double MostName => Narrow ? NarrowName : WideName;

    private string Name => Groups.Count == 1
        ? TextMetrics.Shorten(Groups[0].Name, MostName, NameSize, bold: true)
        : $"{SvgNumber.Count(Groups.Count)} {(IsInput ? "input " : IsOutput ? "output " : "")}groups";

    private string Note
    {
        get
        {
            var units = $"{SvgNumber.Count(Units)} {(Units == 1 ? "unit" : "units")}{(Groups.Count > 1 ? " in all" : "")}";
            string[] notes = [.. Groups.Select(group => group.Note).Where(note => note.Length > 0).Distinct(StringComparer.Ordinal)];
            return TextMetrics.Shorten(notes.Length == 0 ? units : $"{units} · {string.Join(", ", notes)}", MostName, NoteSize);
        }
    }

    /// <summary>The names and sizes of several groups; what is beyond the limit is counted.</summary>
    private List<(string Name, string Size)> Entries
    {
        get
        {
            if (Groups.Count == 1) return [];
            var shown = Groups.Count <= MostListed ? Groups.Count : MostListed - 1;
            var entries = Groups.Take(shown).Select(Entry).ToList();
            if (shown < Groups.Count) entries.Add(($"and {SvgNumber.Count(Groups.Count - shown)} more", ""));
            return entries;
        }
    }

    private static (string Name, string Size) Entry(DiagramGroup group)
    {
        var size = SvgNumber.Count(group.Size);
        return (TextMetrics.Shorten(group.Name, MostEntry - TextMetrics.Width(size, NoteSize), NoteSize), size);
    }

    private double EntryWidth => Entries.Select(entry => TextMetrics.Width(entry.Name, NoteSize) + TextMetrics.Width(entry.Size, NoteSize)).DefaultIfEmpty(0).Max() + SizeGap + ColumnGap;

    private int Columns => Math.Clamp((int)(ListWidth / EntryWidth), 1, Math.Max(1, Entries.Count));

    private int Rows => (Entries.Count + Columns - 1) / Columns;

    /// <summary>Wide enough for the text, and wider for more units, so that the shape of the net shows.</summary>
    public double Width => new[]
    {
        TextMetrics.Width(Name, NameSize, bold: true) + (2 * Padding), TextMetrics.Width(Note, NoteSize) + (2 * Padding),
        Narrow ? 0 : Math.Min(260, 60 + (28 * Math.Log2(1 + Units))), (Columns * EntryWidth) - ColumnGap + (2 * Padding),
    }.Max();

    public double Height => LeastHeight + (Entries.Count == 0 ? 0 : (Rows * Line) + 6);

    public void Draw(Canvas canvas, Box box)
    {
        var end = IsInput || IsOutput;
        canvas.Rectangle(box, Role.Panel, new(end ? Role.Ink : Role.Soft, end ? 1.8 : 1.2, IsInput ? "5 3" : null), corner: 7);
        canvas.Text(new(box.Center.X, box.Y + 22), Name, NameSize, Anchor.Middle, bold: true);
        canvas.Text(new(box.Center.X, box.Y + 41), Note, NoteSize, Anchor.Middle, Role.Soft);
        var (entries, rows) = (Entries, Rows);
        var left = box.Center.X - (((Columns * EntryWidth) - ColumnGap) / 2);
        for (var k = 0; k < entries.Count; k++)
        {
            // Two texts: a size beside a name that is read from the right would be shown on its other side.
            var at = new Point(left + (k / rows * EntryWidth), box.Y + 62 + (k % rows * Line));
            canvas.Text(at, entries[k].Name, NoteSize);
            canvas.Text(at + new Point(EntryWidth - ColumnGap, 0), entries[k].Size, NoteSize, Anchor.End, Role.Soft);
        }
    }
}
