namespace Backprop.Tests;

public sealed unsafe class GradientColumnsTests
{
    /// <summary>Gradients of one block or several, of few columns and of many, in one buffer and another: what is left before each is all 0.</summary>
    [Fact]
    public void Each_gradient_begins_from_zeros()
    {
        const int From = 64, Rows = 5, Cases = 6;
        var random = new Random(1);
        var columns = new GradientColumns<float>(From);
        var units = new AlignedBuffer<int>(2 * Cases);
        var values = new AlignedBuffer<float>(2 * Cases);
        var states = new SparseStates<float>(units.Pointer, values.Pointer, 2, Cases);
        AlignedBuffer<float>[] gradients = [new(Rows * From), new(Rows * From)];
        gradients[1].Span.Fill(7);
        for (var round = 0; round < 200; round++)
        {
            var gradient = gradients[round / 50 % 2];
            for (var block = 0; block <= round % 4; block++)
            {
                foreach (ref var unit in units.Span)
                    unit = random.Next(From);
                columns.Record(gradient.Pointer, states, Cases, fresh: block == 0);
                if (block == 0)
                {
                    // As two threads would.
                    columns.Clear(gradient.Pointer, 2);
                    columns.Clear(gradient.Pointer + (2 * From), Rows - 2);
                    Assert.All(gradient.Span.ToArray(), static value => Assert.Equal(0, value));
                }
                foreach (var unit in units.Span)
                    for (var row = 0; row < Rows; row++)
                        gradient.Span[(row * From) + unit] += 1;
            }
        }
    }
}
