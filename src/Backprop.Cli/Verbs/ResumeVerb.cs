using System.CommandLine;

namespace Backprop.Cli;

/// <summary><c>backprop resume</c>: continues an interrupted training; the result has the same bits as without the interruption.</summary>
internal static class ResumeVerb
{
    public static Command Create(Terminal terminal)
    {
        var checkpoint = new Argument<string>("checkpoint") { Description = "A file ….checkpoint.safetensors that 'train' left when it was interrupted." };
        var output = new Option<string?>("--output", "-o") { Description = "Model file to write. Default: the one that the training would have written.", HelpName = "file" };
        var data = new Option<string?>("--data") { Description = "Path of the table or case file, if it has moved; validation rows in the same file move with it.", HelpName = "file" };
        var recompute = new Option<bool?>(CaseCommandLine.RecomputeName) { Description = $"Case files: compute states again on the way back instead of keeping them, or keep them ({CaseCommandLine.RecomputeName} false). Default: as the training did. The result does not depend on it." };
        var force = new Option<bool>("--force") { Description = "Replace an existing model of other settings, a checkpoint, a record that is not the one of the interrupted training, or a file of another kind; never a file that is read." };
        var json = new Option<bool>("--json") { Description = "Print the result as JSON." };
        var command = new Command("resume", "Go on with an interrupted training; the result has the same bits as without the interruption.") { checkpoint, output, data, recompute, force, json };
        command.SetAction(parse =>
        {
            var path = parse.GetRequiredValue(checkpoint);
            if (ModelFile.Peek(path) is { } metadata && !metadata.ContainsKey("checkpoint"))
                throw new InputException($"{path}: it is a model, not a checkpoint; only checkpoints can be resumed");
            var model = Model.Load(path);
            void CheckShares(int shares)
            {
                if (shares == 0 && terminal.RankCount() > 1)
                    throw new InputException($"{path}: its cases are not cut into shares, so that one process must go on with it; start 'backprop resume' without mpirun");
                if (shares < terminal.RankCount() && shares > 0)
                    throw new InputException($"{path}: its cases are cut into {shares} shares, but {terminal.RankCount()} processes were started; start {shares} or fewer");
            }
            if (CaseSettings.Are(model.Settings))
            {
                var cases = With(CaseSettings.Read(model, path).Job, path, parse);
                CheckShares(cases.Training.Shares);
                return new CaseSession(cases with { Recompute = parse.GetValue(recompute) ?? cases.Recompute }, terminal).Run(path);
            }
            if (parse.GetValue(recompute) is not null)
                throw new UsageException($"{CaseCommandLine.RecomputeName} is for trainings on case files, but {path} is one on a table; leave it out.");
            var table = With(TrainingSettings.Read(model, path, "so that only the program that made it can resume it"), path, parse);
            CheckShares(table.Options.Shares);
            return new TrainingSession(table, terminal).Run(path);
        });
        return command;

        TJob With<TJob>(TJob job, string path, ParseResult parse)
            where TJob : Job
        {
            Job said = job with { MovedData = parse.GetValue(data), Json = parse.GetValue(json), Force = parse.GetValue(force) };
            if (parse.GetValue(output) is { } elsewhere)
                said = WithModel(said, elsewhere, path);
            return (TJob)said;
        }
    }

    /// <summary>The training with another model file. Its state stays in the checkpoint that is resumed, and does not go where another training, of which that is a copy, has its own.</summary>
    private static Job WithModel(Job job, string model, string resumed)
    {
        var isInPlace = FileStatus.Of(resumed)?.Identity is { } file && file == FileStatus.Of(job.CheckpointPath)?.Identity;
        var moved = job with { ModelPath = model, ModelIsNamed = true };
        return isInPlace ? moved with { CheckpointPath = job.CheckpointPath } : moved;
    }
}
