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

    /// <summary>The most rows and columns of such a block.</summary>
    private const int MostSide = 400;

    /// <summary>From more weights on the cells of a block are small.</summary>
    private const int ManyWeights = 800;

    /// <summary>So many senders of the same weights are named.</summary>
    private const int MostNamed = 8;

    /// <summary>Of more groups side by side, those like one before them are drawn in brief.</summary>
    private const int MostInFull = 8;

    private const int Cell = 16, FieldsFrom = 13, NamesAlong = 30;
    private readonly ShownNet net;
    private readonly PictureWords words;
    private readonly bool isNarrow;
    private readonly StringBuilder html = new();
    private readonly HashSet<WeightBlock> drawn = [];
    private int shownWeights;

    private GroupPicture(ShownNet net, PictureWords words, bool isNarrow) => (this.net, this.words, this.isNarrow) = (net, words, isNarrow);

    /// <summary>The picture of a net. Names are escaped.</summary>
    /// <param name="net">The net.</param>
    /// <param name="words">Its words.</param>
    /// <param name="isNarrow">Whether it is for the screen of a phone, where a diagram is rather high than wide.</param>
    public static string Of(ShownNet net, PictureWords words, bool isNarrow)
    {
        var picture = new GroupPicture(net, words, isNarrow);
        picture.Draw();
        return picture.html.ToString();
    }

    private void Draw()
    {
        html.Append("<div class=\"picture groups\">");
        foreach (var layer in net.Groups.GroupBy(static group => group.Layer).OrderByDescending(static layer => layer.Key))
        {
            var isMany = layer.Count() > MostInFull;
            var (kinds, same) = (new HashSet<string>(StringComparer.Ordinal), new List<string>());
            html.Append(isMany ? "<div class=\"layer many\">" : "<div class=\"layer\">");
            foreach (var group in layer)
                Draw(group, isMany && !kinds.Add(words.About(group)) ? same : null);
            html.Append("</div>");
            Same([.. same.Distinct(StringComparer.Ordinal)]);
        }
        html.Append("</div>");
    }

    /// <summary>Draws a group: in brief where it is like one before it, and those whose weights are drawn before are then added to a list for all such groups.</summary>
    private void Draw(ShownGroup group, List<string>? briefs)
    {
        html.Append(briefs is null ? $"<section class=\"group\"><h2>{Text(group.Name)} <small>{Text(words.About(group))}</small></h2>" : $"<section class=\"group brief\"><h2>{Text(group.Name)}</h2>");
        States(group);
        html.Append("<div class=\"blocks\">");
        var same = new List<string>();
        foreach (var link in net.Projections.Where(link => link.To == group))
        {
            if (drawn.Contains(link.Weights)) same.Add(link.From.Name);
            else Block(link.Weights, UnitPicture.Classes(link) + (link.Weights.Mask is null ? "" : " masked"), words.Projection(link), link.From, group, briefs is not null);
        }
        if (group.Latest.Biases is { } biases)
        {
            if (drawn.Contains(biases)) same.Add(words.Biases);
            else Block(biases, biases.Frozen ? " frozen" : "", words.Biases, null, group, briefs is not null);
        }
        html.Append("</div>");
        if (briefs is null) Same(same);
        else briefs.AddRange(same);
        html.Append("</section>");
    }

    private void Same(List<string> same)
    {
        if (same.Count > 0) html.Append($"<p class=\"same\">{Text(words.Same(string.Join(", ", same.Take(MostNamed)) + (same.Count > MostNamed ? $", … ({same.Count})" : "")))}</p>");
    }

    private static string Text(string text) => HtmlEncoder.Default.Encode(text);

    private void States(ShownGroup group)
    {
        if (group.Size > 2000) return;
        html.Append("<div class=\"states\">");
        for (var unit = 0; unit < group.Size; unit++)
        {
            var (number, name) = (group.First + unit, Text(words.Unit(group, unit)));
            html.Append($"<span class=\"unit{(group.Latest.LesionedUnits.Contains(unit) ? " lesioned" : "")}\" data-pick=\"u{number}\" data-unit=\"{number}\" tabindex=\"{(number == 0 ? 0 : -1)}\" role=\"button\" title=\"{name}\" aria-label=\"{name}\">{(group.Latest.UnitNames.Count > 0 && group.Size <= NamesAlong ? $"<i aria-hidden=\"true\">{Text(group.Latest.UnitNames[unit])}</i>" : "")}</span>");
        }
        html.Append("</div>");
    }

    /// <summary>A block as a Hinton diagram: a row for each receiving unit, or a column where that takes less height. Links one to one, links of one sender each, and biases stand in one row.</summary>
    private void Block(WeightBlock block, string classes, string title, ShownGroup? from, ShownGroup to, bool isBrief)
    {
        html.Append(isBrief ? $"<figure class=\"hinton{classes}\" title=\"{Text(title)}\">" : $"<figure class=\"hinton{classes}\"><figcaption>{Text(title)}</figcaption>");
        if (block.Count > MostWeights || (shownWeights += block.Count) > MostInAll || Math.Max(block.Rows, block.Columns) > MostSide)
        {
            html.Append($"<p>{Text(words.TooLarge(block))}</p></figure>");
            return;
        }
        drawn.Add(block);
        var isRow = block.Columns == 1 || HasOneSenderEach(block);
        var fields = from is not null && !isRow && from.Latest.UnitNames.Count > 0 && from.Size >= FieldsFrom && from.Size <= 80 && to.Size <= 24;
        var isTurned = !isRow && !fields && block.Rows > 8 && block.Rows >= 2 * block.Columns && block.Rows <= (isNarrow ? 18 : 64);
        var (columns, rows) = isRow ? (block.Rows, 1) : isTurned ? (block.Rows, block.Columns) : (block.Columns, block.Rows);
        var perRow = fields ? (from!.Size + 1) / 2 : columns;
        var (fieldHeight, gap) = fields ? (2 * Cell, 5) : (Cell, 0);
        var (above, below) = fields ? (Longest(from!.Latest.UnitNames.Take(perRow)), Longest(from.Latest.UnitNames.Skip(perRow))) : (0, 0);
        var (width, height) = (perRow * Cell, (rows * (fieldHeight + gap)) - gap);
        html.Append($"<svg viewBox=\"-1 {-above - 1} {width + 2} {height + above + below + 2}\" width=\"{(int)((width + 2) * (block.Length > ManyWeights ? 0.7 : 1.25) * (isBrief && columns > 1 ? 0.9 : 1))}\" role=\"group\" aria-label=\"{Text(title)}\">");
        for (var row = 0; row < rows; row++)
            html.Append($"<rect class=\"field\" x=\"0\" y=\"{row * (fieldHeight + gap)}\" width=\"{width}\" height=\"{fieldHeight}\"/>");
        var isFirst = true;
        for (var k = 0; k < block.Length; k++)
        {
            if (block.Mask?[k] == false) continue;
            var (receiver, sender) = (k / block.Columns, k % block.Columns);
            var (row, column) = isRow ? (0, receiver) : isTurned ? (sender, receiver) : (receiver, sender);
            var (x, y) = ((column % perRow * Cell) + (Cell / 2), (row * (fieldHeight + gap)) + (column / perRow * Cell) + (Cell / 2));
            // The first cell is where the keyboard enters; the others are named when they are reached.
            var entry = isFirst ? $" tabindex=\"0\" role=\"button\" aria-label=\"{Text(words.Weight(block.Offset + k))}\"" : "";
            isFirst = false;
            var alone = !block.Frozen && block.IsFrozen(k);
            html.Append($"<rect class=\"cell{(alone ? " frozen" : "")}\" data-weight=\"{block.Offset + k}\" data-x=\"{x}\" data-y=\"{y}\" x=\"-7\" y=\"-7\" width=\"14\" height=\"14\"/>{(alone ? $"<rect class=\"frost\" x=\"{x - 7}\" y=\"{y - 7}\" width=\"14\" height=\"14\"/>" : "")}<rect class=\"hit\" data-pick=\"w{block.Offset + k}\" x=\"{x - (Cell / 2)}\" y=\"{y - (Cell / 2)}\" width=\"{Cell}\" height=\"{Cell}\"{entry}/>");
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

        static bool HasOneSenderEach(WeightBlock block) => block.Mask is { } mask && Enumerable.Range(0, block.Rows).All(row => Enumerable.Range(row * block.Columns, block.Columns).Count(k => mask[k]) == 1);

        static int Longest(IEnumerable<string> names) => 8 + (6 * names.Select(static name => Math.Min(name.Length, 24)).DefaultIfEmpty(0).Max());
    }
}
