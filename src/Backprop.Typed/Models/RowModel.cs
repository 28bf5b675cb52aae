using System.Buffers;

namespace Backprop.Data;

/// <summary>A model of a table that answers objects. Thread-safe.</summary>
/// <typeparam name="TRow">The type of the objects.</typeparam>
public sealed class RowModel<TRow>
    where TRow : ITableRow<TRow>
{
    private readonly BoundRow<TRow> rows;

    /// <summary>Finds the model's inputs among the properties of the type.</summary>
    /// <param name="model">The model.</param>
    /// <exception cref="DataException">The type lacks a column that the model needs.</exception>
    public RowModel(TableModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        rows = new BoundRow<TRow>(model);
    }

    /// <summary>The model.</summary>
    public TableModel Model => rows.Model;

    /// <summary>Answers an object.</summary>
    /// <param name="row">The object.</param>
    /// <param name="unseen">What to do with a category not seen in training. Default: an error.</param>
    /// <returns>A prediction for each target.</returns>
    /// <exception cref="DataException">A value is not what its column holds, or the net's answer is not finite.</exception>
    public IReadOnlyList<Prediction> Predict(TRow row, UnseenCategory unseen = UnseenCategory.Error)
    {
        var outputs = new float[rows.OutputSize];
        Run(row, outputs, unseen);
        return Prediction.Decode<float>(Model.Encoding, outputs);
    }

    /// <summary>Computes the states of the output units for an object, without allocating where the net has its groups in the order of the encoding.</summary>
    /// <param name="row">The object.</param>
    /// <param name="outputs">Destination, <see cref="TableEncoding.TargetSize"/> states; <see cref="Prediction.Decode{T}(TableEncoding, ReadOnlySpan{T})"/> reads them.</param>
    /// <param name="unseen">What to do with a category not seen in training. Default: an error.</param>
    /// <exception cref="DataException">A value is not what its column holds, or the net's answer is not finite.</exception>
    public void Run(TRow row, Span<float> outputs, UnseenCategory unseen = UnseenCategory.Error) => Run(row, outputs, unseen, watch: null);

    /// <summary>Writes the states of the input units for an object.</summary>
    internal void Write(in TRow row, Span<float> inputs, UnseenCategory unseen, RowWatch? watch)
    {
        if (row is null)
            throw new ArgumentNullException(nameof(row));
        rows.Write(in row, inputs, unseen, watch);
    }

    internal int InputSize => rows.InputSize;

    internal void Run(TRow row, Span<float> outputs, UnseenCategory unseen, RowWatch? watch)
    {
        if (row is null) // ArgumentNullException.ThrowIfNull would box a struct
            throw new ArgumentNullException(nameof(row));
        const int MostOnStack = 1024;
        var size = rows.InputSize;
        var rented = size <= MostOnStack ? null : ArrayPool<float>.Shared.Rent(size);
        try
        {
            Span<float> inputs = rented is null ? stackalloc float[size] : rented.AsSpan(0, size);
            rows.Write(in row, inputs, unseen, watch);
            Model.Run(inputs, outputs);
        }
        finally
        {
            if (rented is not null)
                ArrayPool<float>.Shared.Return(rented);
        }
    }
}

