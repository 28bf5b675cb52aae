using System.CommandLine;

namespace Backprop.Cli;

/// <summary>Refuses options that mean something only for the other kind of data, so that none is ignored without a word.</summary>
internal static class OtherOptions
{
    /// <exception cref="UsageException">One of the options is given.</exception>
    public static void Refuse(ParseResult parse, IEnumerable<Option> options, string reason)
    {
        if (options.FirstOrDefault(option => parse.GetResult(option) is { Implicit: false }) is { } given)
            throw new UsageException($"{given.Name} {reason}; leave it out.");
    }
}
