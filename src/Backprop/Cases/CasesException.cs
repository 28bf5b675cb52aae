namespace Backprop;

/// <summary>Cases that cannot be, or that do not fit the net: the message names the group and the case, what was expected and what came.</summary>
public sealed class CasesException : BackpropException
{
    /// <summary>Creates the exception.</summary>
    public CasesException() { }

    /// <summary>Creates the exception with a message.</summary>
    /// <param name="message">What was expected, what was found and what to do.</param>
    public CasesException(string message) : base(message) { }

    /// <summary>Creates the exception with a message and the cause.</summary>
    /// <param name="message">What was expected, what was found and what to do.</param>
    /// <param name="innerException">The exception that caused this one.</param>
    public CasesException(string message, Exception innerException) : base(message, innerException) { }
}