/// <summary>A model of a table that answers objects by objects. Thread-safe.</summary>
/// <typeparam name="TRow">The type of the objects that are asked about.</typeparam>
/// <typeparam name="TAnswer">The type of the answers.</typeparam>
public sealed class RowModel<TRow, TAnswer>
    where TRow : ITableRow<TRow>
    where TAnswer : ITableAnswer<TAnswer>
{
    private readonly RowModel<TRow> rows;
    private readonly BoundPart[] parts;
    private readonly int outputSize;

    /// <summary>Finds the model's inputs and targets among the properties of the types.</summary>
    /// <param name="model">The model.</param>
    /// <exception cref="DataException">A type lacks a column that the model needs, or takes a target as what it is not.</exception>
    public RowModel(TableModel model)
    {
        rows = new RowModel<TRow>(model);
        parts = [.. TAnswer.Parts.Select(part => new BoundPart(typeof(TAnswer).Name, part, model.Encoding))];
        outputSize = model.Encoding.TargetSize;
    }

    /// <summary>The model.</summary>
    public TableModel Model => rows.Model;

    /// <summary>Answers an object, without allocating beyond the answer itself where the net has its groups in the order of the encoding.</summary>
    /// <param name="row">The object.</param>
    /// <param name="unseen">What to do with a category not seen in training. Default: an error.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="DataException">A value is not what its column holds, or the answer is not finite or not what the type of answers can hold.</exception>
    public TAnswer Predict(TRow row, UnseenCategory unseen = UnseenCategory.Error) => Predict(row, unseen, watch: null);

    /// <summary>Answers many objects, a few times as fast as one by one, with the same answers, without allocating beyond these where the net has its groups in the order of the encoding.</summary>
    /// <param name="objects">The objects.</param>
    /// <param name="answers">Destination, as many as objects.</param>
    /// <param name="unseen">What to do with a category not seen in training. Default: an error.</param>
    /// <exception cref="DataException">An object cannot be answered, as in <see cref="Predict(TRow, UnseenCategory)"/>; the message names its place, from 1. Answers to others may have been written.</exception>
    /// <exception cref="ArgumentException">There are not as many answers as objects.</exception>
    public void Predict(ReadOnlySpan<TRow> objects, Span<TAnswer> answers, UnseenCategory unseen = UnseenCategory.Error) => Predict(objects, answers, unseen, watch: null);

    internal void Predict(ReadOnlySpan<TRow> objects, Span<TAnswer> answers, UnseenCategory unseen, RowWatch? watch)
    {
        const int BlockRows = 256; // of a BlockRunner
        if (objects.Length != answers.Length)
            throw new ArgumentException($"There are {objects.Length} objects, but room for {answers.Length} answers.", nameof(answers));
        if (objects.IsEmpty)
            return;
        var most = Math.Min(BlockRows, objects.Length);
        var inputs = ArrayPool<float>.Shared.Rent(most * rows.InputSize);
        var outputs = ArrayPool<float>.Shared.Rent(most * outputSize);
        try
        {
            for (var first = 0; first < objects.Length; first += most)
            {
                var count = Math.Min(most, objects.Length - first);
                PredictBlock(objects.Slice(first, count), answers.Slice(first, count), first, inputs, outputs, unseen, watch);
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(inputs);
            ArrayPool<float>.Shared.Return(outputs);
        }
    }

    private void PredictBlock(ReadOnlySpan<TRow> objects, Span<TAnswer> answers, int first, float[] inputs, float[] outputs, UnseenCategory unseen, RowWatch? watch)
    {
        var (row, size) = (0, rows.InputSize);
        try
        {
            for (; row < objects.Length; row++)
                rows.Write(in objects[row], inputs.AsSpan(row * size, size), unseen, watch);
            var finite = Model.Run(inputs.AsSpan(0, objects.Length * size), outputs.AsSpan(0, objects.Length * outputSize), objects.Length);
            for (row = 0; row < objects.Length; row++)
            {
                var states = outputs.AsSpan(row * outputSize, outputSize);
                if (row == finite)
                    Model.Run(inputs.AsSpan(row * size, size), states); // says what is wrong
                answers[row] = TAnswer.From(new AnswerValues(parts, states));
            }
        }
        catch (DataException e)
        {
            throw new DataException($"row {first + row + 1}: {e.Message}", e) { Remedies = e.Remedies };
        }
    }

    internal TAnswer Predict(TRow row, UnseenCategory unseen, RowWatch? watch)
    {
        const int MostOnStack = 1024;
        Span<float> outputs = outputSize <= MostOnStack ? stackalloc float[outputSize] : new float[outputSize];
        rows.Run(row, outputs, unseen, watch);
        return TAnswer.From(new AnswerValues(parts, outputs));
    }
}
