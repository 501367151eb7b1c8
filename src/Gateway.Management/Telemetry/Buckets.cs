using System.Diagnostics.Metrics;

namespace Gateway.Management.Telemetry;

/// <summary>Upper bounds of histogram buckets, in seconds.</summary>
internal static class Buckets
{
    /// <summary>A whole request: from a cache-warm backend to the longest time-out anybody sets.</summary>
    public static InstrumentAdvice<double> Request { get; } =
        Of(0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120);

    /// <summary>The gateway's own share of a request.</summary>
    public static InstrumentAdvice<double> Overhead { get; } =
        Of(0.000025, 0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5);

    /// <summary>A wait for a slot: at most two deadlines of 150 ms, which have bounds of their own.</summary>
    public static InstrumentAdvice<double> Acquire { get; } =
        Of(0.000025, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.15, 0.3);

    /// <summary>A run of a script, up to the longest it may take.</summary>
    public static InstrumentAdvice<double> Script { get; } =
        Of(0.00001, 0.000025, 0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.01, 0.05, 0.1, 0.25, 0.5);

    private static InstrumentAdvice<double> Of(params double[] bounds) => new() { HistogramBucketBoundaries = bounds };
}
