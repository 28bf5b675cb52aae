using Microsoft.Extensions.Hosting;

namespace Backprop.Services;

/// <summary>Looks at the file of a service again and again while the program runs. The service is made when the program starts, which fails where there is no model.</summary>
internal sealed class ModelReloader(ModelService service) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (service.CheckInterval == Timeout.InfiniteTimeSpan)
            return;
        using var timer = new PeriodicTimer(service.CheckInterval, service.Time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            service.Reload();
    }
}
