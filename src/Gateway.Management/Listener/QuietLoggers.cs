using Microsoft.Extensions.Logging;

namespace Gateway.Management.Listener;

/// <summary>
/// The node's log, of which the web server of the listener uses only the upper end, whatever levels are configured: further down
/// ASP.NET Core writes whole addresses, and somebody may have put a token into one. That it cannot start is said by the node.
/// </summary>
internal sealed class QuietLoggers(ILoggerFactory loggers) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => new QuietLogger(
        loggers.CreateLogger(categoryName), categoryName.StartsWith("Microsoft.Extensions.Hosting", StringComparison.Ordinal)
            ? LogLevel.Critical
            : LogLevel.Warning);

    public void AddProvider(ILoggerProvider provider) => loggers.AddProvider(provider);

    public void Dispose()
    {
        // The log is the node's, and goes on after the listener.
    }

    private sealed class QuietLogger(ILogger logger, LogLevel least) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= least && logger.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                logger.Log(logLevel, eventId, state, exception, formatter);
            }
        }
    }
}
