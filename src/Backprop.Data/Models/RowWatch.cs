namespace Backprop.Data;

/// <summary>Sees the values of rows that a model answers, such as a service that counts those that training did not have. Thread-safe.</summary>
internal abstract class RowWatch
{
    /// <summary>Sees a value of a row.</summary>
    /// <param name="column">Its column.</param>
    /// <param name="isUnseen">Whether it is a category that the encoding does not have.</param>
    /// <param name="states">The states that stand for it; empty where the row is refused for it.</param>
    public abstract void See(ColumnEncoding column, bool isUnseen, ReadOnlySpan<float> states);
}
