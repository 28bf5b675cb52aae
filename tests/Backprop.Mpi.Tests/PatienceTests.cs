namespace Backprop.Mpi.Tests;

public sealed class PatienceTests
{
    [Theory]
    [InlineData(false, 0, 100, 0)]
    [InlineData(false, 0, 1000, 800)]
    [InlineData(true, 0, 1000, 0)]
    [InlineData(true, 9, 1000, 0)]
    [InlineData(true, 11, 1000, 800)]
    public void A_thread_that_has_a_processor_looks_without_a_pause_for_ten_milliseconds_and_others_for_200_looks(bool hasCore, int milliseconds, int looks, int pauses)
    {
        var clock = new Clock();
        var patience = new Patience(hasCore, clock);
        clock.Now = milliseconds;

        for (var k = 0; k < looks; k++)
            patience.Wait(TestContext.Current.CancellationToken);

        Assert.Equal(pauses, patience.Pauses);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_long_wait_listens_every_ten_milliseconds(bool hasCore)
    {
        var clock = new Clock();
        var heard = new List<long>();
        var patience = new Patience(hasCore, clock, () => heard.Add(clock.Now));

        for (var look = 0; look < 235; look++, clock.Now += look < 200 ? 0 : 1)
            patience.Wait(TestContext.Current.CancellationToken);

        Assert.Equal([11, 22, 33], heard);
    }

    [Fact]
    public void A_wait_that_is_canceled_ends() =>
        Assert.Throws<OperationCanceledException>(static () => new Patience(hasCore: true, new Clock()).Wait(new CancellationToken(canceled: true)));

    private sealed class Clock : TimeProvider
    {
        public long Now { get; set; }

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => Now;
    }
}
