using Backprop.Data;

namespace Backprop.Cli;

/// <summary>The kinds of files, besides delimited text, that this build of the tool reads as tables.</summary>
internal static class TableKinds
{
    /// <summary>Those that need other packages; none where the tool is built with -p:WithTables=false.</summary>
    public static IReadOnlyList<TableKind> Binary { get; } =
#if WITH_TABLES
        [.. OtherTables.All];
#else
        [];
#endif

    /// <summary>All of them.</summary>
    public static IReadOnlyList<TableKind> All { get; } = [.. TableKind.Own, .. Binary];
}
