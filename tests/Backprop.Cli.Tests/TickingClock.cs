namespace Backprop.Cli.Tests;

/// <summary>A clock that goes on by the same time whenever it is read: what is measured with it is the same on every machine, and no test waits.</summary>
internal sealed class TickingClock(TimeSpan step) : TimeProvider
{
    private long now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Add(ref now, step.Ticks);
}
