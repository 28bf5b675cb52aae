namespace Backprop.Mpi.Tests;

public sealed class MpiLaunchTests
{
    [Theory]
    [InlineData("OMPI_COMM_WORLD_SIZE=4;OMPI_COMM_WORLD_RANK=3", 3, 4, true)]
    [InlineData("PMI_SIZE=2;PMI_RANK=1", 1, 2, false)]
    [InlineData("PMIX_RANK=5;SLURM_STEP_NUM_TASKS=8", 5, 8, true)]
    [InlineData("PMI_RANK=0;SLURM_STEP_NUM_TASKS=8", 0, 8, false)]
    public void The_environment_tells_rank_and_size(string variables, int rank, int size, bool isOpenMpi) =>
        Assert.Equal(new MpiLaunch(rank, size, isOpenMpi), Find(variables));

    [Theory]
    [InlineData("OMPI_COMM_WORLD_SIZE=4;OMPI_COMM_WORLD_LOCAL_SIZE=2", 2)]
    [InlineData("PMI_SIZE=4;MPI_LOCALNRANKS=3", 3)]
    [InlineData("PMIX_RANK=5;SLURM_STEP_NUM_TASKS=8", null)]
    public void The_environment_tells_how_many_are_on_this_machine(string variables, int? local) =>
        Assert.Equal(local, Find(variables)!.LocalSize);

    [Theory]
    [InlineData("")]
    [InlineData("OMPI_COMM_WORLD_SIZE=1;OMPI_COMM_WORLD_RANK=0")]
    [InlineData("PMI_SIZE=2;PMI_RANK=1;BACKPROP_MPI=off")]
    [InlineData("SLURM_NTASKS=8;SLURM_PROCID=0")] // a batch script, which srun has not started
    public void A_process_that_is_alone_has_no_launch(string variables) => Assert.Null(Find(variables));

    private static MpiLaunch? Find(string variables)
    {
        var values = variables.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(static pair => pair.Split('=')).ToDictionary(static pair => pair[0], static pair => pair[1], StringComparer.Ordinal);
        return MpiLaunch.Find(name => values.GetValueOrDefault(name));
    }
}
