using Backprop.Data;
using Backprop.Tests;

namespace Backprop.Fuzz;

/// <summary>Model files: loaded, run, and asked for the encoding of a table where they hold one.</summary>
internal sealed class ModelTarget : Target
{
    public override string Name => "model";

    /// <summary>Half of the files get a right checksum, so that damage reaches what lies behind it.</summary>
    public override byte[] Damage(byte[] sample, Random random)
    {
        var file = base.Damage(sample, random);
        if (random.Next(2) == 0)
            Mutation.MakeChecksumRight(file);
        return file;
    }

    public override void Run(string path)
    {
        var model = Model.Load(path);
        var inputs = new float[model.Topology.Inputs.Sum(static group => group.Size)];
        _ = model.Network<float>().Run(inputs);
        if (model.Encodings is not null)
            _ = new TableModel(model).Encoding.ToJson();
    }

    public override bool IsDocumented(Exception exception) => exception is ModelFileException or DataException;

    protected override IEnumerable<byte[]> MakeSamples()
    {
        var trainer = Nets.Trainer(Nets.Layered, Nets.Cases, new GradientDescent());
        trainer.Run(StopWhen.Sweeps(3));
        yield return Nets.Written(Model.Of(trainer).Save);
        yield return Nets.Written(new Model(new Network<double>(Nets.Iterative).Randomize(2)).Save);
        yield return Nets.Written(path =>
        {
            File.WriteAllBytes(path, CsvTarget.Mixed);
            var table = Table.Read(path, new ColumnChoices { Targets = ["class", "price"] });
            TableTraining.Train(table, new TableTrainingOptions { Sweeps = 2, Hidden = [2] }).Model.Save(path);
        });
    }
}
