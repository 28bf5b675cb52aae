namespace Backprop;

/// <summary>Cases that cannot be, or that do not fit the net: the message names the group and the case, what was expected and what came.</summary>
public sealed class CasesException : BackpropException
{
    /// <summary>Creates the exception.</summary>
    public CasesException() { }

    /// <summary>Creates the exception with a message.</summary>
    public CasesException(string message) : base(message) { }

    /// <summary>Creates the exception with a message and the cause.</summary>
    public CasesException(string message, Exception innerException) : base(message, innerException) { }
}
