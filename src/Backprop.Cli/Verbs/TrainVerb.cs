using System.CommandLine;
using Backprop.Data;

namespace Backprop.Cli;

/// <summary><c>backprop train</c>: trains a model on a table or on a case file.</summary>
internal static class TrainVerb
{
    public static Command Create(Terminal terminal)
    {
        var shared = new TrainOptions();
        var (tables, cases) = (new TrainCommandLine(shared), new CaseCommandLine(shared));
        var command = new Command("train", "Train a net on a table, stop by a validation part, test on a held-out part, and write the model; or train a net of your own on a case file.");
        tables.AddTo(command, cases.AddTo);
        command.SetAction(parse =>
        {
            var data = parse.GetRequiredValue(shared.Data);
            if (data == "-")
                throw new UsageException("train reads its data more than once, and models name them: write standard input to a file first, or write ./- for a file of that name.");
            if (CaseSource.IsCases(data, parse.GetValue(shared.Net.Net)))
            {
                OtherOptions.Refuse(parse, tables.Own, $"is for tables, but {data} is a {(CaseFile.IsCaseFile(data) ? "case file" : "table of cases")}");
                return new CaseSession(cases.Read(parse, terminal.RankCount()), terminal).Run();
            }
            OtherOptions.Refuse(parse, cases.Own, $"is for case files, but {data} is a table");
            return new TrainingSession(tables.Read(parse, terminal.RankCount()), terminal).Run();
        });
        return command;
    }
}
