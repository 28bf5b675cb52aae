using Backprop.Data;

namespace Backprop.Services;

/// <summary>Answers objects by objects with the model of a <see cref="ModelService"/>, and with its successor once there is one. Thread-safe.</summary>
/// <typeparam name="TRow">The type of the objects that are asked about.</typeparam>
/// <typeparam name="TAnswer">The type of the answers.</typeparam>
public sealed class RowService<TRow, TAnswer>
    where TRow : ITableRow<TRow>
    where TAnswer : ITableAnswer<TAnswer>
{
    private volatile Binding? bound;

    internal RowService(ModelService service) => Service = service;

    /// <summary>The service whose model answers.</summary>
    public ModelService Service { get; }

    /// <summary>Answers an object, without allocating beyond the answer itself.</summary>
    /// <param name="row">The object.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="DataException">A value is not what its column holds, or the answer is not finite or not what the type of answers can hold.</exception>
    /// <exception cref="ModelFileException">There is no model yet.</exception>
    public TAnswer Predict(TRow row)
    {
        var model = Model();
        var start = Service.Metrics.Start();
        try
        {
            var answer = model.Predict(row, Service.Unseen, Service.Metrics);
            Service.Metrics.Answered(start, 1);
            return answer;
        }
        catch (DataException)
        {
            Service.Metrics.Refused();
            throw;
        }
    }

    /// <summary>Answers many objects, all with the same model, without allocating beyond the answers themselves.</summary>
    /// <param name="rows">The objects.</param>
    /// <param name="answers">Destination, as many as objects.</param>
    /// <exception cref="DataException">An object cannot be answered, as in <see cref="Predict(TRow)"/>; the message names its place, from 1. Answers to others may have been written.</exception>
    /// <exception cref="ModelFileException">There is no model yet.</exception>
    /// <exception cref="ArgumentException">There are not as many answers as objects.</exception>
    public void Predict(ReadOnlySpan<TRow> rows, Span<TAnswer> answers)
    {
        var model = Model();
        var start = Service.Metrics.Start();
        try
        {
            model.Predict(rows, answers, Service.Unseen, Service.Metrics);
            Service.Metrics.Answered(start, rows.Length);
        }
        catch (DataException)
        {
            Service.Metrics.Refused();
            throw;
        }
    }

    private RowModel<TRow, TAnswer> Model()
    {
        var current = Service.Current;
        var binding = bound;
        if (binding?.Served != current)
            bound = binding = new Binding(current, (RowModel<TRow, TAnswer>)current.Bindings[typeof(RowModel<TRow, TAnswer>)]);
        return binding.Model;
    }

    private sealed record Binding(ServedModel Served, RowModel<TRow, TAnswer> Model);
}
