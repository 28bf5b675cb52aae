using System.Globalization;

namespace Backprop.Data;

/// <summary>A model that was trained on a table, ready to answer raw rows. Thread-safe.</summary>
/// <example>
/// <code>
/// var table = Table.Read("iris.csv", new ColumnChoices { Targets = ["species"] });
/// TableTraining.Train(table, new TableTrainingOptions { Sweeps = 50 }).Model.Save("iris.safetensors");
///
/// var model = TableModel.Load("iris.safetensors");
/// var flower = new Dictionary&lt;string, object?&gt; { ["sepal length"] = 5.1, ["sepal width"] = 3.5, ["petal length"] = 1.4, ["petal width"] = 0.2 };
/// foreach (var answer in model.Predict(flower))
///     Console.WriteLine($"{answer.Target}: {answer.Text}");
/// </code>
/// </example>
public sealed class TableModel
{
    private readonly Network<float> network;
    private readonly CellReader cells;
    private readonly ColumnEncoding[] columns;
    private readonly int inputSize;
    private readonly int targetSize;
    private readonly Stretch[]? inputStretches, outputStretches; // null where the net has its groups in the encoding's order
    private readonly Spares<Runner<float>> runners;
    private readonly Spares<BlockRunner<float>> blockRunners;

    /// <summary>Takes a model together with the encoding that is stored in it.</summary>
    /// <param name="model">A model that was trained on a table.</param>
    /// <exception cref="DataException">The model holds no encoding, or one that does not fit its net.</exception>
    public TableModel(Model model)
    {
        ArgumentNullException.ThrowIfNull(model);
        Encoding = TableEncoding.FromJson(model.Encodings ?? throw new DataException("the model was not trained on a table: it holds no encoding of columns"));
        TableNet.Check(model.Topology, Encoding);
        inputStretches = Stretches(model.Topology.Inputs, Encoding.InputGroups);
        outputStretches = Stretches(model.Topology.Outputs, Encoding.TargetGroups);
        Model = model;
        network = model.Network<float>();
        runners = new(() => new Runner<float>(network));
        blockRunners = new(() => new BlockRunner<float>(network));
        cells = new CellReader(Encoding.DecimalMark, Encoding.Missing, Encoding.DateFormat);
        columns = [.. Encoding.InputGroups.SelectMany(g => g.Columns)];
        inputSize = Encoding.InputSize;
        targetSize = Encoding.TargetSize;
    }

    /// <summary>The model.</summary>
    public Model Model { get; }

    /// <summary>How rows are encoded.</summary>
    public TableEncoding Encoding { get; }

    /// <summary>Reads a model file.</summary>
    /// <param name="path">The path of the model file.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ModelFileException">It cannot be read, or is not a model.</exception>
    /// <exception cref="DataException">It holds no encoding of a table.</exception>
    public static TableModel Load(string path)
    {
        var model = Model.Load(path);
        try
        {
            return new TableModel(model);
        }
        catch (DataException e)
        {
            throw new DataException(e.Message, path, innerException: e) { Remedies = e.Remedies };
        }
    }

    /// <summary>Reads a model from a stream, from its position to its end. The stream stays open.</summary>
    /// <param name="stream">A stream that holds a model file; one that is not seekable is read into memory.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ModelFileException">It cannot be read, or does not hold a model.</exception>
    /// <exception cref="DataException">The model holds no encoding of a table.</exception>
    public static TableModel Load(Stream stream) => new(Model.Load(stream));

    /// <summary>Reads a model from the bytes of a model file, such as those of an embedded resource.</summary>
    /// <param name="content">The bytes.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ModelFileException">They are not a model.</exception>
    /// <exception cref="DataException">The model holds no encoding of a table.</exception>
    public static TableModel Load(byte[] content) => new(Model.Load(content));

