namespace Backprop.Data.Tests;

public enum Plan
{
    Basic,
    Plus,
    Premium,
}

public abstract record Person
{
    public int Age { get; init; }
}

/// <summary>A row with a property of every kind.</summary>
[TableRow]
public sealed partial record Customer : Person
{
    public Plan? Plan { get; init; }

    public string? Country { get; init; }

    public bool? Online { get; init; }

    public decimal Paid { get; init; }

    [TableColumn(Kind = ColumnKind.Date)]
    public DateOnly Since { get; init; }

    [TableColumn(Kind = ColumnKind.Category)]
    public int Region { get; init; }

    [IgnoredColumn]
    public object? Note { get; init; }

    [TargetColumn]
    public bool Left { get; init; }

    [TargetColumn]
    public float Worth { get; init; }

    public static Customer Sample(int i) => new()
    {
        Age = 20 + (i * 7 % 50),
        Plan = i % 11 == 0 ? null : (Plan)(i % 3),
        Country = (i % 4) switch { 0 => "NA", 1 => "DE", 2 => "FR", _ => null },
        Online = i % 5 == 0 ? null : i % 2 == 0,
        Paid = 9.90m + (i % 13),
        Since = new DateOnly(2020, 1, 1).AddDays(i * 17 % 1500),
        Region = 100 + (i % 3),
        Left = i % 3 == 0,
        Worth = 10.5f + (i % 7),
    };

    public static Customer[] Samples(int count) => [.. Enumerable.Range(0, count).Select(Sample)];
}

/// <summary>What a model of customers answers.</summary>
[TableAnswer]
public sealed partial record Churn
{
    public required bool Left { get; init; }

    [ProbabilityOf(nameof(Left), "true")]
    public double Risk { get; init; }

    public int Worth { get; init; }
}
