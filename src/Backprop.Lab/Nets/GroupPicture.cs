using System.Text;
using System.Text.Encodings.Web;

namespace Backprop.Lab;

/// <summary>
/// A net group by group, the outputs above: the states as a row of cells, and of each projection and each block of biases a Hinton diagram (Fig. 4). Weights from many named input units
/// stand in two rows per receiving unit, as the paper's figure of the persons has them. Made once; the browser paints the numbers.
/// </summary>
internal sealed class GroupPicture
{
    /// <summary>The most weights of a block that is shown weight by weight, and of the whole net.</summary>
    public const int MostWeights = 5000, MostInAll = 20_000;

    /// <summary>From more weights on the cells of a block are small.</summary>
    private const int ManyWeights = 800;

    private const int Cell = 16, FieldsFrom = 13, NamesAlong = 30;
    private readonly StringBuilder html = new();
    private readonly HashSet<WeightBlock> drawn = [];
    private int shownWeights;

    private GroupPicture() { }

    /// <summary>The picture of a net. Names are escaped.</summary>
    /// <param name="net">The net.</param>
    /// <param name="unit">What a unit is called for a screen reader, by its group and number.</param>
    /// <param name="about">What is written beside the name of a group.</param>
    /// <param name="projection">What is written above a projection.</param>
    /// <param name="biases">What is written above biases.</param>
    /// <param name="instead">What is written in place of a block that is too large, or that another projection of the picture shares.</param>
    public static string Of(ShownNet net, Func<ShownGroup, int, string> unit, Func<ShownGroup, string> about, Func<ShownProjection, string> projection, string biases, Func<WeightBlock, bool, string> instead)
    {
        var picture = new GroupPicture();
        picture.html.Append("<div class=\"picture groups\">");
        var first = true;
        foreach (var group in net.Groups.OrderByDescending(static group => group.Layer).ThenBy(static group => group.First))
        {
            picture.html.Append($"<section class=\"group\"><h3>{Text(group.Name)} <small>{Text(about(group))}</small></h3>");
            picture.States(group, unit, ref first);
            var into = net.Projections.Where(link => link.To == group).ToArray();
            if (into.Length > 0 || group.Latest.Biases is not null) picture.html.Append("<div class=\"blocks\">");
            foreach (var link in into)
                picture.Block(link.Weights, UnitPicture.Classes(link) + (link.Weights.Mask is null ? "" : " masked"), projection(link), link.From, group, instead);
            if (group.Latest.Biases is { } block) picture.Block(block, block.Frozen ? " frozen" : "", biases, null, group, instead);
            if (into.Length > 0 || group.Latest.Biases is not null) picture.html.Append("</div>");
            picture.html.Append("</section>");
        }
        return picture.html.Append("</div>").ToString();
    }

    private static string Text(string text) => HtmlEncoder.Default.Encode(text);

    private void States(ShownGroup group, Func<ShownGroup, int, string> name, ref bool first)
    {
        if (group.Size > 2000) return;
        html.Append("<div class=\"states\">");
        for (var unit = 0; unit < group.Size; unit++)
        {
            var number = group.First + unit;
            html.Append($"<span class=\"unit{(group.Latest.LesionedUnits.Contains(unit) ? " lesioned" : "")}\" data-pick=\"u{number}\" data-unit=\"{number}\" tabindex=\"{(first ? 0 : -1)}\" role=\"button\" title=\"{Text(name(group, unit))}\" aria-label=\"{Text(name(group, unit))}\">{(group.Latest.UnitNames.Count > 0 && group.Size <= NamesAlong ? $"<i>{Text(group.Latest.UnitNames[unit])}</i>" : "")}</span>");
            first = false;
        }
        html.Append("</div>");
    }

    private void Block(WeightBlock block, string classes, string title, ShownGroup? from, ShownGroup to, Func<WeightBlock, bool, string> instead)
    {
        html.Append($"<figure class=\"hinton{classes}\"><figcaption>{Text(title)}</figcaption>");
        var isDrawn = drawn.Contains(block);
        if (isDrawn || block.Length > MostWeights || (shownWeights += block.Length) > MostInAll)
        {
            html.Append($"<p>{Text(instead(block, isDrawn))}</p></figure>");
            return;
        }
        drawn.Add(block);
        var fields = from is not null && !block.IsOneToOne && from.Latest.UnitNames.Count > 0 && from.Size >= FieldsFrom && from.Size <= 80 && to.Size <= 24;
        // A row for each receiving unit; of biases and links one to one a single row.
        var (columns, rows) = block.Columns == 1 ? (block.Rows, 1) : (block.Columns, block.Rows);
        var perRow = fields ? (from!.Size + 1) / 2 : columns;
        var (fieldHeight, gap) = fields ? (2 * Cell, 5) : (Cell, 0);
        var (above, below) = fields ? (Longest(from!.Latest.UnitNames.Take(perRow)), Longest(from.Latest.UnitNames.Skip(perRow))) : (0, 0);
        var (width, height) = (perRow * Cell, (rows * (fieldHeight + gap)) - gap);
        html.Append($"<svg viewBox=\"-1 {-above - 1} {width + 2} {height + above + below + 2}\" width=\"{(int)((width + 2) * (block.Length > ManyWeights ? 0.7 : 1.25))}\" role=\"group\" aria-label=\"{Text(title)}\">");
        for (var row = 0; row < rows; row++)
            html.Append($"<rect class=\"field\" x=\"0\" y=\"{row * (fieldHeight + gap)}\" width=\"{width}\" height=\"{fieldHeight}\"/>");
        for (var k = 0; k < block.Length; k++)
        {
            if (block.Mask?[k] == false) continue;
            var (row, column) = block.Columns == 1 ? (0, k) : (k / block.Columns, k % block.Columns);
            var (x, y) = ((column % perRow * Cell) + (Cell / 2), (row * (fieldHeight + gap)) + (column / perRow * Cell) + (Cell / 2));
            html.Append($"<rect class=\"cell\" data-weight=\"{block.Offset + k}\" data-x=\"{x}\" data-y=\"{y}\" x=\"-7\" y=\"-7\" width=\"14\" height=\"14\"/><rect class=\"hit\" data-pick=\"w{block.Offset + k}\" x=\"{x - (Cell / 2)}\" y=\"{y - (Cell / 2)}\" width=\"{Cell}\" height=\"{Cell}\"/>");
        }
        if (fields)
        {
            for (var k = 0; k < from!.Size; k++)
            {
                var x = (k % perRow * Cell) + (Cell / 2) + 3;
                html.Append(k < perRow
                    ? $"<text class=\"turned\" transform=\"translate({x} -4) rotate(-90)\">{Text(from.Latest.UnitNames[k])}</text>"
                    : $"<text class=\"turned end\" transform=\"translate({x} {height + 4}) rotate(-90)\">{Text(from.Latest.UnitNames[k])}</text>");
            }
        }
        html.Append("</svg></figure>");

        static int Longest(IEnumerable<string> names) => 8 + (6 * names.Select(static name => Math.Min(name.Length, 24)).DefaultIfEmpty(0).Max());
    }
}
