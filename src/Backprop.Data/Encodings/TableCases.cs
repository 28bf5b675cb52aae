using System.Runtime.InteropServices;

namespace Backprop.Data;

/// <summary>Rows of a table as cases for a net, by an encoding.</summary>
public static class TableCases
{
    /// <summary>
    /// The rows as cases: each input group of the encoding is given, each target group desired. A category column is kept as one
    /// index per case. Where a target has no value its units are "don't care" in that case.
    /// </summary>
    /// <param name="encoding">The encoding.</param>
    /// <param name="table">A table with the encoding's columns.</param>
    /// <param name="rows">The rows, in the order of the cases; at least one.</param>
    /// <param name="weights">The factor of each case in E; none: 1 for all.</param>
    /// <returns>The cases. A category that the encoding does not know turns all units of its group off.</returns>
    /// <exception cref="DataException">A number is so far outside those of the training rows that its state is not finite.</exception>
    public static Cases Encode(this TableEncoding encoding, Table table, ReadOnlySpan<int> rows, ReadOnlySpan<double> weights = default)
    {
        ArgumentNullException.ThrowIfNull(encoding);
        ArgumentNullException.ThrowIfNull(table);
        try
        {
            return Build(encoding, table, rows, weights);
        }
        catch (DataException e) when (e.File is null)
        {
            throw e.At(table.File);
        }
    }

    /// <summary>The rows as cases of which each process has the values of its own shares. How a group is stored follows from all cases, so that processes ask one another.</summary>
    /// <param name="encoding">The encoding.</param>
    /// <param name="table">A table that has the rows of this process's shares, at least.</param>
    /// <param name="rows">The rows, in the order of the cases.</param>
    /// <param name="weights">The factor of each case in E, those of others too; none: 1 for all.</param>
    /// <param name="shares">The shares.</param>
    /// <param name="ranks">The processes, all of which call it.</param>
    /// <param name="cancellationToken">Ends the wait for other processes.</param>
    internal static Cases EncodeShares(this TableEncoding encoding, Table table, ReadOnlySpan<int> rows, ReadOnlySpan<double> weights, ShareCases shares, IRanks ranks, CancellationToken cancellationToken)
    {
        try
        {
            return BuildShares(encoding, table, rows, weights, shares, ranks, cancellationToken);
        }
        catch (DataException e) when (e.File is null)
        {
            throw e.At(table.File);
        }
    }

    private static Cases BuildShares(TableEncoding encoding, Table table, ReadOnlySpan<int> rows, ReadOnlySpan<double> weights, ShareCases shares, IRanks ranks, CancellationToken cancellationToken)
    {
        var (first, end) = shares.Own;
        var own = rows[first..end];
        (CaseRole Role, EncodedGroup Group)[] groups = [.. encoding.InputGroups.Select(static group => (CaseRole.Input, group)), .. encoding.TargetGroups.Select(static group => (CaseRole.Target, group))];
        var units = new int[]?[groups.Length];
        var areUnits = new byte[groups.Length];
        for (var g = 0; g < groups.Length; g++)
        {
            units[g] = groups[g].Group.IsCategory ? OneHotUnits((CategoryEncoding)groups[g].Group.Columns[0], table, own) : null;
            areUnits[g] = (byte)(units[g] is null ? 0 : 1);
        }
        var allAreUnits = ranks.GatherAll(areUnits, _ => groups.Length, cancellationToken);

        var states = new float[]?[groups.Length];
        var nonZeros = new int[groups.Length];
        for (var g = 0; g < groups.Length; g++)
        {
            if (OfAll(allAreUnits, g, groups.Length).Contains((byte)0))
            {
                var dense = states[g] = Dense(groups[g].Group, table, own, groups[g].Role == CaseRole.Input ? 0 : float.NaN);
                nonZeros[g] = new DenseValues<float>(groups[g].Group.Name, groups[g].Group.Size, dense).MostNonZeros;
            }
        }
        var mostNonZeros = MemoryMarshal.Cast<byte, int>(ranks.GatherAll(MemoryMarshal.AsBytes<int>(nonZeros), _ => sizeof(int) * groups.Length, cancellationToken)).ToArray();

        var builder = new CasesBuilder(rows.Length);
        foreach (var (g, (role, group)) in groups.Index())
        {
            if (states[g] is { } dense)
                builder.TakeSome(role, group.Name, dense, group.Size, first, OfAll(mostNonZeros, g, groups.Length).Max());
            else
                builder.TakeSomeOneHot(role, group.Name, units[g]!, group.Size, first);
        }
        if (!weights.IsEmpty)
            builder.Weights(weights);
        var cases = builder.ToCases();
        return cases.HeldAs(new HeldCases(first, end, shares.Shares, CasesFingerprint.Of(cases, shares, ranks, cancellationToken)));

        // What was gathered of one group, from every process.
        static T[] OfAll<T>(T[] gathered, int g, int count) => [.. gathered.Where((_, k) => k % count == g)];
    }

