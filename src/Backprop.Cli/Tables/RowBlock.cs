using System.Runtime.ExceptionServices;
using Backprop.Data;

namespace Backprop.Cli;

/// <summary>Rows that are read, answered and written together: encoded, with what else is written of them.</summary>
/// <param name="inputSize">The states of the inputs per row.</param>
/// <param name="targetSize">The states of the outputs per row.</param>
/// <param name="keptColumns">The columns that are written beside the answers.</param>
internal sealed class RowBlock(int inputSize, int targetSize, int keptColumns)
{
    private const int MostRows = 2048;
    private const int MostStates = 1 << 19;

    private readonly int capacity = Math.Clamp(MostStates / Math.Max(1, inputSize + targetSize + keptColumns), 16, MostRows);
    private float[] inputs = [];
    private float[] outputs = [];
    private long[] lines = [];
    private KeptCell[] kept = [];

    /// <summary>The number of rows.</summary>
    public int Count { get; private set; }

    /// <summary>What is wrong with the row after the last one; null where nothing is.</summary>
    public ExceptionDispatchInfo? Failure { get; private set; }

    /// <summary>The states of the inputs, row after row.</summary>
    public ReadOnlySpan<float> Inputs => inputs.AsSpan(0, Count * inputSize);

    /// <summary>The states of the outputs, row after row.</summary>
    public Span<float> Outputs => outputs.AsSpan(0, Count * targetSize);

    /// <summary>The states of the inputs of a row.</summary>
    public ReadOnlySpan<float> InputsOf(int row) => inputs.AsSpan(row * inputSize, inputSize);

    /// <summary>The states of the outputs of a row.</summary>
    public Span<float> OutputsOf(int row) => outputs.AsSpan(row * targetSize, targetSize);

    /// <summary>The line of a row.</summary>
    public long LineOf(int row) => lines[row];

    /// <summary>The cells of a row that are written beside the answers.</summary>
    public ReadOnlySpan<KeptCell> KeptOf(int row) => kept.AsSpan(row * keptColumns, keptColumns);

    /// <summary>Reads rows until the block is full; false at the end of the rows, or where a row fails.</summary>
    public bool Fill(RowSource rows, CancellationToken interrupted)
    {
        (Count, Failure) = (0, null);
        try
        {
            for (; Count < capacity; Count++)
            {
                if (Count == lines.Length)
                    MakeRoom();
                if (!rows.Read(inputs.AsSpan(Count * inputSize, inputSize)))
                    return false;
                interrupted.ThrowIfCancellationRequested();
                lines[Count] = rows.Line;
                for (var i = 0; i < keptColumns; i++)
                    kept[(Count * keptColumns) + i] = KeptCell.Of(rows.Cell(i), rows.Text(i));
            }
            return true;
        }
        catch (Exception e)
        {
            Failure = ExceptionDispatchInfo.Capture(e);
            return false;
        }
    }

    /// <summary>Makes room for twice as many rows: few rows take little.</summary>
    private void MakeRoom()
    {
        var room = Math.Clamp(2 * lines.Length, 16, capacity);
        Array.Resize(ref inputs, room * inputSize);
        Array.Resize(ref outputs, room * targetSize);
        Array.Resize(ref kept, room * keptColumns);
        Array.Resize(ref lines, room);
    }
}
