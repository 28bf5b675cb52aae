using System.Globalization;

namespace Backprop.Data;

/// <summary>Makes a table of a pair of IDX files, such as MNIST's images and labels.</summary>
public static class IdxTable
{
    /// <summary>The name of the target column.</summary>
    public const string Label = "label";

    /// <summary>
    /// A table with a number column for each item of a case ("item 1", "item 2", …; bytes are later scaled from 0 … 255 to 0 … 1)
    /// and, where labels are given, the target "label": classes where they are whole numbers, else numbers.
    /// </summary>
    /// <param name="images">The file of the inputs; its first dimension counts the cases.</param>
    /// <param name="labels">The file of the targets, one for each case; null where there are none.</param>
    /// <returns>The table.</returns>
    /// <exception cref="DataException">A file cannot be read, a case has 100,000 items or more, or the files have different numbers of cases.</exception>
    public static Table Read(string images, string? labels = null)
    {
        var inputs = IdxFile.Read(images);
        var count = inputs.Sizes[0];
        var size = inputs.Length / count;
        if (size >= Table.MostColumns)
            throw new DataException($"has {size:N0} items per case; a table has at most {Table.MostColumns:N0} columns, so make its items fewer, as by scaling images down", images);
        var columns = new List<TableColumn>(size + 1);
        for (var item = 0; item < size; item++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"item {item + 1}");
            columns.Add(inputs.IsBytes
                ? new ByteColumn(name, inputs.Items, size, item)
                : new DoubleColumn(name, ColumnKind.Number, isTarget: false, Gather(inputs, count, size, item, images)));
        }
        if (labels is not null)
            columns.Add(ReadLabels(labels, count, images));
        return new Table(images, new TableFormat(), columns, [], count);
    }

    private static double[] Gather(IdxFile file, int count, int size, int item, string path)
    {
        var values = new double[count];
        for (var row = 0; row < count; row++)
        {
            values[row] = file[(row * size) + item];
            if (!double.IsFinite(values[row]))
                throw new DataException($"item {item + 1} of case {row + 1} is {values[row]}; expected a finite number", path);
        }
        return values;
    }

    private static TableColumn ReadLabels(string path, int count, string images)
    {
        var file = IdxFile.Read(path);
        if (file.Length != count)
            throw new DataException($"has {file.Length} labels, but {images} has {count} cases; expected one for each", path);
        var values = Gather(file, count, 1, 0, path);
        if (values.Any(v => v != Math.Floor(v)))
            return new DoubleColumn(Label, ColumnKind.Number, isTarget: true, values);
        var classes = values.Distinct().Order().ToArray();
        if (classes.Length == 1)
            throw new DataException($"every label is {classes[0]}; there is nothing to learn", path);
        var codes = Array.ConvertAll(values, v => Array.BinarySearch(classes, v));
        return new CategoryColumn(Label, ColumnKind.Category, isTarget: true, codes, [.. classes.Select(c => c.ToString(CultureInfo.InvariantCulture))], CategoryIdentity.Numbers);
    }
}
