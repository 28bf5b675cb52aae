namespace Backprop.Cli;

/// <summary>A file or model that the user gave is invalid: one line on stderr, <see cref="ExitCode.BadInput"/>.</summary>
internal sealed class InputException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The command is invalid as written: one line on stderr, <see cref="ExitCode.Usage"/>.</summary>
internal sealed class UsageException(string message) : Exception(message);
