namespace Backprop.Data.Tests;

public sealed class RowModelTests
{
    private static readonly TableTrainingOptions Short = new() { Sweeps = 40, Members = 1, Seed = 3 };
    private static readonly TableModel Iris = new(TableTraining.From(Flower.All, Short).Run().Model);
    private static readonly TableModel Customers = new(TableTraining.From(Customer.Samples(90), Short).Run().Model);

    private static Dictionary<string, object?> Raw(Customer customer) => new(StringComparer.Ordinal)
    {
        ["Age"] = customer.Age,
        ["Plan"] = customer.Plan,
        ["Country"] = customer.Country,
        ["Online"] = customer.Online,
        ["Paid"] = customer.Paid,
        ["Since"] = customer.Since,
        ["Region"] = customer.Region,
    };

    [Fact]
    public void An_object_is_answered_as_the_raw_row_of_its_values()
    {
        var model = Customers.For<Customer>();
        var answers = Customers.For<Customer, Churn>();
        foreach (var customer in Customer.Samples(40))
        {
            var raw = Customers.Predict(Raw(customer));
            var typed = answers.Predict(customer);

            Assert.Equal(raw, model.Predict(customer));
            Assert.Equal(raw[0].Text == "true", typed.Left);
            Assert.Equal(raw[0].Probabilities[1], typed.Risk, 1e-6);
            Assert.Equal((int)Math.Round(raw[1].Number), typed.Worth);
        }
    }

    [Fact]
    public void An_enum_receives_classes_whatever_their_case()
    {
        var model = Iris.For<Flower, Kind>();
        var answers = Flower.All.Select(flower => (Flower: flower, Answer: model.Predict(flower))).ToList();

        Assert.True(answers.Count(pair => string.Equals(pair.Answer.Species.ToString(), pair.Flower.Species, StringComparison.OrdinalIgnoreCase)) > 135);
        Assert.All(answers, pair => Assert.InRange(pair.Answer.Probability, 1.0 / 3, 1));
        Assert.True(answers[0].Answer.Setosa > 0.9f);
        Assert.True(answers[149].Answer.Setosa < 0.1f);
    }

    [Fact]
    public void Properties_are_found_whatever_the_case_and_the_blanks_of_the_columns()
    {
        var flower = Flower.All[70];

        Assert.Equal(Iris.For<Flower>().Predict(flower), Iris.For<PlainFlower>().Predict(new PlainFlower((float)flower.SepalLength, flower.SepalWidth, (decimal)flower.PetalLength, flower.PetalWidth)));
    }

