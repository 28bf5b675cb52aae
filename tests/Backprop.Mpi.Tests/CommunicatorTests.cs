using System.Diagnostics;

namespace Backprop.Mpi.Tests;

/// <summary>Every MPI that is installed, from Open MPI and MPICH, with programs that it starts.</summary>
public sealed class CommunicatorTests
{
    public static TheoryData<string, int> Launches
    {
        get
        {
            var launches = new TheoryData<string, int>();
            foreach (var launcher in Launched.Launchers)
            {
                launches.Add(launcher, 2);
                launches.Add(launcher, 3);
            }
            if (launches.Count == 0)
                launches.Add("", 0);
            return launches;
        }
    }

    [Theory]
    [MemberData(nameof(Launches))]
    public void Messages_of_any_rank_are_found_and_received(string launcher, int ranks) =>
        // Σ rank², and 100,000 bytes per other rank.
        AssertPrints(launcher, ranks, "messages", $"{Enumerable.Range(1, Math.Max(ranks - 1, 0)).Sum(static rank => rank * rank)} {100_000 * (ranks - 1)} True");

    [Theory]
    [MemberData(nameof(Launches))]
    public void Ranks_send_and_receive_at_the_same_time(string launcher, int ranks) => AssertPrints(launcher, ranks, "ring", "True");

    [Theory]
    [MemberData(nameof(Launches))]
    public void A_broadcast_reaches_every_rank(string launcher, int ranks) => AssertPrints(launcher, ranks, "broadcast", "3 1 4");

    [Theory]
    [MemberData(nameof(Launches))]
    public void Exceptions_of_dotnet_that_are_signals_are_still_caught(string launcher, int ranks) => AssertPrints(launcher, ranks, "exceptions", "3");

    [Theory]
    [MemberData(nameof(Launches))]
    public void A_training_has_the_weights_of_one_process(string launcher, int ranks) => AssertPrints(launcher, ranks, "training", RankProgram.Digest(RankProgram.Train(null)));

    [Theory]
    [MemberData(nameof(Launches))]
    public void Ranks_of_one_machine_train_in_memory_that_they_share(string launcher, int ranks)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "memory is shared on Linux alone");
        AssertPrints(launcher, ranks, "memory", "True");
    }

    [Theory]
    [MemberData(nameof(Launches))]
    public void A_message_of_another_length_is_refused(string launcher, int ranks) =>
        AssertPrints(launcher, ranks, "mismatch", "Rank 1 sent a message of 4 bytes where 8 were expected: the ranks do not run the same thing.");

    [Theory]
    [MemberData(nameof(Launches))]
    public void Messages_that_are_posted_leave_while_the_receiver_does_not_look(string launcher, int ranks) => AssertPrints(launcher, ranks, "post", "True");

    [Theory]
    [MemberData(nameof(Launches))]
    public void A_wait_listens_for_other_messages(string launcher, int ranks) => AssertPrints(launcher, ranks, "listener", "heard rank 1");

    [Theory]
    [MemberData(nameof(Launches))]
    public void A_rank_ends_the_others_with_its_code(string launcher, int ranks)
    {
        SkipWithout(launcher);

        Assert.Equal(7, Run(launcher, ranks, "abort").Code);
    }

    [Fact]
    public void A_process_without_a_launcher_is_alone()
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["exec", typeof(RankProgram).Assembly.Location, "ring"]) { RedirectStandardOutput = true, UseShellExecute = false })!;

        Assert.Equal("alone", process.StandardOutput.ReadToEnd().Trim());
    }

    private static void AssertPrints(string launcher, int ranks, string what, string expected)
    {
        SkipWithout(launcher);

        var (code, output, error) = Run(launcher, ranks, what);

        Assert.True(code == 0, error);
        // .NET switches the keys of a terminal, for which it takes what mpirun gives it.
        Assert.Equal(expected, output.Replace("\u001b[?1h\u001b=", "", StringComparison.Ordinal).Trim());
    }

    private static (int Code, string Output, string Error) Run(string launcher, int ranks, string what) => Launched.Run(launcher, ranks, "dotnet", "exec", typeof(RankProgram).Assembly.Location, what);

    private static void SkipWithout(string launcher) => Assert.SkipWhen(launcher.Length == 0, "neither Open MPI nor MPICH is installed");
}
