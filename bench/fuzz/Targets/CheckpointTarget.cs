using Backprop.Tests;

namespace Backprop.Fuzz;

/// <summary>Checkpoints, by right checksums mostly: resumed by the trainer that wrote the sample, which then goes on.</summary>
internal sealed class CheckpointTarget : Target
{
    public override string Name => "checkpoint";

    public override byte[] Damage(byte[] sample, Random random)
    {
        var file = base.Damage(sample, random);
        if (random.Next(8) > 0)
            Mutation.MakeChecksumRight(file);
        return file;
    }

    public override void Run(string path)
    {
        var trainer = Trainer();
        trainer.Resume(path);
        trainer.Step();
        Nets.Written(trainer.SaveCheckpoint);
    }

    public override bool IsDocumented(Exception exception) => exception is ModelFileException or TrainingException;

    protected override IEnumerable<byte[]> MakeSamples()
    {
        var trainer = Trainer();
        trainer.Run(StopWhen.Sweeps(2));
        trainer.StepBatch();
        yield return Nets.Written(trainer.SaveCheckpoint);
    }

    private static Trainer<float> Trainer() => Nets.Trainer(Nets.Layered, Nets.Cases, new Adam());
}
