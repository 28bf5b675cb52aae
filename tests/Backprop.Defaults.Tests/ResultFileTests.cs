namespace Backprop.Defaults.Tests;

public sealed class ResultFileTests
{
    [Fact]
    public void Results_of_other_options_under_the_same_name_are_not_gone_on_with()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            new ResultFile(folder, "wide", "--hidden 256").Append("a", 1, new Score { R2 = 0.5, Rmse = 2 }, 1);

            Assert.True(new ResultFile(folder, "wide", "--hidden 256").Has("a", 1));
            Assert.Contains("'wide=--hidden 256', not of 'wide=--hidden 512'", Assert.Throws<RunException>(() => new ResultFile(folder, "wide", "--hidden 512")).Message, StringComparison.Ordinal);
            File.Delete(Path.Combine(folder, "wide.options.txt"));
            Assert.Contains("is missing", Assert.Throws<RunException>(() => new ResultFile(folder, "wide", "--hidden 256")).Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_run_goes_on_where_an_earlier_one_ended_in_the_midst_of_a_line()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            var first = new ResultFile(folder, "ours");
            first.Append("a", 1, new Score { Accuracy = 0.75, LogLoss = 0.5, Brier = 0.25 }, 1.5);
            File.AppendAllText(Path.Combine(folder, "ours.csv"), "a,2,ours,0.8");

            var second = new ResultFile(folder, "ours");
            Assert.True(second.Has("a", 1));
            Assert.False(second.Has("a", 2));
            second.Append("a", 2, new Score { R2 = 0.5, Rmse = 2 }, 2);

            var lines = ResultFile.Read(Path.Combine(folder, "ours.csv"));
            Assert.Equal(
                [
                    new Result { Table = "a", Split = 1, Method = "ours", Accuracy = 0.75, LogLoss = 0.5, Brier = 0.25, Seconds = 1.5 },
                    new Result { Table = "a", Split = 2, Method = "ours", R2 = 0.5, Rmse = 2, Seconds = 2 },
                ],
                lines);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
