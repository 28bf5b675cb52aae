using System.Diagnostics;
using Backprop.Tests;

namespace Backprop.Exchange.Tests;

public sealed class RNnetFormatTests : IDisposable
{
    // The cut of nnet's logistic function at ±15.
    private const double Cut = 3e-7;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("nnet_factors")] // regression on numbers, treatment and polynomial contrasts, yes or no, text, skip links
    [InlineData("nnet_classes")] // sum contrasts
    [InlineData("nnet_two")] // no intercept: all levels of the first factor
    [InlineData("nnet_multinom")]
    [InlineData("nnet_multinom2")]
    [InlineData("nnet_mask")]
    [InlineData("nnet_terms")] // columns of the model matrix
    [InlineData("nnet_empty_class")]
    public void Raw_rows_have_the_answers_of_R(string name)
    {
        var imported = ForeignFile.Read([Sample.Path(name + ".txt")]);

        RawRows.AssertAnswers(imported, Sample.Path(name + ".csv"), 1e-12, CutLogistic.Run);
        // Without nnet's cut of the logistic function, as the note says; a unit's weight makes more or less of it.
        RawRows.AssertAnswers(imported, Sample.Path(name + ".csv"), 2 * Cut);
    }

    [Theory]
    [InlineData("nnet(mass ~ age + colour, rows, size = 3, linout = TRUE, decay = 0.01)", "raw")]
    [InlineData("nnet(mass ~ age + sure, rows, size = 2, linout = TRUE, skip = TRUE, decay = 0.01)", "raw")]
    [InlineData("nnet(kind ~ age + mass + colour, rows, size = 3, decay = 0.01)", "raw")] // softmax
    [InlineData("nnet(kind ~ log(age) + mass:age, rows, size = 2, skip = TRUE, decay = 0.01)", "raw")]
    [InlineData("nnet(sure ~ age + colour, transform(rows, sure = factor(sure)), size = 2, decay = 0.01)", "raw")] // entropy, one output
    [InlineData("nnet(rows[c('age', 'mass')], class.ind(rows$kind), size = 2, entropy = TRUE, decay = 0.01)", "raw")]
    [InlineData("multinom(kind ~ age + colour, rows)", "probs")]
    [InlineData("multinom(colour ~ mass + sure, rows)", "probs")]
    public void The_R_function_of_the_documentation_writes_nets_that_answer_as_in_R(string fit, string type)
    {
        var (net, rows) = (folder.Write("net.txt", ""), folder.Write("rows.csv", ""));
        var (code, output) = Fit(fit, type, net, rows);

        Assert.True(code == 0, output);
        RawRows.AssertAnswers(ForeignFile.Read([net]), rows, 1e-12, CutLogistic.Run);
    }

    /// <summary>Fits a net on small rows and writes it with the function of the documentation, and the rows with its answers. Skips the test where R is not there.</summary>
    private (int Code, string Output) Fit(string fit, string type, string net, string rows)
    {
        Assert.SkipUnless(R("-e", "library(nnet)") is { Code: 0 }, "R with its package nnet is not there");
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "coming-from.md"));
        var function = page.Split("```r\n").Single(static block => block.Contains("write_nnet <- function", StringComparison.Ordinal)).Split("```")[0];
        var columns = fit.Contains('~', StringComparison.Ordinal) ? "NULL" : "c('age', 'mass')";
        return R(folder.Write("fit.R", $$"""
            {{function}}
            library(nnet)
            set.seed(1)
            rows <- data.frame(age = sample(1:80, 40, TRUE) * 1.0, mass = runif(40), colour = sample(c("red", "green", "blue"), 40, TRUE),
                               sure = sample(c(TRUE, FALSE), 40, TRUE), kind = factor(sample(c("x", "y z", "w"), 40, TRUE)))
            fit <- {{fit}}
            write_nnet(fit, "{{net}}", columns = {{columns}})
            answers <- as.matrix(predict(fit, if (is.null({{columns}})) rows else rows[{{columns}}], type = "{{type}}"))
            if (!is.null(fit$terms)) { # columns of the model matrix, where these are the inputs
              m <- model.matrix(delete.response(fit$terms), rows)
              for (name in setdiff(colnames(m), names(rows))) rows[[name]] <- sprintf("%.17g", m[, name])
            }
            for (k in seq_len(ncol(answers))) rows[[paste("answer", k)]] <- sprintf("%.17g", answers[, k])
            write.csv(rows, "{{rows}}", row.names = FALSE, quote = FALSE)
            """));
    }

    private static (int Code, string Output) R(params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("Rscript", arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output + errors.GetAwaiter().GetResult());
        }
        catch (System.ComponentModel.Win32Exception refused)
        {
            return (127, refused.Message);
        }
    }

    [Fact]
    public void The_printed_form_is_read_too()
    {
        var skip = ForeignFile.Read([Sample.Path("nnet_softmax_skip.txt")]);
        var formula = ForeignFile.Read([Sample.Path("nnet_formula2.txt")]);

        Sample.AssertAnswers(skip, Sample.Answers("nnet_softmax_skip.out", inputs: 4), Cut);
        Sample.AssertAnswers(formula, [.. Sample.Answers("nnet_formula2.out", inputs: 4).Select(static row => (row.Inputs, (double[])[1 - row.Answers[0], row.Answers[0]]))], Cut);
        Assert.Equal(["Sepal.Length", "Sepal.Width", "Petal.Length", "Petal.Width"], RawRows.Encoding(formula).Inputs.Select(static column => column.Column));
        Assert.Equal(["column 1", "column 2", "column 3", "column 4"], RawRows.Encoding(skip).Inputs.Select(static column => column.Column));
    }

    [Fact]
    public void The_worked_example_has_its_answer()
    {
        var path = folder.Write("net.txt", Worked);

        Sample.AssertAnswers(ForeignFile.Read([path]), [([1, 2], [-0.317017863210671])], 1e-15);
    }

    [Fact]
    public void The_cut_of_the_logistic_function_is_a_note_and_costs_what_it_says()
    {
        var steep = Worked.Replace("wts: .3 .1 .2", "wts: .3 40 .2", StringComparison.Ordinal);
        var imported = ForeignFile.Read([folder.Write("net.txt", steep)]);

        Assert.Contains(imported.Notes, static note => note.Contains("exactly 1 above 15", StringComparison.Ordinal));
        // In R the first hidden unit is exactly 1 for the total input 40.7 and the second 1/(1 + e^0): wts of the output .9 .7 -.8, skip 1.1 -1.2.
        Assert.Equal(0.9 + 0.7 - (0.8 / (1 + Math.Exp(0.6 + 0.4 - 1))) + 1.1 - 2.4, imported.Model!.Network<double>().Run([1, 2])[0], Cut);
    }

    [Fact]
    public void Two_classes_are_one_logistic_output_in_R_and_two_softmax_units_here()
    {
        var imported = ForeignFile.Read([Sample.Path("nnet_two.txt")]);

        var output = imported.Topology!.Outputs.Single();
        Assert.Equal((2, UnitFunction.Softmax), (output.Size, output.UnitFunction));
        Assert.Equal(["no", "yes"], Assert.IsType<Backprop.Data.CategoryEncoding>(RawRows.Encoding(imported).Targets.Single()).Categories);
        Assert.All(imported.Model!.Network<double>()["hidden->buys"][..2].ToArray(), static weight => Assert.Equal(0, weight));
    }

    [Fact]
    public void Masked_weights_are_part_of_the_answers_and_a_note() =>
        Assert.Contains(ForeignFile.Read([Sample.Path("nnet_mask.txt")]).Notes, static note => note.Contains("masked weights keep their random start values", StringComparison.Ordinal));

    [Fact]
    public void Terms_that_are_no_columns_of_the_data_are_columns_of_the_model_matrix() =>
        Assert.Equal(["log(age + 1)", "age:colourred", "age:colourgreen", "age:colourblue"], RawRows.Encoding(ForeignFile.Read([Sample.Path("nnet_terms.txt")])).Inputs.Select(static column => column.Column));

    [Fact]
    public void Where_a_class_has_no_rows_the_names_of_the_outputs_count()
    {
        var imported = ForeignFile.Read([Sample.Path("nnet_empty_class.txt")]);

        Assert.Equal(["high", "low", "mid"], Assert.IsType<Backprop.Data.CategoryEncoding>(RawRows.Encoding(imported).Targets.Single()).Categories);
        Assert.Contains(imported.Notes, static note => note.Contains("'lev:' has 4 classes for 3 outputs", StringComparison.Ordinal));
    }

    [Fact]
    public void A_net_fitted_without_names_takes_rows_by_position_whatever_it_predicts()
    {
        var numbers = ForeignFile.Read([folder.Write("net.txt", Written("entropy: FALSE"))]);

        var encoding = RawRows.Encoding(numbers);
        Assert.Equal(["column 1", "column 2"], encoding.Inputs.Select(static column => column.Column));
        Assert.Equal("response", Assert.Single(encoding.Targets).Column);
        Sample.AssertAnswers(numbers, [([1, 2], [-0.317017863210671])], 1e-15);
    }

    [Fact]
    public void Several_logistic_outputs_are_probabilities_of_their_own_and_lev_does_not_name_them()
    {
        var imported = ForeignFile.Read([Sample.Path("nnet_positions.txt")]); // nnet(x, class.ind(y), entropy = TRUE)

        Assert.Equal(["no", "yes"], RawRows.Encoding(imported).Targets.Select(static target => Assert.IsType<Backprop.Data.NumberEncoding>(target).Column));
        Assert.All(imported.Topology!.Outputs, static group => Assert.Equal(UnitFunction.Logistic, group.UnitFunction));
        Assert.DoesNotContain(imported.Notes, static note => note.Contains("lev", StringComparison.Ordinal));
    }

    [Fact]
    public void A_text_cut_off_anywhere_is_refused()
    {
        var whole = File.ReadAllText(Sample.Path("nnet_factors.txt")).TrimEnd();

        // The last line is "end: 23" or the like: without its last digit the number is another one.
        for (var length = whole.IndexOf("entropy: ", StringComparison.Ordinal) + "entropy: FALSE".Length; length < whole.Length; length++)
            Assert.Throws<ForeignFileException>(() => ForeignFile.Read([folder.Write("net.txt", whole[..length])]));
    }

    [Theory]
    [InlineData("", "has no line 'end:', with which a text of the R function of the documentation ends")]
    [InlineData("\nend: 7", "'end:' tells 7 lines, but 10 are there")]
    [InlineData("\noffset: TRUE\nend: 11", "fitted with an offset")]
    public void What_the_R_function_says_at_the_end_is_checked(string end, string told)
    {
        var refused = Assert.Throws<ForeignFileException>(() => ForeignFile.Read([folder.Write("net.txt", Worked + "entropy: FALSE" + end)]));

        Assert.Contains(told, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decay_is_a_setting_in_words() =>
        Assert.Contains("biases too", Assert.Single(ForeignFile.Read([Sample.Path("nnet_factors.txt")]).Settings).Origin, StringComparison.Ordinal);

    [Theory]
    [InlineData("nunits: 6", "nunits: 7", "'nunits:' must be 6")]
    [InlineData("n: 2 2 1", "n: 2 2", "'n:' must hold three numbers")]
    [InlineData(".3 .1", ".3", "'conn:' 11 and 'wts:' 10; 7 are expected")]
    [InlineData("conn: 0 1 2", "conn: 0 1 5", "unit 3 receives from unit 5, which does not come before it")]
    [InlineData("wts: .3", "wts: NA", "'NA' stands in 'wts:' where a finite number is expected")]
    [InlineData("nsunits: 5", "", "has no line 'nsunits:'")]
    [InlineData("lev:", "", "has no line 'lev:'; it is cut off")]
    [InlineData("softmax: FALSE", "softmax: maybe", "'softmax:' is TRUE or FALSE")]
    [InlineData("nsunits: 5", "nsunits: 5\nnumber: \"a\"", "its columns make 1 inputs, but the net has 2")]
    [InlineData("nsunits: 5", "nsunits: 5\nfactor: \"a\" \"b\"", "the line 'factor:' is not as the R function")]
    [InlineData("nsunits: 5", "nsunits: 5\nfactor: \"a\" \"b\" \"c\"\ncoding: 2 1 0", "'coding:' of the factor 'a' must hold")]
    [InlineData("nsunits: 5", "nsunits: 5\nnumber: \"a\"\nnumber: \"a\"", "column 'a' twice")]
    [InlineData("nsunits: 5", "nsunits: 5\nnumber: \"a", "a quote is opened, but not closed")]
    public void Damage_is_told_in_one_line(string whole, string damaged, string told)
    {
        var text = Worked.Replace(whole, damaged, StringComparison.Ordinal);
        Assert.NotEqual(Worked, text);

        var refused = Assert.Throws<ForeignFileException>(() => ForeignFile.Read([folder.Write("net.txt", text)]));

        Assert.Contains(told, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
    }

    /// <summary>The worked example as the R function writes it, with a last line that counts the others.</summary>
    private static string Written(string line) => $"{Worked}{line}\nend: 10";

    private const string Worked = """
        n: 2 2 1
        nunits: 6
        nconn: 0 0 0 0 3 6 11
        conn: 0 1 2 0 1 2 0 3 4 1 2
        nsunits: 5
        softmax: FALSE
        wts: .3 .1 .2 -.6 -.4 .5 .9 .7 -.8 1.1 -1.2
        lev:
        coefnames:

        """;
}
