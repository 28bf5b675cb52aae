using Backprop.Data;

namespace Backprop.Cli;

/// <summary>A model of a net without a table: its cases are those of case files, for its groups.</summary>
internal static class CaseModel
{
    /// <summary>Whether a model's data are cases: it holds no encoding of a table.</summary>
    public static bool Is(Model model) => model.Encodings is null;

    /// <summary>Why an option of tables is refused for a model.</summary>
    public static string IsForTables(string path) => $"is for models of tables, but {path} is a net without a table, whose data are case files";

    /// <summary>How the model was trained on cases; null where its settings are not of such a training.</summary>
    /// <param name="model">The model.</param>
    /// <param name="path">Its file, for errors.</param>
    /// <exception cref="InputException">The settings cannot be read.</exception>
    public static (CaseJob Job, TrainedCases? Cases)? Training(Model model, string path) => CaseSettings.Are(model.Settings) ? CaseSettings.Read(model, path) : null;

    /// <summary>Reads cases for the net of a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="file">The case file, or "-" for standard input.</param>
    /// <exception cref="DataException">It is not a case file for this net.</exception>
    public static Cases Read(Model model, string file) => Load(model, file).Cases;

    /// <summary>Reads cases for the net of a model, and the names that they give to its units.</summary>
    /// <inheritdoc cref="Read"/>
    public static NamedCases Load(Model model, string file)
    {
        if (file == "-")
        {
            using var input = CaseFile.OpenText(Console.OpenStandardInput());
            return CaseFile.Load(input, "standard input", model.Topology);
        }
        try
        {
            return CaseSource.Load(file, model.Topology);
        }
        catch (DataException problem) when (File.Exists(file) && !CaseFile.IsCaseFile(file))
        {
            throw new InputException($"{problem.Message} (the model was not trained on a table, so its data are case files: docs/case-files.md)", problem);
        }
    }
}
