using Microsoft.Extensions.Logging;

namespace Backprop.Services;

/// <summary>What a service logs.</summary>
internal static partial class ModelLog
{
    [LoggerMessage(1, LogLevel.Information, "Model {Version} loaded from {Path}: {Inputs} input columns, targets {Targets}")]
    public static partial void Loaded(ILogger logger, int version, string path, int inputs, string targets);

    [LoggerMessage(2, LogLevel.Error, "The model cannot be loaded: {Problem}; model {Version} goes on answering")]
    public static partial void KeptOld(ILogger logger, string problem, int version);

    [LoggerMessage(3, LogLevel.Warning, "There is no model yet: {Problem}")]
    public static partial void Missing(ILogger logger, string problem);
}
