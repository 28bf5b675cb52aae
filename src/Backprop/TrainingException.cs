namespace Backprop;

/// <summary>Training met a number that is not finite: the message says in which group or weights, and what to try.</summary>
public sealed class TrainingException : BackpropException
{
    /// <summary>Creates the exception.</summary>
    public TrainingException() { }

    /// <summary>Creates the exception with a message.</summary>
    /// <param name="message">What was expected, what was found and what to do.</param>
    public TrainingException(string message) : base(message) { }

    /// <summary>Creates the exception with a message and the cause.</summary>
    /// <param name="message">What was expected, what was found and what to do.</param>
    /// <param name="innerException">The exception that caused this one.</param>
    public TrainingException(string message, Exception innerException) : base(message, innerException) { }
}
