using System.CommandLine;

namespace Backprop.Cli;

/// <summary><c>backprop resume</c>: goes on with an interrupted training, to the bits that it would have ended in.</summary>
internal static class ResumeVerb
{
    public static Command Create(Terminal terminal)
    {
        var checkpoint = new Argument<string>("checkpoint") { Description = "A file ….checkpoint.safetensors that 'train' left when it was interrupted." };
        var data = new Option<string?>("--data") { Description = "The table, if it lies elsewhere than it did.", HelpName = "file" };
        var json = new Option<bool>("--json") { Description = "Print the result as JSON." };
        var command = new Command("resume", "Go on with an interrupted training; the result has the same bits as without the interruption.") { checkpoint, data, json };
        command.SetAction(parse =>
        {
            var path = parse.GetRequiredValue(checkpoint);
            var job = TrainCommandLine.Of(Model.Load(path), path, parse.GetValue(data)) with { Json = parse.GetValue(json) };
            return new TrainingSession(job, terminal).Run(path);
        });
        return command;
    }
}
