namespace Backprop.Lab.Tests;

public class CourseTests
{
    [Fact]
    public void A_short_course_keeps_every_sweep()
    {
        var course = new Course();
        course.Take([3, 2, 1]);
        Assert.Equal([new(3, 3, 3), new(2, 2, 2), new CourseSpan(1, 1, 1)], course.Spans);
        Assert.Equal((new CourseSpan(2, 2, 2), 2, 2), course.At(2));
    }

    [Fact]
    public void A_long_course_keeps_its_extremes_and_its_end_in_bounded_memory()
    {
        double[] errors = [.. Enumerable.Range(0, 100_001).Select(static sweep => sweep == 77_777 ? 9.0 : sweep == 33_333 ? 0.5 : 1 + (1.0 / (sweep + 1)))];
        var (whole, parts) = (new Course(), new Course());
        whole.Take(errors);
        for (var taken = 0; taken < errors.Length; taken += 1371)
            parts.Take(errors[..taken]);
        parts.Take(errors);
        Assert.InRange(whole.Spans.Count, Course.MostSpans / 2, Course.MostSpans);
        Assert.Equal(whole.Spans, parts.Spans);
        Assert.Equal(errors.Length, whole.Sweeps);
        Assert.Equal(9, whole.Spans.Max(static span => span.Greatest));
        Assert.Equal(0.5, whole.Spans.Min(static span => span.Least));
        Assert.Equal(errors[^1], whole.Spans[^1].Last);
        var (span, first, last) = whole.At(77_778);
        Assert.Equal(9, span.Greatest);
        Assert.InRange(77_778, first, last);
    }

    [Fact]
    public void After_undo_the_course_is_that_of_the_shorter_history()
    {
        var course = new Course();
        course.Take([3, 2, 1]);
        course.Take([3, 2.5]);
        Assert.Equal([3, 2.5], course.Spans.Select(static span => span.Last));
        Assert.Equal(2, course.Sweeps);
    }
}
