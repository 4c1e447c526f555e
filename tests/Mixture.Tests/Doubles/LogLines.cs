using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace MoECollab.Mixture.Tests.Doubles;

/// <summary>Keeps what is logged: the event, the message and the exception's own message.</summary>
internal sealed class LogLines : ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyList<string> All => [.. _lines];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue($"{eventId.Id} {formatter(state, exception)}: {exception?.Message}");
}
