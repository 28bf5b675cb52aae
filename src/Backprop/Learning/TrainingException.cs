namespace Backprop;

/// <summary>Training met a number that is not finite: the message says in which group or weights, and what to try.</summary>
public sealed class TrainingException : BackpropException
{
    /// <summary>Creates the exception.</summary>
    public TrainingException() { }

    /// <summary>Creates the exception with a message.</summary>
    public TrainingException(string message) : base(message) { }

    /// <summary>Creates the exception with a message and the cause.</summary>
    public TrainingException(string message, Exception innerException) : base(message, innerException) { }
}
