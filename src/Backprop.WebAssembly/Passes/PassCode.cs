using Backprop.SourceCode;

namespace Backprop.WebAssembly;

/// <summary>The function into which a pass over blocks of one layout is written: where the numbers are, and loops over them.</summary>
internal sealed class PassCode<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Vector = VectorCode<T>.VectorBytes, Bundle = VectorCode<T>.BundleBytes;

    private readonly Predicate<Group> hasUnitStates;

    /// <summary>Writes into a function whose first parameter is the address of a block.</summary>
    /// <param name="memory">Where the net has its numbers.</param>
    /// <param name="layout">The layout of the block.</param>
    /// <param name="hasUnitStates">Whether all states of an input group are 0, 1 or −1 in all cases.</param>
    /// <param name="vectors">Writes the arithmetic.</param>
    public PassCode(NetMemory<T> memory, BlockLayout<T> layout, Predicate<Group> hasUnitStates, VectorCode<T> vectors)
    {
        (Memory, Layout, Vectors, this.hasUnitStates) = (memory, layout, vectors, hasUnitStates);
        Products = new Products<T>(vectors, Block);
    }

    public NetMemory<T> Memory { get; }

    public BlockLayout<T> Layout { get; }

    public VectorCode<T> Vectors { get; }

    public FunctionCode Code => Vectors.Code;

    /// <summary>The address of the block.</summary>
    public Local Block => Code.Parameter(0);

    public Products<T> Products { get; }

    /// <summary>The bytes of a row: a unit in all cases.</summary>
    public int Width => Layout.RowBytes;

    private static int NumberBytes => VectorCode<T>.NumberBytes;

    /// <summary>The states that a projection sends, dense.</summary>
    public Place States(Group group) => group.IsInput ? Layout.Input(group) : new Place(Memory[group].States);

    /// <summary>Whether all states of a group are 0, 1 or −1 in all cases.</summary>
    public bool HasUnitStates(Group group) => group.IsInput && hasUnitStates(group);

    /// <summary>The weights of a projection.</summary>
    public Place Weights(Projection projection) => new(Memory.Weights + (projection.Weights.Offset * NumberBytes));

    /// <summary>The address of the gradient of a block of weights.</summary>
    public int Gradient(WeightBlock weights) => Memory.Gradient + (weights.Offset * NumberBytes);

    /// <summary>The address of that gradient in lanes, a bundle per weight.</summary>
    public int Lanes(WeightBlock weights) => Memory.Lanes + (weights.Offset * Bundle);

    /// <summary>What the rows of a step begin with.</summary>
    public RowStart Start(Group group, PlanStep step) =>
        new(step.Start, step.Start == StartValue.Biases ? Memory.Weights + (group.Biases!.Offset * NumberBytes) : 0);

    /// <summary>A bundle of zeros in four locals.</summary>
    public Local[] Sums()
    {
        var sums = new Local[Bundle / Vector];
        for (var k = 0; k < sums.Length; k++)
        {
            sums[k] = Vectors.New();
            Vectors.Constant(T.Zero).Set(sums[k]);
        }
        return sums;
    }

    /// <summary>A new local with the vector at a place, moved by a local.</summary>
    public Local Loaded(Place place, Local at, int more = 0)
    {
        var loaded = Vectors.New();
        Push(place, at);
        Vectors.Load(place.Offset + more).Set(loaded);
        return loaded;
    }

    /// <summary>Pushes what to add to the offset of a place that is moved by a local.</summary>
    public void Push(Place place, Local at)
    {
        Code.Get(at);
        if (place.IsInBlock)
            Code.Get(Block).Do(Op.I32Add);
    }

    /// <summary>Computes a formula of numbers in places, unit by unit and case by case, and stores its results; rows follow one another.</summary>
    public void Each(int units, Place[] arguments, Place[] results, Func<TracedLanes<T>[], TracedLanes<T>[]> function)
    {
        var formula = Vectors.Prepare(arguments.Length, function);
        Code.For(units * Width, Vector, at => Code.Scope(() =>
        {
            var computed = formula.Of([.. arguments.Select(argument => Loaded(argument, at))]);
            for (var k = 0; k < results.Length; k++)
            {
                Push(results[k], at);
                Vectors.Get(computed[k]).Store(results[k].Offset);
            }
        }));
    }

    /// <summary>Runs through the rows of a column: the body receives what to add to the address of the first row, and the row.</summary>
    public void Rows(int rows, Local column, Action<Local, Local> body) => Code.For(rows, 1, row => Code.Scope(() =>
    {
        var at = Code.New(ValueType.I32);
        Code.Get(Products.Scaled(row, Width)).Get(column).Do(Op.I32Add).Set(at);
        body(at, row);
    }));
}
