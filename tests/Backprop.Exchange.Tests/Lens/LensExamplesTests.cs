using System.Text;

namespace Backprop.Exchange.Tests;

public sealed class LensExamplesTests
{
    [Fact]
    public void An_example_without_anything_has_default_inputs_and_targets()
    {
        var set = Read(";\n;\ni:1 t:0;\ni:0 t:0;\ni:*;\n");

        // The first semicolon ends the header of the set, in which nothing stands.
        Assert.Equal(4, set.Examples.Count);
        Assert.Null(set.Examples[0].Events[0].Inputs);
        Assert.True(set.Examples[3].Events[0].Inputs![0].IsAll);
        Assert.Null(set.Examples[3].Events[0].Targets);
    }

    [Fact]
    public void A_header_holds_for_all_examples_and_its_semicolon_may_be_left_out()
    {
        var set = Read("max:2 grace: 0.5 defI:- actT:0.9;\nI: 1 T: 1;\n");
        var open = Read("defT:0.2 # no semicolon\nI: 1;\nI: 0;\n");

        var first = set.Examples[0].Events[0];
        Assert.Equal((2, 0.5, double.NaN, 0.9), (first.MaxTime, first.GraceTime, first.DefaultInput, first.ActiveTarget));
        Assert.Equal(2, open.Examples.Count);
        Assert.Equal(0.2, open.Examples[1].Events[0].DefaultTarget);
    }

    [Fact]
    public void Dense_and_sparse_ranges_give_values_units_and_spans()
    {
        var set = Read("I: 1 -0.5 - {Second 0.25} 3 -7 9 (Third 2) 5 T: 0;\nt:{-} *;\n");

        var ranges = set.Examples[0].Events[0].Inputs!;
        Assert.Equal([1, -0.5, double.NaN], ranges[0].Values!);
        Assert.Equal(("Second", 0.25), (ranges[1].Group, ranges[1].Value));
        Assert.Equal([(3, 7), (9, 9)], ranges[1].Spans);
        Assert.Equal(("Third", 2), (ranges[2].Group, ranges[2].First));
        Assert.Equal([5], ranges[2].Values!);
        Assert.True(double.IsNaN(set.Examples[1].Events[0].Targets![0].Value));
    }

    [Fact]
    public void What_both_sides_are_is_given_at_once()
    {
        var example = Read("b: 2 5;\n").Examples[0].Events[0];

        Assert.Same(example.Inputs, example.Targets);
        Assert.Equal([(2, 2), (5, 5)], example.Inputs![0].Spans);
    }

    [Fact]
    public void After_the_first_each_further_input_and_target_belongs_to_the_next_event()
    {
        var events = Read("name:{a b} 3\ni:0 t:1\ni:1\nt:2\ni:2 t:0;\n").Examples[0].Events;

        Assert.Equal([0, 1, 2], events.Select(static each => each.Inputs![0].Spans[0].First));
        Assert.Equal([1, 2, 0], events.Select(static each => each.Targets![0].Spans[0].First));
    }

    [Fact]
    public void Headers_of_events_choose_some_or_all_of_them()
    {
        var events = Read(";\n4 [0-1 max:3] i:0 [*] T: 1 [3 grace:2 defT:0.5] i:1;\n").Examples[0].Events;

        Assert.Equal([3, 3, double.NaN, double.NaN], events.Select(static each => each.MaxTime));
        Assert.Equal([true, true, false, true], events.Select(static each => each.Inputs is not null));
        Assert.All(events, static each => Assert.Equal([1], each.Targets![0].Values!));
        Assert.Equal((2, 0.5), (events[3].GraceTime, events[3].DefaultTarget));
    }

    [Fact]
    public void Two_numbers_at_the_beginning_of_a_file_are_passed_over_as_Lens_does()
    {
        Assert.Equal(2, Read("3 1\nI: 1 0 0 T: 1;\nI: 0 0 0;\n").Examples.Count);
        // So a file whose first example has several events begins with a semicolon.
        Assert.Throws<ForeignFileException>(() => Read("2 I: 1 I: 2;\n"));
        Assert.Equal(2, Read(";\n2 I: 1 I: 2;\n").Examples[0].Events.Count);
    }

    [Theory]
    [InlineData("name:word", "word")]
    [InlineData("name: \"two words\"", "two words")]
    [InlineData("name:{a {nested} one}", "a {nested} one")]
    public void Names_are_words_or_stand_in_quotes_or_braces(string text, string name) => Assert.Equal(name, Read($"{text} I: 1;\n").Examples[0].Name);

    [Fact]
    public void Frequencies_procedures_and_least_times_are_left_out_and_said()
    {
        var notes = Read("proc: { puts {hello} } min:1;\nfreq: 2.5 I: 1;\nfreq: 1 [0 min:2] I: 0;\n").Notes;

        Assert.Equal(3, notes.Count);
        Assert.Contains(notes, static note => note.StartsWith("freq: (it counts in Lens only in the mode PROBABILISTIC", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("I: 1 2", "f.ex, line 1: the end of the file stands where I:, T:, B:, i:, t:, b:, an event in brackets, or ; is expected")]
    [InlineData("I: 1;\nI: 0 x;", "f.ex, line 2: 'x;' stands where I:, T:")]
    [InlineData(";\n2 I: 1 I: 2 I: 3;", "f.ex, line 2: gives inputs of event 2, but the example has 2 events")]
    [InlineData("I: 1;\n2 [0-5] I: 1;", "f.ex, line 2: names the events 0 to 5, but the example has 2")]
    [InlineData("I: 1;\n999999999 I: 1;", "f.ex, line 2: an example has 999999999 events")]
    [InlineData("I: 1;\ni: -3;", "f.ex, line 2: the span to -3 has no beginning")]
    [InlineData("I: 1;\ni: 7 -3;", "f.ex, line 2: the span to -3 has no beginning")]
    [InlineData("I: 1;\ni: * 3;", "f.ex, line 2: other units stand behind '*'")]
    [InlineData("I: 1;\nname:{a I: 1;", "f.ex, line 2: the name of an example that begins here is not closed")]
    [InlineData("I: 1;\ni: 999999999;", "f.ex, line 2: unit 999999999 is not one of a net")]
    [InlineData("I: 1;\nI: 1e999;", "f.ex, line 2: '1e999' stands where a value is expected")]
    [InlineData("max:1;", "f.ex, line 1: has no example")]
    public void Damaged_files_are_one_line(string text, string message) => Assert.StartsWith(message, Assert.Throws<ForeignFileException>(() => Read(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_binary_form_is_refused_with_a_way_out()
    {
        var file = new ForeignText("f.bex", [0xAA, 0xAA, 0xAA, 0xAA, 0, 0, 0, 3]);

        Assert.True(new LensFormat().Recognizes(file.Start));
        Assert.Contains("save it as text: saveExamples", Assert.Throws<ForeignFileException>(() => LensExamples.Read(file)).Message, StringComparison.Ordinal);
    }

    private static LensExampleSet Read(string text)
    {
        var file = new ForeignText("f.ex", Encoding.UTF8.GetBytes(text));
        return LensExamples.Read(file);
    }
}
