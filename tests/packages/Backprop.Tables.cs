// prints: iris.parquet is read and learned: setosa, versicolor, virginica
// prints: 150 rows of iris.xlsx: petal length Number, species Category
// prints: 150 rows of iris.arrow: petal length Number, species Category
// prints: 150 rows of iris.db: petal length Number, species Category
using System.Globalization;
using System.Text;
using Backprop.Data;

var flowers = new TableOutput([new SourceColumn("petal length", ColumnKind.Number), new SourceColumn("species")]);
foreach (var cells in File.ReadLines("iris.csv").Skip(1).Select(line => line.Split(',')))
{
    flowers.Add(0, TableCell.Number(double.Parse(cells[2], CultureInfo.InvariantCulture)));
    flowers.Add(1, TableCell.Word(Encoding.UTF8.GetBytes(cells[4])));
    flowers.EndRow();
}
foreach (var name in new[] { "iris.parquet", "iris.xlsx", "iris.arrow", "iris.db" })
{
    using var file = File.Create(name);
    OtherTables.All.First(kind => kind.Endings.Contains(Path.GetExtension(name))).Write(flowers, file);
}

var format = new TableFormat { Kinds = [.. TableKind.Own, .. OtherTables.All] };
var table = Table.Read("iris.parquet", new ColumnChoices { Targets = ["species"] }, format);
var trained = TableTraining.Train(table);
Console.WriteLine($"iris.parquet is read and learned: {string.Join(", ", ((CategoryColumn)table["species"]).Categories.Take(trained.Model.Topology.Outputs[0].Size))}");

foreach (var name in new[] { "iris.xlsx", "iris.arrow", "iris.db" })
{
    var same = Table.Read(name, new ColumnChoices { Targets = ["species"] }, format);
    Console.WriteLine($"{same.Count} rows of {name}: {string.Join(", ", same.Columns.Select(column => $"{column.Name} {column.Kind}"))}");
}
