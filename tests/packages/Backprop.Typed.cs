// prints: leaves: True, risk above one half: True
// prints: leaves: False, risk above one half: False
using Backprop.Data;

var customers = Enumerable.Range(0, 300).Select(i => new Customer((Plan)(i % 3), Months: i * 7 % 40, i % 4 == 0 ? null : i % 4 == 1 ? "DE" : "FR", Left: i * 7 % 40 < 10)).ToList();

var trained = TableTraining.From(customers).Run();              // or Table.From(customers), for the options of a table
var model = trained.Model.For<Customer, Churn>();               // once; then from any thread
foreach (var customer in new[] { new Customer(Plan.Basic, Months: 1, "DE"), new Customer(Plan.Premium, Months: 38, Country: null) })
{
    var churn = model.Predict(customer);
    Console.WriteLine($"leaves: {churn.Left}, risk above one half: {churn.Risk > 0.5}");
}

public enum Plan { Basic, Plus, Premium }

[TableRow]
public partial record Customer(Plan Plan, int Months, string? Country, [TargetColumn] bool Left = false);

[TableAnswer]
public readonly partial record struct Churn(bool Left, [ProbabilityOf("Left", "true")] double Risk);