    private static Cases Build(TableEncoding encoding, Table table, ReadOnlySpan<int> rows, ReadOnlySpan<double> weights)
    {
        var builder = new CasesBuilder(rows.Length);
        foreach (var group in encoding.InputGroups)
        {
            if (group.IsCategory && OneHotUnits((CategoryEncoding)group.Columns[0], table, rows) is { } ones)
                builder.TakeOneHot(CaseRole.Input, group.Name, ones, group.Size);
            else
                builder.Take(CaseRole.Input, group.Name, Dense(group, table, rows, missing: 0), group.Size);
        }
        foreach (var group in encoding.TargetGroups)
        {
            if (group.IsCategory && OneHotUnits((CategoryEncoding)group.Columns[0], table, rows) is { } ones)
                builder.TakeOneHot(CaseRole.Target, group.Name, ones, group.Size);
            else
                builder.Take(CaseRole.Target, group.Name, Dense(group, table, rows, missing: float.NaN), group.Size);
        }
        if (!weights.IsEmpty)
            builder.Weights(weights);
        return builder.ToCases();
    }

    /// <summary>Rows that hold a category which the encoding does not know, in any input column.</summary>
    /// <param name="encoding">The encoding.</param>
    /// <param name="table">A table with the encoding's columns.</param>
    /// <param name="rows">The rows to count among.</param>
    /// <returns>The number of rows.</returns>
    public static int CountUnseen(this TableEncoding encoding, Table table, ReadOnlySpan<int> rows)
    {
        ArgumentNullException.ThrowIfNull(encoding);
        ArgumentNullException.ThrowIfNull(table);
        var columns = encoding.Inputs.OfType<CategoryEncoding>().Where(c => !c.IsConstant).Select(c => new EncodedColumn(c, table)).ToArray();
        var count = 0;
        foreach (var row in rows)
        {
            var unseen = false;
            foreach (var column in columns)
                unseen |= column[row].Kind == CellValueKind.Unseen;
            count += unseen ? 1 : 0;
        }
        return count;
    }

    /// <summary>For each case the unit that is 1; null if some case has no such unit.</summary>
    private static int[]? OneHotUnits(CategoryEncoding encoding, Table table, ReadOnlySpan<int> rows)
    {
        if (encoding.IsConstant)
            return null;
        var column = new EncodedColumn(encoding, table);
        var ones = new int[rows.Length];
        for (var i = 0; i < ones.Length; i++)
        {
            var value = column[rows[i]];
            if (value.Kind == CellValueKind.Category)
                ones[i] = (int)value.Value;
            else if (value.Kind == CellValueKind.Missing && encoding.MissingUnit)
                ones[i] = encoding.Categories.Count;
            else
                return null;
        }
        return ones;
    }

    /// <summary>States case by case, [case · size + unit]; the units of a missing value get <paramref name="missing"/>.</summary>
    private static float[] Dense(EncodedGroup group, Table table, ReadOnlySpan<int> rows, float missing)
    {
        var size = group.Size;
        var states = new float[rows.Length * (long)size];
        var first = 0;
        foreach (var encoding in group.Columns)
        {
            if (encoding.HasInfluence)
                Write(new EncodedColumn(encoding, table), rows, states, size, first, missing);
            first += encoding.Size;
        }
        return states;
    }

    private static void Write(EncodedColumn column, ReadOnlySpan<int> rows, float[] states, int size, int first, float missing)
    {
        var count = column.Encoding.Size;
        for (var i = 0; i < rows.Length; i++)
            UnitStates.Write(column.Encoding, column[rows[i]], states.AsSpan((i * size) + first, count), missing);
    }
}
