namespace Backprop.Cli;

/// <summary>A file or model that the user gave is invalid: one line on stderr, <see cref="ExitCode.BadInput"/>.</summary>
internal sealed class InputException(string message, Exception? inner = null) : Exception(message, inner);