    /// <summary>Answers a raw row.</summary>
    /// <param name="row">
    /// A value for each input column, by its name; others are ignored. Null, NaN and the words for missing values mean that it is missing.
    /// A number is any type of .NET; for yes or no, a <see cref="bool"/>; for a category its text, a number or an enum. A date is a
    /// <see cref="DateOnly"/>, a <see cref="DateTime"/> or a <see cref="DateTimeOffset"/>, whatever the date format of the training table; a
    /// zone (an offset, or the kind <see cref="DateTimeKind.Local"/>) is converted to UTC, as it is in text. Text is read as in the training
    /// table, with its decimal mark and date format. Values of System.Text.Json stand for what they hold.
    /// </param>
    /// <param name="unseen">What to do with a category not seen in training. Default: an error.</param>
    /// <returns>A prediction for each target.</returns>
    /// <exception cref="DataException">A column is not there, its value is not what the column holds, or the net's answer is not finite.</exception>
    public IReadOnlyList<Prediction> Predict(IReadOnlyDictionary<string, object?> row, UnseenCategory unseen = UnseenCategory.Error) => Answer(row, unseen, watch: null);

    /// <param name="row">The row.</param>
    /// <param name="unseen">What to do with a category not seen in training.</param>
    /// <param name="watch">Sees the values; null for none.</param>
    internal IReadOnlyList<Prediction> Answer(IReadOnlyDictionary<string, object?> row, UnseenCategory unseen, RowWatch? watch)
    {
        ArgumentNullException.ThrowIfNull(row);
        var inputs = new float[inputSize];
        var offset = 0;
        foreach (var column in columns)
        {
            if (!row.TryGetValue(column.Column, out var value) && !TryFind(column.Column, row, out value) && column.HasInfluence)
                throw new DataException($"the row has no '{DisplayText.Name(column.Column)}', which the model needs (null where it is missing)");
            var read = ObjectValue.Read(column, value, cells, out var wrong);
            if (read.Kind == CellValueKind.Unseen && unseen == UnseenCategory.Error)
            {
                wrong = CellText.UnseenInput(column, System.Text.Encoding.UTF8.GetBytes(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""));
                watch?.See(column, isUnseen: true, []);
            }
            if (wrong is not null)
                throw new DataException($"column '{DisplayText.Name(column.Column)}' {wrong.Text}") { Remedies = wrong.Remedies };
            UnitStates.Write(column, read, inputs.AsSpan(offset, column.Size), missing: 0f);
            watch?.See(column, read.Kind == CellValueKind.Unseen, inputs.AsSpan(offset, column.Size));
            offset += column.Size;
        }
        var outputs = new float[Encoding.TargetSize];
        Run(inputs, outputs);
        return Prediction.Decode<float>(Encoding, outputs);
    }

    /// <summary>The value of a column that the row names with other blanks or in another Unicode form.</summary>
    private static bool TryFind(string column, IReadOnlyDictionary<string, object?> row, out object? value)
    {
        value = null;
        foreach (var (name, found) in row)
        {
            if (!string.Equals(Word.Clean(name), column, StringComparison.Ordinal))
                continue;
            value = found;
            return true;
        }
        return false;
    }

    /// <summary>Runs the net on states of its input units, without allocating where the net has its groups in the order of the encoding.</summary>
    /// <param name="inputs"><see cref="TableEncoding.InputSize"/> states, group after group.</param>
    /// <param name="outputs">Destination, <see cref="TableEncoding.TargetSize"/> states; <see cref="Prediction.Decode{T}(TableEncoding, ReadOnlySpan{T})"/> reads them.</param>
    /// <exception cref="DataException">An output is not finite: a value of the row is too far outside those of the training rows. The message names its column.</exception>
    public void Run(ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        var runner = runners.Take();
        if (inputStretches is null && outputStretches is null)
            runner.Run(inputs, outputs);
        else
            RunInOrder(runner, inputs, outputs);
        runners.PutBack(runner);
        if (!FarValue.AreFinite<float>(outputs))
            throw FarValue.Error(Encoding, inputs);
    }

