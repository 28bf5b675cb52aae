namespace Backprop;

/// <summary>
/// The base of every error that this library and its sister packages raise about what a program or a user brings: nets, cases, tables,
/// files, trainings that fail. The message is one line and safe to print: what files and names hold cannot drive a terminal.
/// A call that breaks the contract of a method raises the usual exceptions of .NET instead, such as <see cref="ArgumentException"/>.
/// </summary>
public abstract class BackpropException : Exception
{
    // A message quotes a few names, each cut by whoever quotes it; this is for those that nobody cut, such as long paths.
    private const int LongestMessage = 2_000;

    /// <summary>Creates the exception without a message.</summary>
    protected BackpropException() { }

    /// <summary>Creates the exception with a message, which is put on one line.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="innerException">The cause; null where there is none.</param>
    protected BackpropException(string message, Exception? innerException = null) : base(DisplayText.Of(message, LongestMessage), innerException) { }
}
