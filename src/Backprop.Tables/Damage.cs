namespace Backprop.Data;

/// <summary>Turns what a package throws over a damaged file into an error of one line that names the file.</summary>
internal static class Damage
{
    private const int LongestReason = 300;

    /// <summary>Runs a call of a package.</summary>
    /// <exception cref="DataException">It failed.</exception>
    public static T Named<T>(string file, string what, Func<T> call)
    {
        try
        {
            return call();
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw Of(e, file, what);
        }
    }

    /// <summary>Whether an exception of a package says that the file is damaged: any but those that mean something else. Packages index, allocate and cast by what a file says.</summary>
    public static bool IsDamage(Exception e) => e is not (DataException or OperationCanceledException);

    /// <summary>The error.</summary>
    /// <param name="e">What the package threw.</param>
    /// <param name="file">The file.</param>
    /// <param name="what">What it should be, with its article.</param>
    public static DataException Of(Exception e, string file, string what)
    {
        return new($"cannot be read as {what}: {Reason(e)}", file, innerException: e);
    }

    /// <summary>What the package says, in one line.</summary>
    public static string Reason(Exception e) => DisplayText.Of((e is AggregateException { InnerException: { } inner } ? inner : e).Message.TrimEnd('.'), LongestReason);
}
