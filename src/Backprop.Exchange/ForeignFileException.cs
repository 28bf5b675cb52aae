namespace Backprop.Exchange;

/// <summary>A file of another program cannot be read as a net or as cases. The message is one line in the words of that program: the file, the line, what was expected, what was found, what to do.</summary>
public sealed class ForeignFileException : BackpropException
{
    /// <summary>An error at a place: the message reads "file, line 7: what is wrong".</summary>
    /// <param name="message">What was expected, what was found and what to do.</param>
    /// <param name="file">The file, as the user named it.</param>
    /// <param name="line">The line, from 1; null where it concerns the whole file or the file is not text.</param>
    /// <param name="innerException">What caused it.</param>
    public ForeignFileException(string message, string file, long? line = null, Exception? innerException = null)
        : base(FormattableString.Invariant($"{file}{(line is { } number ? $", line {number}" : "")}: {message}"), innerException) => (File, Line) = (file, line);

    /// <summary>The file, as the user named it.</summary>
    public string File { get; }

    /// <summary>The line, from 1; null where the error concerns the whole file or the file is not text.</summary>
    public long? Line { get; }

    /// <summary>Whether <see cref="ImportOptions.Approximate"/> makes the file readable, with answers that differ from the other program's.</summary>
    public bool NeedsApproximation { get; init; }
}
