using System.Globalization;
using System.Text;

namespace Backprop.Data.Tests;

/// <summary>Cells of one column as files hold them, from a seed: of one kind, or of several.</summary>
internal sealed class RandomCells
{
    private static readonly string[] Texts = ["a", "b", "B", " b", "yes", "no", "true", "f", "1", "0", "1.0", "007", "2.0.1", "2024-01-05", "2024-01-06T10:00", "12%", "7 %", "1,5", "1e3", "NA", "-9", "", " ", "é", "E\u0301", "x  y"];
    private readonly List<(int Sort, double Value, string Text)> cells = [];

    public RandomCells(Random random, int count)
    {
        var sorts = Enumerable.Range(0, random.Next(10) < 7 ? 1 : 3).Select(_ => random.Next(7)).ToArray();
        var words = Enumerable.Range(0, 1 + random.Next(6)).Select(_ => Texts[random.Next(Texts.Length)]).ToArray();
        var wide = random.Next(4);
        var missing = random.Next(3) == 0 ? 0 : random.NextDouble() * 0.5;
        for (var i = 0; i < count; i++)
        {
            var sort = random.NextDouble() < missing ? 0 : sorts[random.Next(sorts.Length)];
            cells.Add((sort, sort switch
            {
                1 => wide switch
                {
                    0 => random.Next(2),
                    1 => random.Next(-12, 12),
                    2 => i,
                    _ => random.Next(200) == 0 ? 1e-7 : random.Next(2000) == 0 ? double.PositiveInfinity : Math.Round(random.NextDouble() * 100, 2),
                },
                2 => 730_000 + (wide < 2 ? random.Next(40) : random.Next(100_000) / 7.0),
                3 => random.Next(2),
                _ => random.Next(1 << 20),
            }, wide == 3 && sort is 4 or 5 ? random.Next(1500).ToString(CultureInfo.InvariantCulture) + "w" : words[random.Next(words.Length)]));
        }
    }

    public int Count => cells.Count;

    public TableCell this[int row] => cells[row] is var (sort, value, text) && sort == 0 ? TableCell.Missing : sort switch
    {
        1 => TableCell.Number(value),
        2 => TableCell.Days(value),
        3 => TableCell.YesOrNo(value != 0),
        4 => TableCell.Word(Encoding.UTF8.GetBytes(text)),
        5 => TableCell.OfText(Encoding.UTF8.GetBytes(text)),
        _ => (int)value % 50 == 0 ? TableCell.Other("a list"u8) : TableCell.Number((1L << 55) + (int)value),
    };
}
