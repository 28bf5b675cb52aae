namespace Backprop.WebAssembly;

/// <summary>Writes the module of one training: its memory, and its functions, which others write.</summary>
internal sealed class TrainingModuleWriter<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The sweeps whose E are kept: more than a page makes between two pictures.</summary>
    private const int ErrorCapacity = 1 << 15;

    private readonly Topology topology;
    private readonly ModuleWriter module = new();
    private readonly SoftwareMultiplyAdd? software;
    private readonly MemoryMap map = new();
    private readonly Counters counters;
    private readonly NetMemory<T> memory;
    private readonly int stateBytes;
    private readonly UpdateWriter<T> update;
    private readonly PlacedCases<T> cases;
    private readonly GradientLayout gradientLayout;
    private readonly int errors;
    private readonly bool measuresInPassing;
    private readonly NoiseWriter<T>? noise;
    private readonly Noise? noiseOfTraining;

    /// <summary>Where each sweep has a new order: the order.</summary>
    private readonly OrderWriter? order;

    public TrainingModuleWriter(Trainer<T> trainer, bool fused)
    {
        (topology, measuresInPassing, noiseOfTraining) = (trainer.Network.Topology, trainer.MeasuresInPassing, trainer.Options.Noise);
        software = fused ? null : SoftwareMultiplyAdd.Of<T>(module);
        // What a page reads and writes comes first, E of the sweeps at its end.
        counters = new Counters(map);
        var weights = new WeightMemory(map, topology.WeightCount, VectorCode<T>.NumberBytes);
        update = new UpdateWriter<T>(map, module, topology, trainer.Rule, weights, counters);
        order = trainer.Shuffles ? new OrderWriter(map, module, trainer.Cases.Count, trainer.Options.Seed) : null;
        errors = map.Reserve(ErrorCapacity * sizeof(double));
        stateBytes = (int)Math.Min(map.End, int.MaxValue);
        update.ReserveConstants(map, module);
        cases = new PlacedCases<T>(map, module, trainer);
        gradientLayout = new Gradient<T>(topology, cases.IsDense).Layout;
        memory = new NetMemory<T>(map, weights, topology, trainer.ErrorMeasure, cases.RowBytes, gradientLayout, noiseOfTraining);
        noise = noiseOfTraining is null ? null : new NoiseWriter<T>(map, module, trainer, fused, memory, counters);
    }

    /// <summary>Why there is no module; null if there is one.</summary>
    public string? Problem => map.End <= Limits.MemoryBytes ? null
        : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"the net and its cases take more than {Limits.MemoryBytes >> 20} MB of memory");

    /// <summary>Writes the module.</summary>
    public TrainingModule Write()
    {
        var infinity = new byte[sizeof(double)];
        BitConverter.TryWriteBytes(infinity, double.PositiveInfinity);
        module.Initialize(counters.PreviousError, infinity);
        module.Initialize(counters.BestError, infinity);
        var unknown = new byte[sizeof(double)];
        BitConverter.TryWriteBytes(unknown, double.NaN);
        module.Initialize(counters.LastError, unknown);
        var batches = new BatchWriter<T>(module, software, topology, memory, counters, cases, gradientLayout, noise, noiseOfTraining);
        var evaluate = batches.Evaluate();
        var finish = batches.Finish();
        var change = Change();
        var run = new RunWriter<T>(module, counters, errors, ErrorCapacity, order, cases);
        module.Export("run", measuresInPassing ? run.WholeSweeps(batches.Batch(cases.All, finish, measures: true), change) : run.Batches(batch => batches.Batch(batch, finish, measures: false), change, evaluate));
        module.Export("evaluate", evaluate);
        module.MemoryBytes = (int)map.End;
        return new TrainingModule(module.ToArray(), new ModuleLayout
        {
            StateBytes = stateBytes,
            NumberBytes = VectorCode<T>.NumberBytes,
            WeightCount = topology.WeightCount,
            Weights = memory.Weights,
            Gradient = memory.Gradient,
            RuleVectors = ValueList.Of(update.Vectors.Select(static vector => new RuleVectorAddress(vector.Name, vector.Address)).ToArray()),
            Errors = errors,
            ErrorCapacity = ErrorCapacity,
            Changes = counters.Changes,
            Sweeps = counters.Sweeps,
            PreviousError = counters.PreviousError,
            End = counters.Status,
            Error = counters.Error,
            GreatestDistance = counters.Distance,
            AllOnRightSide = counters.OnRightSide,
            BestSweep = counters.BestSweep,
            BestError = counters.BestError,
            LastError = counters.LastError,
            NoiseSeed = noise is null ? null : counters.NoiseSeed,
            Order = order?.Order,
            Generator = order?.Generator,
        });
    }

    /// <summary>(E): one change of the weights.</summary>
    private int Change()
    {
        var code = new FunctionCode([ValueType.F64], []);
        var batchError = code.Parameter(0);
        code.I32(0).I32(0).At(Op.I64Load, counters.Changes).I64(1).Do(Op.I64Add).At(Op.I64Store, counters.Changes);
        update.Write(new VectorCode<T>(code, software), batchError);
        code.I32(0).Get(batchError).At(Op.F64Store, counters.PreviousError);
        return module.Add(code);
    }
}
