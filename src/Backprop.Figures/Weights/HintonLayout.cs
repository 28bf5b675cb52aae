namespace Backprop.Figures;

/// <summary>
/// How a matrix is laid out: the size of its cells, and, where it has many rows and few columns, the number of blocks side by
/// side into which its rows are cut, so that the figure is neither a thin strip nor mostly empty.
/// </summary>
/// <param name="Blocks">Blocks of rows, from left to right.</param>
/// <param name="RowsPerBlock">Rows of each block but the last, which may have fewer.</param>
/// <param name="Cell">The side of a cell.</param>
internal sealed record HintonLayout(int Blocks, int RowsPerBlock, double Cell)
{
    /// <summary>The most and the least that a cell measures.</summary>
    public const double MostCell = 30, LeastCell = 4;

    /// <summary>Room between blocks, and for the rows of one block.</summary>
    public const double Gap = 26, MostWidth = 620, MostHeight = 600;

    private const int MostBlocks = 12;

    /// <summary>The layout with the largest cells; the fewest blocks where several are alike.</summary>
    /// <param name="rows">Rows of the matrix.</param>
    /// <param name="columns">Its columns, and those that biases take.</param>
    /// <param name="side">The width of the labels left of each block.</param>
    /// <param name="share">The share of the usual width and height that there is.</param>
    public static HintonLayout Of(int rows, double columns, double side, double share = 1)
    {
        HintonLayout? best = null;
        for (var blocks = 1; blocks <= Math.Min(rows, MostBlocks); blocks++)
        {
            var perBlock = (rows + blocks - 1) / blocks;
            // Blocks of which the last would be empty.
            if ((blocks - 1) * perBlock >= rows) continue;
            var across = ((share * MostWidth) - (blocks * side) - ((blocks - 1) * Gap)) / (blocks * columns);
            var cell = Math.Min(MostCell, Math.Min(across, share * MostHeight / perBlock));
            if (best is null || cell > best.Cell * 1.001) best = new(blocks, perBlock, cell);
        }

        return best! with { Cell = Math.Max(best!.Cell, LeastCell) };
    }

    /// <summary>The most rows that fit in blocks side by side.</summary>
    public static int MostRows(double columns, double side, double share = 1) =>
        Math.Clamp((int)(((share * MostWidth) + Gap) / ((columns * LeastCell) + side + Gap)), 1, MostBlocks) * (int)(share * MostHeight / LeastCell);
}
