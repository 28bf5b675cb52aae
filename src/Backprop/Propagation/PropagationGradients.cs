namespace Backprop;

/// <content>What a pass back leaves at the weights: equation 6, and which projection gives a weight its first share.</content>
internal sealed unsafe partial class Propagation<T>
{
    /// <summary>Weights from which it is worth knowing which columns of a sparse projection's gradient are to be cleared.</summary>
    private const int WorthNoting = 4096;

    private bool planned;
    private Gradient<T>? aimedGradient;
    private bool aimedFresh;

    /// <summary>∂E/∂w = Σ ∂E/∂x · y (6), the bias's y being 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Gradients(Layer<T> layer, CaseBlock<T> block, T* gradient, bool fresh, in Matrix<T> dx, int first)
    {
        // The true count: a chain over cases does not include padded ones.
        var ofCases = dx.Part(0, dx.Rows, 0, block.Count);
        var biases = layer.BiasesLearn ? gradient + layer.Biases + first : null;
        if (biases != null && fresh && layer.UsesBiasesFirst)
            new Span<T>(biases, dx.Rows).Clear();
        for (var k = 0; k < layer.Incoming.Length; k++)
        {
            ref readonly var link = ref layer.Incoming[k];
            if (!link.Learns || block.Silent[link.Other])
                continue;
            var y = layer.IncomingTerms[k].B;
            var start = fresh && layer.UsesFirst[k];
            if (link.OneToOne)
            {
                if (start)
                    new Span<T>(gradient + link.Offset + first, dx.Rows).Clear();
                kernels.GradientOneToOne(dx, Of(y, layer, block).RowRange(first, dx.Rows), gradient + link.Offset + first);
                continue;
            }
            var rows = new Matrix<T>(gradient + link.Offset, layer.Size, link.OtherSize, link.OtherSize).RowRange(first, dx.Rows);
            if (y == null)
            {
                if (start && layer.Columns?[k] is { } columns)
                {
                    columns.Clear(rows.Pointer, dx.Rows);
                    start = false;
                }
                kernels.GradientSparse(ofCases, block.Sparse(link.Other).States, rows, start);
                continue;
            }
            var caseOrder = Kernels<T>.UsesCaseOrder(layer.Size, link.OtherSize, block.Count);
            kernels.Gradient(ofCases, new Matrix<T>(y, link.OtherSize, block.Count, block.Stride), rows, caseOrder, start, biases);
            biases = null;
        }
        if (biases != null)
            kernels.GradientOfBiases(dx, biases);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void NoteColumns(Layer<T> layer, CaseBlock<T> block, T* gradient, bool fresh)
    {
        for (var k = 0; k < layer.Incoming.Length; k++)
            layer.Columns![k]?.Note(gradient + layer.Incoming[k].Offset, block.Sparse(layer.Incoming[k].Other).States, block.Count, fresh);
    }

    /// <summary>Prepares for a block and a gradient; in a small net points all groups' gradients at its lanes.</summary>
    private void AimGradients(CaseBlock<T> block, Gradient<T> gradient, bool fresh)
    {
        if (!planned)
            PlanGradients(block);
        (aimedGradient, aimedFresh) = (gradient, fresh);
        foreach (var layer in layers)
        {
            layer.BackwardAtOnce = false;
            if (gradient.Lanes == null || !block.Derives[layer.Index])
                continue;
            layer.AimGradients(block, gradient.Lanes, fresh, zero.Pointer);
            layer.BackwardAtOnce = layer.JoinsOutgoing && !vanishes && !IsShared(layer, block) && block.Clamp(layer.Index) == null
                && !(layer.ErrorDerivesTotalInput && block.Target(layer.Index) != null);
        }
    }

    /// <summary>Which projection is the first, on the way back, to give its weights a gradient; copies that share them follow. And which are sparse, of weights of their own.</summary>
    private void PlanGradients(CaseBlock<T> block)
    {
        var seen = new HashSet<int>();
        for (var index = layers.Length - 1; index >= 0; index--)
        {
            var layer = layers[index];
            if (!block.Derives[layer.Index])
                continue;
            for (var k = 0; k < layer.Incoming.Length; k++)
            {
                var link = layer.Incoming[k];
                if (!link.Learns || block.Silent[link.Other])
                    continue;
                layer.UsesFirst[k] = seen.Add(link.Offset);
                if (topology.WeightCount > WorthNoting && layer.Sources[k] == 0 && block.Input(link.Other) == null && layer.Group.Incoming[k].Weights.Copies == 1)
                    (layer.Columns ??= new GradientColumns<T>?[layer.Incoming.Length])[k] = new GradientColumns<T>(link.OtherSize);
            }
            layer.UsesBiasesFirst = layer.BiasesLearn && seen.Add(layer.Biases);
        }
        planned = true;
    }
}
