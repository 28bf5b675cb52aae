using System.Reflection;
using System.Runtime.Loader;
using System.Xml.Linq;
using Backprop.Data;
using Backprop.Figures;
using Backprop.Tests;
using Microsoft.DotNet.Interactive.Formatting;

namespace Backprop.Interactive.Tests;

/// <summary>What a cell that ends in an object shows.</summary>
public sealed class NotebookFiguresTests
{
    private static readonly TableTrainingResult Iris = TableTraining.Train(
        Table.Read(Path.Combine(Repository.Root, "tests", "tables", "iris.csv"), new ColumnChoices { Targets = ["species", "petal width"] }), new TableTrainingOptions { Hidden = [4], Sweeps = 20, Members = 1, Seed = 1 });

    public NotebookFiguresTests() => NotebookFigures.Register();

    [Fact]
    public void Outside_of_a_kernel_the_registration_says_what_it_is_for()
    {
        var context = new WithoutKernel();
        var register = context.LoadFromAssemblyPath(typeof(NotebookFigures).Assembly.Location).GetType(typeof(NotebookFigures).FullName!, throwOnError: true)!.GetMethod(nameof(NotebookFigures.Register))!;

        var thrown = Assert.Throws<TargetInvocationException>(() => register.Invoke(null, [Theme.Auto])).InnerException;
        Assert.StartsWith("NotebookFigures.Register makes pictures of what the cells of a notebook show; it works in a kernel", Assert.IsType<InvalidOperationException>(thrown).Message, StringComparison.Ordinal);
        context.Unload();
    }

    public static TheoryData<string> Shown => [.. Objects.Keys];

    private static Dictionary<string, object> Objects
    {
        get
        {
            var net = new Network<float>(Topology.Layered(2, 2, 1)).Randomize(seed: 1);
            var trainer = new Trainer<float>(net, Cases.From([[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]]), new GradientDescent());
            trainer.Run(StopWhen.Sweeps(3));
            var iterative = Topology.Iterative(static net =>
            {
                var state = net.Group("state", 5).From(net.Input("letter", 3));
                state.From(state, delay: 2);
                net.Output("next", 3, UnitFunction.Softmax).From(state);
            });
            return new(StringComparer.Ordinal)
            {
                ["figure"] = WeightPanels.From(net),
                ["net"] = net,
                ["net in double"] = net.Copy<double>(),
                ["topology"] = net.Topology,
                ["net of many units"] = new Network<float>(Topology.Layered(30, 20, 10)),
                ["iterative net"] = iterative,
                ["unrolled net"] = new Network<float>(iterative.Unroll(4)),
                ["model"] = Model.Of(trainer),
                ["model without a history"] = Model.Of(net),
                ["history"] = trainer.History,
                ["training on a table"] = Iris,
                ["scores"] = Iris.Scores!,
                ["classes"] = Iris.Scores!.Classes["species"],
            };
        }
    }

    [Theory]
    [MemberData(nameof(Shown))]
    public void An_object_shows_itself_as_SVG_and_in_words(string name)
    {
        var shown = Objects[name];
        Assert.Equal(["image/svg+xml", "text/plain"], Formatter.GetPreferredMimeTypesFor(shown.GetType()));
        var svg = shown.ToDisplayString("image/svg+xml");
        Assert.Equal("svg", XElement.Parse(svg).Name.LocalName);
        Assert.Equal(svg, shown.ToDisplayString("text/html"));
        Assert.DoesNotContain("Backprop.", shown.ToDisplayString("text/plain"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("net", "The net, unit by unit")]
    [InlineData("net of many units", "The net, group by group")]
    [InlineData("iterative net", "The net, group by group")]
    [InlineData("unrolled net", "The net, group by group")]
    [InlineData("model", "A model")]
    [InlineData("model without a history", "The net, unit by unit")]
    [InlineData("history", "Error over sweeps")]
    [InlineData("training on a table", "A training on a table")]
    [InlineData("scores", "Scores")]
    [InlineData("classes", "Answers against desired classes")]
    public void An_object_is_shown_by_the_figure_that_fits_it(string name, string title) =>
        Assert.Equal(title, XElement.Parse(Objects[name].ToDisplayString("image/svg+xml")).Elements().First().Value);

    [Fact]
    public void A_history_in_words_tells_why_training_ended_after_how_many_sweeps_with_which_error() =>
        Assert.Matches("^3 sweeps after 3 sweeps, E = 0.5[0-9]*  [▁-█]{3}$", Objects["history"].ToDisplayString("text/plain"));

    [Fact]
    public void A_training_in_words_has_the_scores_of_every_target()
    {
        var lines = Iris.ToDisplayString("text/plain").Split('\n');
        Assert.StartsWith("species: accuracy 0.", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("petal width: R² ", lines[1], StringComparison.Ordinal);
        Assert.Equal("1 net, 20 sweeps", lines[2]);
        Assert.Equal(Iris.Notes, lines[3..]);
    }

    [Fact]
    public void Scores_of_numbers_are_words_alone()
    {
        var scores = Iris.Scores!.Numbers["petal width"];
        Assert.Equal(["text/plain"], Formatter.GetPreferredMimeTypesFor(typeof(RegressionMetrics)));
        Assert.Matches("^R² 0.[0-9]+, root mean squared error 0.[0-9]+, mean absolute error 0.[0-9]+ \\(30 rows\\)$", scores.ToDisplayString("text/plain"));
    }

    [Fact]
    public void Within_a_list_a_net_is_its_picture() =>
        Assert.Contains("<td><svg ", new[] { (Network<float>)Objects["net"] }.ToDisplayString("text/html"), StringComparison.Ordinal);

    [Fact]
    public void A_theme_holds_from_the_call_that_names_it()
    {
        var net = Objects["net"];
        Assert.Contains("prefers-color-scheme", net.ToDisplayString("image/svg+xml"), StringComparison.Ordinal);
        NotebookFigures.Register(Theme.Dark);
        Assert.DoesNotContain("prefers-color-scheme", net.ToDisplayString("image/svg+xml"), StringComparison.Ordinal);
    }

    /// <summary>Loads assemblies as a program does that has no kernel beside it.</summary>
    private sealed class WithoutKernel() : AssemblyLoadContext(isCollectible: true)
    {
        protected override Assembly? Load(AssemblyName assemblyName) =>
            assemblyName.Name!.StartsWith("Microsoft.DotNet.Interactive", StringComparison.Ordinal) ? throw new FileNotFoundException("There is no such assembly.", assemblyName.FullName) : null;
    }
}
