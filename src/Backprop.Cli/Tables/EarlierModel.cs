using Backprop.Data;

namespace Backprop.Cli;

/// <summary>
/// Models of versions that kept the words of the command as settings. Their encodings do not say how the table was written, so that
/// the delimiter, quote and decimal mark of the command are put into them.
/// </summary>
internal static class EarlierModel
{
    /// <summary>Reads a model file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ModelFileException">It cannot be read, or is not a model.</exception>
    /// <exception cref="DataException">It holds no encoding of a table.</exception>
    public static TableModel Load(string path)
    {
        var model = TableModel.Load(path);
        var complete = Complete(model.Model);
        return ReferenceEquals(complete, model.Model) ? model : new TableModel(complete);
    }

    /// <summary>The model with an encoding that says how the table was written; a model that knows it, or was not trained on a table, itself.</summary>
    public static Model Complete(Model model)
    {
        if (model.Encodings is null || TrainingSettings.FormatOfCommand(model) is not { } format || format is { Delimiter: null, Quote: null, DecimalMark: null })
            return model;
        var encoding = TableEncoding.FromJson(model.Encodings);
        return model with
        {
            Encodings = (encoding with
            {
                Delimiter = format.Delimiter ?? encoding.Delimiter,
                Quote = format.Quote ?? encoding.Quote,
                DecimalMark = format.DecimalMark ?? encoding.DecimalMark,
            }).ToJson(),
        };
    }
}
