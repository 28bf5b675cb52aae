using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Backprop.Services;

/// <summary>Healthy where the model of the file answers, degraded where an earlier one does because the file cannot be loaded, unhealthy where there is none.</summary>
internal sealed class ModelHealthCheck(ModelService service) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!service.IsReady)
            return Task.FromResult(new HealthCheckResult(context.Registration.FailureStatus, $"there is no model: {service.Problem}"));
        var served = service.Current;
        var data = new Dictionary<string, object>(StringComparer.Ordinal) { ["version"] = served.Version, ["loaded"] = served.Loaded };
        return Task.FromResult(service.Problem is { } problem
            ? HealthCheckResult.Degraded(string.Create(CultureInfo.InvariantCulture, $"model {served.Version} answers; the file cannot be loaded: {problem}"), data: data)
            : HealthCheckResult.Healthy(string.Create(CultureInfo.InvariantCulture, $"model {served.Version} answers"), data));
    }
}
