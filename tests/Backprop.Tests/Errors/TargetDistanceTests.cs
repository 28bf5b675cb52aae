namespace Backprop.Tests;

public sealed class TargetDistanceTests
{
    private const int Units = 3, Cases = 32, Stride = 48;

    [Fact]
    public void The_greatest_distance_is_found_wherever_it_is()
    {
        for (var unit = 0; unit < Units; unit++)
        {
            for (var @case = 0; @case < Cases; @case++)
            {
                var (y, targets) = Filled();
                y.Span[(unit * Stride) + @case] = -0.75;

                Assert.Equal(1.25, Greatest(y, targets));
            }
        }
    }

    [Fact]
    public void A_state_that_is_not_a_number_is_the_greatest_distance()
    {
        var (y, targets) = Filled();
        y.Span[Stride + 5] = double.NaN;

        Assert.Equal(double.NaN, Greatest(y, targets));
    }

    [Fact]
    public void A_unit_without_a_target_has_no_distance_and_is_on_the_right_side()
    {
        var (y, targets) = Filled();
        y.Span[Stride + 5] = -7;
        targets.Span[Stride + 5] = double.NaN;

        Assert.Equal(0.25, Greatest(y, targets));
        Assert.True(OnRightSide(y, targets));
    }

    [Theory]
    [InlineData(0.5, 0.75, true)]
    [InlineData(0.5, 0.5, false)]
    [InlineData(1, 0.25, false)]
    [InlineData(0.25, 0.25, true)]
    [InlineData(0.25, 0.5, false)]
    [InlineData(0, double.NaN, false)]
    [InlineData(1, double.NaN, false)]
    public void A_state_is_on_the_right_side_of_a_half_if_it_is_not_a_half_and_its_target_is_there(double target, double state, bool expected)
    {
        var (y, targets) = Filled();
        (y.Span[(2 * Stride) + 31], targets.Span[(2 * Stride) + 31]) = (state, target);

        Assert.Equal(expected, OnRightSide(y, targets));
    }

    /// <summary>States of 0.75 with targets of 0.5; between the rows, what must not count.</summary>
    private static (AlignedBuffer<double> Y, AlignedBuffer<double> Targets) Filled()
    {
        var (y, targets) = (new AlignedBuffer<double>(Units * Stride), new AlignedBuffer<double>(Units * Stride));
        y.Span.Fill(-9);
        targets.Span.Fill(9);
        for (var unit = 0; unit < Units; unit++)
        {
            y.Span.Slice(unit * Stride, Cases).Fill(0.75);
            targets.Span.Slice(unit * Stride, Cases).Fill(0.5);
        }
        return (y, targets);
    }

    private static double Greatest(AlignedBuffer<double> y, AlignedBuffer<double> targets) =>
        TargetDistance<double>.Best.Greatest(y.Matrix(Units, Cases, Stride), targets.Matrix(Units, Cases, Stride));

    private static bool OnRightSide(AlignedBuffer<double> y, AlignedBuffer<double> targets) =>
        TargetDistance<double>.Best.OnRightSide(y.Matrix(Units, Cases, Stride), targets.Matrix(Units, Cases, Stride));
}