    [Fact]
    public void A_prediction_allocates_nothing()
    {
        var model = Customers.For<Customer, ChurnValue>();
        var customers = Customer.Samples(90);
        var left = 0;
        for (var i = 0; i < 200; i++)
            left += model.Predict(customers[i % 90]).Left ? 1 : 0;

        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var customer in customers)
            left += model.Predict(customer).Left ? 1 : 0;
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(left > 0);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(700)]
    public void Many_objects_have_the_answers_that_they_have_one_by_one(int count)
    {
        var model = Customers.For<Customer, ChurnValue>();
        var customers = Enumerable.Range(0, count).Select(Customer.Sample).ToArray();
        var answers = new ChurnValue[count];

        model.Predict(customers, answers);

        Assert.Equal(customers.Select(customer => model.Predict(customer)), answers);
    }

    [Fact]
    public void An_object_of_many_that_cannot_be_answered_is_named_by_its_place()
    {
        var model = Customers.For<Customer, Churn>();
        var customers = Enumerable.Range(0, 600).Select(Customer.Sample).ToArray();
        customers[400] = customers[400] with { Country = "Atlantis" };

        Assert.Equal("row 401: column 'Country' holds 'Atlantis', which is not one of the categories seen in training (DE, FR, NA)", Assert.Throws<DataException>(() => model.Predict(customers, new Churn[600])).Message);
        Assert.Equal("There are 600 objects, but room for 599 answers. (Parameter 'answers')", Assert.Throws<ArgumentException>(() => model.Predict(customers, new Churn[599])).Message);
        customers[400] = null!;
        Assert.Throws<ArgumentNullException>(() => model.Predict(customers, new Churn[600]));
    }

    [Fact]
    public void Many_predictions_at_once_allocate_nothing()
    {
        var model = Customers.For<Customer, ChurnValue>();
        Customer[] customers = [.. Customer.Samples(90)];
        var answers = new ChurnValue[90];
        for (var i = 0; i < 50; i++)
            model.Predict(customers, answers);

        var before = GC.GetAllocatedBytesForCurrentThread();
        model.Predict(customers, answers);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Threads_that_ask_at_the_same_time_share_runners_and_allocate_next_to_nothing()
    {
        const int Threads = 4, Each = 20_000;
        var model = Customers.For<Customer, ChurnValue>();
        Customer[] customers = [.. Customer.Samples(90)];
        var allocated = new long[Threads];
        using var together = new Barrier(Threads);
        var threads = Enumerable.Range(0, Threads).Select(thread => new Thread(() =>
        {
            for (var i = 0; i < 500; i++)
                _ = model.Predict(customers[i % 90]);
            together.SignalAndWait();
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < Each; i++)
                _ = model.Predict(customers[i % 90]);
            allocated[thread] = GC.GetAllocatedBytesForCurrentThread() - before;
        })).ToArray();
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();

        Assert.True(allocated.Sum() < Threads * Each, $"{allocated.Sum()} bytes for {Threads * Each} predictions");
    }

    [Fact]
    public void A_category_not_seen_in_training_is_an_error_unless_it_may_be_zeros()
    {
        var model = Customers.For<Customer, Churn>();
        var unseen = Customer.Sample(1) with { Country = "Atlantis" };

        Assert.Equal("column 'Country' holds 'Atlantis', which is not one of the categories seen in training (DE, FR, NA)", Assert.Throws<DataException>(() => model.Predict(unseen)).Message);
        Assert.InRange(model.Predict(unseen, UnseenCategory.AllOff).Risk, 0, 1);
        Assert.Contains("holds '999'", Assert.Throws<DataException>(() => model.Predict(Customer.Sample(1) with { Region = 999 })).Message, StringComparison.Ordinal);
        Assert.Contains("holds '7'", Assert.Throws<DataException>(() => model.Predict(Customer.Sample(1) with { Plan = (Plan)7 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_type_without_a_column_that_the_model_needs_is_refused_by_name()
    {
        var error = Assert.Throws<DataException>(() => Iris.For<TwoWeights>());

        Assert.Equal("TwoWeights has no column 'sepal length', which the model needs; it has A, B, C", error.Message);
    }

    [Fact]
    public void An_answer_of_another_kind_than_the_model_gives_is_refused()
    {
        Assert.Equal("WrongYes takes 'species' as yes or no, but the model answers a class 'setosa'; change the type of the property", Assert.Throws<DataException>(() => Iris.For<Flower, WrongYes>()).Message);
        Assert.StartsWith("WrongEnum takes 'species' as one of Basic, Plus, Premium, but the model answers a class 'setosa'", Assert.Throws<DataException>(() => Iris.For<Flower, WrongEnum>()).Message, StringComparison.Ordinal);
        Assert.StartsWith("Churn asks for 'Left', but the model predicts species", Assert.Throws<DataException>(() => Iris.For<Flower, Churn>()).Message, StringComparison.Ordinal);
        Assert.StartsWith("WrongClass asks for the probability of 'tulip', which is none of the classes of 'species'", Assert.Throws<DataException>(() => Iris.For<Flower, WrongClass>()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_that_the_property_cannot_hold_is_refused()
    {
        var model = new TableModel(TableTraining.From(Enumerable.Range(0, 60).Select(i => new Big(i % 17, 1e6 + (i % 17 * 1e5))), Short).Run().Model);

        Assert.Contains("is not between 0 and 255, as SmallAnswer declares it", Assert.Throws<DataException>(() => model.For<Big, SmallAnswer>().Predict(new Big(3, 0))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Classes_that_are_whole_numbers_are_answered_to_the_last_digit()
    {
        // Doubles near them are 256 apart.
        const long First = 1L << 60;
        var model = new TableModel(TableTraining.From(Enumerable.Range(0, 60).Select(static i => new Numbered(i % 3, First + (i % 3))), new TableTrainingOptions { Sweeps = 200, Members = 1, Seed = 3 }).Run().Model);
        var (texts, wholes, decimals) = (model.For<Numbered, AsText>(), model.For<Numbered, AsWhole>(), model.For<Numbered, AsDecimal>());

        Assert.Equal(["1152921504606846976", "1152921504606846977", "1152921504606846978"], Enumerable.Range(0, 3).Select(x => texts.Predict(new Numbered(x, 0)).Number));
        Assert.Equal([First, First + 1, First + 2], Enumerable.Range(0, 3).Select(x => wholes.Predict(new Numbered(x, 0)).Number));
        Assert.Equal([First, First + 1, First + 2], Enumerable.Range(0, 3).Select(x => decimals.Predict(new Numbered(x, 0)).Number));
        Assert.Equal("column 'Number': the answer 1.15292E+18 is not between 0 and 255, as SmallNumber declares it", Assert.Throws<DataException>(() => model.For<Numbered, SmallNumber>().Predict(new Numbered(1, 0))).Message);
    }
}

[TableRow]
public sealed partial record PlainFlower(float SepalLength, double SepalWidth, decimal Petal_Length, double petalWidth);

[TableRow]
public partial record struct Big(double X, [TargetColumn] double Y);

[TableAnswer]
public partial record struct SmallAnswer(byte Y);

[TableRow]
public partial record struct Numbered(int X, [property: TableColumn(Kind = ColumnKind.Category), TargetColumn] long Number);

[TableAnswer]
public partial record struct AsText(string Number);

[TableAnswer]
public partial record struct AsWhole(long Number);

[TableAnswer]
public partial record struct AsDecimal(decimal Number);

[TableAnswer]
public partial record struct SmallNumber(byte Number);

[TableAnswer]
public partial record struct ChurnValue(bool Left, [ProbabilityOf("Left", "true")] double Risk, double Worth);

[TableAnswer]
public partial record struct WrongYes(bool Species);

[TableAnswer]
public partial record struct WrongEnum(Plan Species);

[TableAnswer]
public partial record struct WrongClass([ProbabilityOf("species", "tulip")] double Tulip);
