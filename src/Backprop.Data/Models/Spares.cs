namespace Backprop.Data;

/// <summary>
/// Objects that go from call to call, each used by one call at a time. As many are kept as calls run at once, up to twice the processors, so that calls of several
/// threads make none after the first few. Thread-safe.
/// </summary>
/// <param name="make">Makes one more.</param>
internal sealed class Spares<T>(Func<T> make)
    where T : class
{
    private readonly T?[] kept = new T?[2 * Environment.ProcessorCount];

    /// <summary>One that no other call uses.</summary>
    public T Take()
    {
        for (var i = 0; i < kept.Length; i++)
            if (kept[i] is { } spare && Interlocked.CompareExchange(ref kept[i], null, spare) == spare)
                return spare;
        return make();
    }

    /// <summary>Keeps one for later calls. One that a call failed with need not come back.</summary>
    public void PutBack(T used)
    {
        for (var i = 0; i < kept.Length; i++)
            if (kept[i] is null && Interlocked.CompareExchange(ref kept[i], used, null) is null)
                return;
    }
}
