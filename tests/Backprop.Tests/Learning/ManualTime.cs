namespace Backprop.Tests;

/// <summary>A clock that stands still until a test moves it, in ticks of 100 ns.</summary>
internal sealed class ManualTime : TimeProvider
{
    private long now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Volatile.Read(ref now);

    public void Advance(TimeSpan time) => Interlocked.Add(ref now, time.Ticks);
}
