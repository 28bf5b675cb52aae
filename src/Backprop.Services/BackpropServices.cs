using System.Diagnostics.Metrics;
using Backprop.Services;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds models to the services of a program.</summary>
public static class BackpropServices
{
    /// <summary>Adds a <see cref="ModelService"/> that answers with the model of a file, and loads the file again when it changes while the program runs.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Says which file, and how it is served.</param>
    /// <returns>The model, to which types can be added.</returns>
    public static BackpropBuilder AddBackprop(this IServiceCollection services, Action<ServedModelOptions> configure) => AddBackprop(services, "", configure);

    /// <summary>Adds a <see cref="ModelService"/> by a key, where a program has several models.</summary>
    /// <param name="services">The services.</param>
    /// <param name="name">The key, which metrics have as the tag <c>model</c>.</param>
    /// <param name="configure">Says which file, and how it is served.</param>
    /// <returns>The model, to which types can be added.</returns>
    public static BackpropBuilder AddBackprop(this IServiceCollection services, string name, Action<ServedModelOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddOptions<ServedModelOptions>(name).Configure(configure)
            .Validate(static options => !string.IsNullOrEmpty(options.Path), "A served model needs the path of its file: set the option Path.")
            .Validate(static options => options.CheckInterval > TimeSpan.Zero || options.CheckInterval == Timeout.InfiniteTimeSpan, "The interval at which the file of a model is looked at must be above 0, or infinite.")
            .Validate(static options => options.FarDeviations > 0, "The deviations from which a number counts as far must be above 0.");
        if (name.Length == 0)
        {
            services.TryAddSingleton(static provider => Create(provider, ""));
            services.AddSingleton<IHostedService>(static provider => new ModelReloader(provider.GetRequiredService<ModelService>()));
        }
        else
        {
            services.TryAddKeyedSingleton(name, static (provider, key) => Create(provider, (string)key!));
            services.AddSingleton<IHostedService>(provider => new ModelReloader(provider.GetRequiredKeyedService<ModelService>(name)));
        }
        return new BackpropBuilder(services, name);
    }

    /// <summary>Adds a check of a model: degraded where the file cannot be loaded and an earlier model answers, unhealthy where there is none.</summary>
    /// <param name="checks">The checks.</param>
    /// <param name="name">The key of the model; empty for the only one.</param>
    /// <param name="failureStatus">What is reported where there is no model; null: unhealthy.</param>
    /// <param name="tags">Tags of the check, by which probes choose.</param>
    /// <returns>The same checks.</returns>
    public static IHealthChecksBuilder AddBackprop(this IHealthChecksBuilder checks, string name = "", HealthStatus? failureStatus = null, params IEnumerable<string> tags)
    {
        ArgumentNullException.ThrowIfNull(checks);
        ArgumentNullException.ThrowIfNull(name);
        return checks.Add(new HealthCheckRegistration(name.Length == 0 ? "backprop" : $"backprop {name}",
            provider => new ModelHealthCheck(name.Length == 0 ? provider.GetRequiredService<ModelService>() : provider.GetRequiredKeyedService<ModelService>(name)), failureStatus, tags));
    }

    private static ModelService Create(IServiceProvider provider, string name) => new(
        name,
        provider.GetRequiredService<IOptionsMonitor<ServedModelOptions>>().Get(name),
        provider.GetService<ILogger<ModelService>>() ?? NullLogger<ModelService>.Instance,
        provider.GetService<IMeterFactory>(),
        provider.GetService<TimeProvider>() ?? TimeProvider.System);
}
