namespace Backprop.Defaults;

/// <summary>A run that cannot be done as it was asked for; the message says why and what to do.</summary>
internal sealed class RunException(string message) : Exception(message);
