using Backprop.Experiments;

namespace Backprop.Lab.Tests;

public class CaseRowsTests
{
    [Fact]
    public void Each_row_has_the_outputs_and_the_error_of_its_case()
    {
        var session = new LabSession(TestLabs.Xor);
        session.Run(100_000);
        Assert.True(session.HasEnded);
        var rows = CaseRows.Of(session);
        Assert.Equal(["0 0", "0 1", "1 0", "1 1"], rows.Select(static row => row.Given).Order(StringComparer.Ordinal));
        Assert.All(rows, static row => Assert.True(row.IsRight));
        foreach (var row in rows)
        {
            var output = session.Trainer.States(row.Case)[^1];
            var target = row.Given is "0 1" or "1 0" ? 1 : 0;
            Assert.Equal(0.5 * (output - target) * (output - target), row.Error, 1e-6);
            Assert.Equal(output.ToString("F2", System.Globalization.CultureInfo.InvariantCulture), row.Answer);
            Assert.Equal(target.ToString(System.Globalization.CultureInfo.InvariantCulture), row.Desired);
        }
    }

    [Fact]
    public void A_case_is_right_where_every_output_is_within_the_distance()
    {
        var session = new LabSession(TestLabs.Xor);
        Assert.All(CaseRows.Of(session), static row => Assert.False(row.IsRight));
        Assert.Equal(session.Trainer.ErrorsByCase(), CaseRows.Of(session).Select(static row => row.Error));
    }

    [Fact]
    public void Units_with_names_are_said_by_their_names()
    {
        var session = new LabSession(ExperimentOpenings.Of(Paper.Find("family-trees"))[0]);
        var row = CaseRows.Of(session)[0];
        Assert.DoesNotContain("0 0", row.Given, StringComparison.Ordinal);
        Assert.Contains(" | ", row.Given, StringComparison.Ordinal);
        Assert.DoesNotContain("0 0", row.Desired, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_of_a_table_are_shown_as_they_were_read_beside_what_they_are_encoded_as()
    {
        const string text = "length,color,kind\n1.50,red,rose\n2.5,blue,iris\n7,red,\n,red,rose\n3.5,blue,iris\n";
        var session = new LabSession(FileOpening.Read([("flowers.csv", System.Text.Encoding.UTF8.GetBytes(text))]));

        var rows = CaseRows.Of(session);

        Assert.Equal(["length 1.50 · color red → kind rose", "length 2.5 · color blue → kind iris", "length – · color red → kind rose", "length 3.5 · color blue → kind iris"], rows.Select(static row => row.Read));
        Assert.Equal(session.Opening.Cases.Count, rows.Count);
        Assert.NotEqual(rows[0].Read, rows[0].Given);
        var net = session.Trainer.Net;
        Assert.Equal(("length", "2.5"), session.Opening.Rows!.Cell(1, net.Inputs[0].Name, 0));
        Assert.Equal(("kind", "iris"), session.Opening.Rows.Cell(1, net.Outputs[0].Name, 0));
        Assert.Null(session.Opening.Rows.Cell(1, "hidden", 0));
        Assert.All(CaseRows.Of(new LabSession(TestLabs.Xor)), static row => Assert.Null(row.Read));
    }
}
