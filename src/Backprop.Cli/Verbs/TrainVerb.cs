using System.CommandLine;

namespace Backprop.Cli;

/// <summary><c>backprop train</c>: trains a model on a table.</summary>
internal static class TrainVerb
{
    public static Command Create(Terminal terminal)
    {
        var line = new TrainCommandLine();
        var command = new Command("train", "Train a net on a table, stop by a validation part, test on a held-out part, and write the model.");
        line.AddTo(command);
        command.SetAction(parse => new TrainingSession(line.Read(parse), terminal).Run());
        return command;
    }
}
