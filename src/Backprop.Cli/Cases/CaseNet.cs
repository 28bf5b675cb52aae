using Backprop.Data;

namespace Backprop.Cli;

/// <summary>The net of a training on cases: one that a file describes, or layers between the groups that the cases give.</summary>
internal static class CaseNet
{
    /// <summary>The unit function of the hidden layers where none is named: the paper's.</summary>
    public static UnitFunction UsualFunction => CaseLayers.UsualFunction;

    /// <summary>Reads or makes the net.</summary>
    /// <param name="choice">What the command says of it.</param>
    /// <param name="cases">The case file.</param>
    /// <exception cref="UsageException">The command says nothing of a net.</exception>
    /// <exception cref="InputException">The description cannot be read, or the cases do not tell the sizes of their groups.</exception>
    public static Topology For(NetChoice choice, string cases)
    {
        if (choice.File is { } file)
            return NetFile.Read(file);
        if (choice.Hidden is null)
            throw new UsageException($"{cases} is a case file; say what net to train on it: --net net.json for a net described in a file, --hidden 2 for one with a hidden layer of 2 units, --hidden 0 for one without.");
        try
        {
            return Layered(choice, cases);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException($"{cases}: there is no such file", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{cases}: cannot be read: {e.Message}", e);
        }
    }

    private static Topology Layered(NetChoice choice, string cases)
    {
        using var reader = CaseFile.OpenText(File.OpenRead(cases));
        if (CaseLayers.Read(reader) is { } layers)
            return layers.Net(choice.Hidden!, choice.Function, choice.Skip);
        if (IsTableOfCases(cases))
            throw new InputException($"{cases}: has the columns of a table of cases; describe the net in a file: --net net.json");
        throw new InputException($"{cases}: the first case does not tell how many units each group has (--hidden needs numbers on both sides of '->'); describe the net in a file: --net");
    }

    private static bool IsTableOfCases(string path)
    {
        if (CaseFile.IsCaseFile(path) || FileStatus.Of(path) is { Kind: FileKind.Other })
            return false;
        try
        {
            using var table = TableReader.Open(path, TableOptions.Default with { Header = true });
            return CaseSource.AreUnits(table.Columns);
        }
        catch (DataException)
        {
            return false;
        }
    }
}
