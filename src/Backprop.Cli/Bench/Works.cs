using System.Numerics;

namespace Backprop.Cli;

/// <summary>The benchmarks that every release is measured by, through the public API: training loops only, all data from seeds.</summary>
internal static class Works
{
    /// <summary>All benchmarks in precision <typeparamref name="T"/>; those that can use threads also run with <paramref name="threads"/> threads.</summary>
    public static IEnumerable<Work> All<T>(int threads)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        yield return SmallWorks.Symmetry<T>();
        yield return SmallWorks.FamilyTrees<T>();
        yield return LargeWorks.Digits<T>();
        yield return LargeWorks.Rectified<T>(1);
        if (threads > 1)
            yield return LargeWorks.Rectified<T>(threads);
        yield return RowWorks.Digits<T>();
        yield return RowWorks.Symmetry<T>();
        yield return SmallWorks.ManySymmetries<T>(1);
        if (threads > 1)
            yield return SmallWorks.ManySymmetries<T>(threads);
        yield return SmallWorks.Sequences<T>();
        yield return SmallWorks.ManyExclusiveOrs<T>();
        yield return SmallWorks.ManyEncoders<T>();
        yield return LargeWorks.SecondOrder<T>();
        yield return RuleWorks.Adam<T>();
        yield return RuleWorks.AdamW<T>();
    }
}
