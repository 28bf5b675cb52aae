namespace Backprop.Data.Parquet;

/// <summary>A structure of Parquet's metadata: what its fields hold, from field 1 on, as the package reads them, whatever type a file gives.</summary>
/// <param name="fields">The fields; null for numbers that are not used.</param>
internal sealed class Shape(params Part?[] fields)
{
    private static readonly Part Number = new(PartKind.Number), Long = new(PartKind.Long), Text = new(PartKind.Text), Flag = new(PartKind.Flag), One = new(PartKind.Byte), Double = new(PartKind.Double);

    private static readonly Shape None = new(), Unit = new(Struct(None), Struct(None), Struct(None)), Time = new(Flag, Struct(Unit));

    private static readonly Shape Statistics = new(Text, Text, Long, Long, Text, Text, Flag, Flag), KeyValue = new(Text, Text);

    private static readonly Shape LogicalType = new(
        Struct(None), Struct(None), Struct(None), Struct(None), Struct(new(Number, Number)), Struct(None), Struct(Time), Struct(Time), null,
        Struct(new(One, Flag)), Struct(None), Struct(None), Struct(None), Struct(None), Struct(None), Struct(new(One)), Struct(new(Text)), Struct(new(Text, Number)));

    private static readonly Shape ColumnMetaData = new(
        Number, List(Number), List(Text), Number, Long, Long, Long, List(Struct(KeyValue)), Long, Long, Long, Struct(Statistics),
        List(Struct(new(Number, Number, Number))), Long, Number, Struct(new(Long, List(Long), List(Long))),
        Struct(new(Struct(new(Double, Double, Double, Double, Double, Double, Double, Double)), List(Number))));

    private static readonly Shape ColumnChunk = new(
        Text, Long, Struct(ColumnMetaData), Long, Number, Long, Number, Struct(new(Struct(None), Struct(new(List(Text), Text)))), Text);

    private static readonly Shape RowGroup = new(List(Struct(ColumnChunk)), Long, Long, List(Struct(new(Number, Flag, Flag))), Long, Long, Number);

    private static readonly Shape Cipher = new(Text, Text, Flag);

    /// <summary>A column or group of columns; field 5 is the number of those within it.</summary>
    public static readonly Shape SchemaElement = new(Number, Number, Number, Text, Number, Number, Number, Number, Number, Struct(LogicalType));

    /// <summary>What the footer holds.</summary>
    public static readonly Shape FileMetaData = new(
        Number, List(Struct(SchemaElement)), Long, List(Struct(RowGroup)), List(Struct(KeyValue)), Text, List(Struct(new(Struct(None)))),
        Struct(new(Struct(Cipher), Struct(Cipher))), Text);

    /// <summary>Parts of a page's header; field 1 is the number of its values.</summary>
    public static readonly Shape DataPage = new(Number, Number, Number, Number, Struct(Statistics)), DictionaryPage = new(Number, Number, Flag);

    /// <summary>The same of the second version; field 2 is the number of values that are missing, 5 the length of the levels that say which, 7 whether it is packed.</summary>
    public static readonly Shape DataPageV2 = new(Number, Number, Number, Number, Number, Number, Flag, Struct(Statistics));

    /// <summary>What begins a page: its type, its length unpacked and in the file, a checksum.</summary>
    public static readonly Shape PageHeader = new(Number, Number, Number, Number, Struct(DataPage), Struct(None), Struct(DictionaryPage), Struct(DataPageV2));

    /// <summary>What a field holds; null for an unknown one.</summary>
    public Part? this[int field] => field >= 1 && field <= fields.Length ? fields[field - 1] : null;

    private static Part Struct(Shape shape) => new(PartKind.Struct, shape);

    private static Part List(Part of) => of with { IsList = true };
}

/// <summary>What a field holds.</summary>
internal enum PartKind
{
    /// <summary>A whole number of 32 bits, in as many bytes as it needs.</summary>
    Number,

    /// <summary>The same of 64 bits.</summary>
    Long,

    /// <summary>A length and as many bytes.</summary>
    Text,

    /// <summary>Nothing: its type is its value.</summary>
    Flag,

    /// <summary>One byte.</summary>
    Byte,

    /// <summary>Eight bytes.</summary>
    Double,

    /// <summary>A structure.</summary>
    Struct,
}

/// <summary>What a field holds.</summary>
/// <param name="Kind">Its kind, or that of its entries.</param>
/// <param name="Shape">The structure, where it is one.</param>
/// <param name="IsList">Whether it is a list.</param>
internal sealed record Part(PartKind Kind, Shape? Shape = null, bool IsList = false);
