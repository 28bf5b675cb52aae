namespace Backprop;

/// <summary>A net that cannot be built, or that does not suit what is asked of it: the message names the group or projection, what was expected and what came.</summary>
public sealed class TopologyException : BackpropException
{
    /// <summary>Creates the exception.</summary>
    public TopologyException() { }

    /// <summary>Creates the exception with a message.</summary>
    /// <param name="message">What was expected, what was found and what to do.</param>
    public TopologyException(string message) : base(message) { }

    /// <summary>Creates the exception with a message and the cause.</summary>
    /// <param name="message">What was expected, what was found and what to do.</param>
    /// <param name="innerException">The exception that caused this one.</param>
    public TopologyException(string message, Exception innerException) : base(message, innerException) { }
}
