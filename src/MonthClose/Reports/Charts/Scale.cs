namespace MonthClose;

/// <summary>From values to pixels.</summary>
/// <param name="Low">The value at pixel 0: 0 or below.</param>
/// <param name="High">The value at the other end: 0 or above.</param>
/// <param name="Pixels">How far it is from one to the other.</param>
readonly record struct Scale(decimal Low, decimal High, double Pixels)
{
    /// <summary>A scale that has 0 and all values on it; without values, or with zeros alone, every pixel is 0.</summary>
    public static Scale Of(IEnumerable<decimal> values, double pixels)
    {
        var (low, high) = (0m, 0m);
        foreach (var value in values) (low, high) = (Math.Min(low, value), Math.Max(high, value));
        return new Scale(low, high, pixels);
    }

    /// <summary>Where a value is.</summary>
    public double At(decimal value) => High == Low ? 0 : (double)((value - Low) / (High - Low)) * Pixels;

    /// <summary>How long a bar from 0 to a value is; what is not 0 is seen.</summary>
    public double Length(decimal value) => value == 0 || High == Low ? 0 : Math.Max(1, Math.Abs(At(value) - At(0)));

    /// <summary>The step between an axis's marks: 1, 2 or 5 times a power of ten, at least 1.</summary>
    public static long Step(long highest, int marks)
    {
        for (long power = 1; ; power *= 10)
        {
            foreach (var step in new[] { power, 2 * power, 5 * power })
            {
                if (step * marks >= highest) return step;
            }
        }
    }
}