    /// <summary>Runs the net on states of its input units in many rows: the same answers as row by row, a few times as fast.</summary>
    /// <param name="inputs"><see cref="TableEncoding.InputSize"/> states per row, row after row, in each group after group.</param>
    /// <param name="outputs">Destination, <see cref="TableEncoding.TargetSize"/> states per row.</param>
    /// <param name="count">The number of rows, 0 or more.</param>
    /// <returns>The number of rows before the first one to which the net gives no finite answer, <paramref name="count"/> where it answers all; <see cref="Run(ReadOnlySpan{float}, Span{float})"/> on that row says why.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number of rows is below 0.</exception>
    /// <exception cref="CasesException">Too many or too few inputs or outputs, or an input that is not finite.</exception>
    public int Run(ReadOnlySpan<float> inputs, Span<float> outputs, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var runner = blockRunners.Take();
        if (inputStretches is null && outputStretches is null)
        {
            runner.Run(inputs, outputs, count);
        }
        else
        {
            var netInputs = inputs.ToArray();
            for (var row = 0; row < count; row++)
                ToNet(inputs.Slice(row * inputSize, inputSize), netInputs.AsSpan(row * inputSize, inputSize));
            var netOutputs = new float[outputs.Length];
            runner.Run(netInputs, netOutputs, count);
            for (var row = 0; row < count; row++)
                FromNet(netOutputs.AsSpan(row * targetSize, targetSize), outputs.Slice(row * targetSize, targetSize));
        }
        blockRunners.PutBack(runner);
        if (FarValue.AreFinite<float>(outputs))
            return count;
        var finite = 0;
        while (FarValue.AreFinite<float>(outputs.Slice(finite * targetSize, targetSize)))
            finite++;
        return finite;
    }

    /// <summary>A net that somebody described may have its groups in another order than the encoding.</summary>
    private void RunInOrder(Runner<float> runner, ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        var netInputs = new float[inputs.Length];
        ToNet(inputs, netInputs);
        var netOutputs = new float[outputs.Length];
        runner.Run(netInputs, netOutputs);
        FromNet(netOutputs, outputs);
    }

    /// <summary>Puts the states of the input units of a row into the order of the net's groups.</summary>
    private void ToNet(ReadOnlySpan<float> inputs, Span<float> netInputs)
    {
        inputs.CopyTo(netInputs);
        foreach (var group in inputStretches ?? [])
            inputs.Slice(group.Encoded, group.Size).CopyTo(netInputs[group.Net..]);
    }

    /// <summary>Puts the states of the output units of a row into the order of the encoding's groups.</summary>
    private void FromNet(ReadOnlySpan<float> netOutputs, Span<float> outputs)
    {
        netOutputs.CopyTo(outputs);
        foreach (var group in outputStretches ?? [])
            netOutputs.Slice(group.Net, group.Size).CopyTo(outputs[group.Encoded..]);
    }

    /// <summary>Where each group's states are, for the net and for the encoding; null where all are at the same place.</summary>
    private static Stretch[]? Stretches(IReadOnlyList<Group> groups, IReadOnlyList<EncodedGroup> encoded)
    {
        var stretches = encoded.Select((group, i) => new Stretch(
            groups.TakeWhile(g => !string.Equals(g.Name, group.Name, StringComparison.Ordinal)).Sum(g => g.Size),
            encoded.Take(i).Sum(g => g.Size),
            group.Size)).ToArray();
        return Array.TrueForAll(stretches, s => s.Net == s.Encoded) ? null : stretches;
    }

    /// <summary>The states of one group.</summary>
    /// <param name="Net">The place of the first of them among the states of the net's groups.</param>
    /// <param name="Encoded">Its place in the encoding's order.</param>
    /// <param name="Size">How many they are.</param>
    private readonly record struct Stretch(int Net, int Encoded, int Size);
}
