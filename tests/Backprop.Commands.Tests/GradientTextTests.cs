namespace Backprop.Commands.Tests;

public class GradientTextTests
{
    public static TheoryData<string> Names => [.. GradientName.Names];

    [Fact]
    public void The_names_are_those_of_all_methods() => Assert.Equal(GradientName.All.Select(static method => method.Name), GradientName.Names);

    [Theory, MemberData(nameof(Names))]
    public void A_method_has_the_name_that_it_is_read_from_and_no_words_for_its_defaults(string name)
    {
        var method = GradientText.Read(name, settings: null);

        Assert.Equal(name, GradientName.Of(method).Name);
        Assert.Null(GradientText.Settings(method));
        Assert.Equal(name == GradientName.BackPropagation ? [] : ["--gradient", name], GradientText.Words(method));
    }

    [Theory]
    [InlineData("feedback", "return-range=2")]
    [InlineData("direct-feedback", "return-range=0.25")]
    [InlineData("sign-symmetry-redrawn", "return-size=3")]
    [InlineData("node-perturbation", "deviation=0.5,samples=3")]
    [InlineData("weight-perturbation", "samples=7")]
    [InlineData("weight-by-weight", "deviation=1E-05")]
    [InlineData("contrastive-hebbian", "feedback=0.5,settling-tolerance=0.001")]
    public void Numbers_are_written_as_they_are_read(string name, string settings)
    {
        var method = GradientText.Read(name, settings);

        Assert.Equal(settings, GradientText.Settings(method));
        Assert.Equal(method, GradientText.Read(name, GradientText.Settings(method)));
    }

    [Theory]
    [InlineData("feedback", "range=2", "--gradient-settings of --gradient feedback must be name=number with one of return-range, but has 'range=2'")]
    [InlineData("feedback", "return-range=0", "--gradient-settings return-range must be a finite number above 0, but was 0.")]
    [InlineData("feedback", "return-range=x", "--gradient-settings return-range must be a number, but is 'x'.")]
    [InlineData("node-perturbation", "samples=1.5", "--gradient-settings samples must be 1 or more, but was 1.5.")]
    [InlineData("contrastive-hebbian", "feedback=2", "--gradient-settings feedback must be more than 0 and at most 1, but was 2.")]
    [InlineData(null, "samples=2", "--gradient back-propagation has no numbers, so --gradient-settings is not for it.")]
    public void Wrong_numbers_are_refused_by_name(string? name, string settings, string message) =>
        Assert.Contains(message, Assert.Throws<UsageException>(() => GradientText.Read(name, settings)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_rule_that_searches_is_refused_beside_a_method_that_does_not_give_the_derivative()
    {
        Assert.Equal("--rule lbfgs searches along the derivative of E, which --gradient feedback does not give; leave one out.", Assert.Throws<UsageException>(static () => GradientText.Check(new FeedbackAlignment(), new Lbfgs())).Message);
        GradientText.Check(new Backpropagation(), new Lbfgs());
        GradientText.Check(new FeedbackAlignment(), new Adam());
    }
}
