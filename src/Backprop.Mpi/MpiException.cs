namespace Backprop.Mpi;

/// <summary>MPI is not installed, is another one than that of the launcher, or a call of it failed; the message says which, and what to do.</summary>
public sealed class MpiException : BackpropException
{
    /// <summary>Creates the exception.</summary>
    public MpiException() { }

    /// <summary>Creates the exception with a message.</summary>
    /// <param name="message">What was expected, what was found and what to do.</param>
    public MpiException(string message) : base(message) { }

    /// <summary>Creates the exception with a message and the cause.</summary>
    /// <param name="message">What was expected, what was found and what to do.</param>
    /// <param name="innerException">The exception that caused this one.</param>
    public MpiException(string message, Exception innerException) : base(message, innerException) { }
}
