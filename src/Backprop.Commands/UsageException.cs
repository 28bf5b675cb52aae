namespace Backprop.Commands;

/// <summary>The command is invalid as written: one line on stderr, and the exit code of wrong usage.</summary>
internal class UsageException(string message) : Exception(message);
