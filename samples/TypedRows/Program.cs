// From objects to a model, and from an object to an answer: the columns are the properties, and no name of a column is written as text.
using Backprop.Data;

// What a program would read from its database.
var random = new Random(1);
var customers = Enumerable.Range(0, 400).Select(_ =>
{
    var plan = (Plan)random.Next(3);
    var months = random.Next(1, 60);
    var calls = random.Next(0, 10);
    return new Customer(plan, months, calls, random.Next(2) == 0 ? "DE" : "FR", Left: calls > 6 && plan != Plan.Premium && months < 36);
}).ToList();

var trained = TableTraining.From(customers, new TableTrainingOptions { Hidden = [16], Members = 1, Seed = 1 }).Run();
Console.WriteLine($"right on {trained.Scores!.Classes["Left"].Right} of {trained.Scores.Classes["Left"].Count} customers that it never saw");

// Made once, used for every customer, from any thread: a prediction allocates nothing beyond its answer.
var model = trained.Model.For<Customer, Churn>();
foreach (var customer in new[] { new Customer(Plan.Basic, Months: 3, Calls: 9, "DE"), new Customer(Plan.Premium, Months: 50, Calls: 1, "FR") })
{
    var churn = model.Predict(customer);
    Console.WriteLine($"{customer.Plan}, {customer.Months} months, {customer.Calls} calls: {(churn.Left ? "leaves" : "stays")} ({churn.Risk:P0})");
}

internal enum Plan
{
    Basic,
    Plus,
    Premium,
}

[TableRow]
internal sealed partial record Customer(Plan Plan, int Months, int Calls, string Country, [TargetColumn] bool Left = false);

[TableAnswer]
internal readonly partial record struct Churn(bool Left, [ProbabilityOf(nameof(Churn.Left), "true")] double Risk);
