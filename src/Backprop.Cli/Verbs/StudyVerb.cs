using System.CommandLine;

namespace Backprop.Cli;

/// <summary><c>backprop study</c>: trains a net on a case file from many seeds, at several settings, and tells how many learn, how fast, and what stops the others.</summary>
internal static class StudyVerb
{
    public static Command Create(Terminal terminal)
    {
        var line = new StudyCommandLine();
        var command = new Command("study", "Train a net of your own on a case file from many seeds; tell how many learn, after how many sweeps, and what stops the rest.");
        line.AddTo(command);
        command.SetAction(parse => new StudySession(line.Read(parse, terminal.RankCount()), terminal, terminal.Ranks is { } ranks ? MpiStudyMessages.Of(ranks) : null).Run());
        return command;
    }
}
