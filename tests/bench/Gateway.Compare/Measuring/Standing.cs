namespace Gateway.Compare.Measuring;

/// <summary>A figure over all rounds, and the same as a ratio to the measure's figure of the same round.</summary>
/// <param name="Median">The median of the rounds.</param>
/// <param name="Ratio">The median of the rounds' ratios.</param>
/// <param name="Lowest">The lowest ratio of a round.</param>
/// <param name="Highest">The highest ratio of a round.</param>
internal sealed record Figure(double Median, double Ratio, double Lowest, double Highest)
{
    public static Figure Of(IReadOnlyList<Measurement> own, IReadOnlyList<Measurement> measure, Func<Measurement, double> figure)
    {
        double[] ratios = [.. own.Zip(measure, (a, b) => figure(a) / figure(b)).Order()];
        return new Figure(MedianOf([.. own.Select(figure).Order()]), MedianOf(ratios), ratios[0], ratios[^1]);
    }

    private static double MedianOf(double[] sorted) => (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
}

/// <summary>Where a contender stands after all rounds.</summary>
internal sealed record Standing(string Contender, Figure PerSecond, Figure P50, Figure P99, Figure CpuPerRequest, Figure PeakMemory)
{
    /// <param name="contender">Its name.</param>
    /// <param name="own">Its measurements by round.</param>
    /// <param name="measure">The measure's, by round.</param>
    public static Standing Of(string contender, IReadOnlyList<Measurement> own, IReadOnlyList<Measurement> measure) => new(
        contender,
        Figure.Of(own, measure, m => m.PerSecond),
        Figure.Of(own, measure, m => m.P50),
        Figure.Of(own, measure, m => m.P99),
        Figure.Of(own, measure, m => m.CpuPerRequest),
        Figure.Of(own, measure, m => m.PeakMemory));
}
