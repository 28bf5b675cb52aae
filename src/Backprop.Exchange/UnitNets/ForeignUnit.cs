namespace Backprop.Exchange;

/// <summary>A unit of a net of another program: y = f(bias + Σ weight · state).</summary>
/// <param name="name">What messages call it, in the words of that program: "node 3".</param>
/// <param name="function">f.</param>
/// <param name="bias">The bias.</param>
internal sealed class ForeignUnit(string name, UnitFunction function, double bias)
{
    /// <summary>What messages call it.</summary>
    public string Name => name;

    /// <summary>State from total input.</summary>
    public UnitFunction Function => function;

    /// <summary>The bias.</summary>
    public double Bias => bias;

    /// <summary>What it hands on is this times f, plus <see cref="Shift"/>. Default: 1.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>What is added to what it hands on. Default: 0.</summary>
    public double Shift { get; init; }

    /// <summary>From where it receives: the number of a sender or, from the number of senders on, of a unit; several weights from one are added.</summary>
    public List<(int From, double Weight)> Links { get; } = [];
}
