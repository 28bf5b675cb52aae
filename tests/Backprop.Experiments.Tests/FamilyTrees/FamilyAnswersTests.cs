namespace Backprop.Experiments.Tests;

public class FamilyAnswersTests
{
    [Fact]
    public void The_golden_trained_net_answers_as_its_file_says()
    {
        var golden = Golden.Read("family-trained-a.json");
        var initial = golden.GetProperty("initial");
        var net = new Network<double>(FamilyTrees.Net);
        foreach (var (ours, theirs) in new[]
        {
            ("person 1->person code", "person1->codeP"), ("relation->relation code", "relation->codeR"), ("person code->center", "codeP->central"),
            ("relation code->center", "codeR->central"), ("center->answer code", "central->penult"), ("answer code->person 2", "penult->person2"),
        })
            Golden.Numbers(initial.GetProperty("weights").GetProperty(theirs)).CopyTo(net[ours]);
        foreach (var (ours, theirs) in new[]
        {
            ("person code", "codeP"), ("relation code", "codeR"), ("center", "central"), ("answer code", "penult"), ("person 2", "person2"),
        })
            Golden.Numbers(initial.GetProperty("biases").GetProperty(theirs)).CopyTo(net.GetBiases(ours));

        var answers = FamilyAnswers.Of(net);
        var heldOut = golden.GetProperty("held_out_cases").EnumerateArray().Select(c => c.GetInt32()).ToArray();
        Check(golden.GetProperty("criteria").GetProperty("held_out"), answers.Among(heldOut));
        Check(golden.GetProperty("criteria").GetProperty("trained_on"), answers.Among([.. Enumerable.Range(0, 104).Except(heldOut)]));

        static void Check(System.Text.Json.JsonElement expected, FamilyScore actual) => Assert.Equal(
            new FamilyScore(expected.GetProperty("half").GetInt32(), expected.GetProperty("top").GetInt32(), expected.GetProperty("cases").GetInt32()), actual);
    }

    [Fact]
    public void A_net_that_says_nothing_answers_nothing()
    {
        var answers = FamilyAnswers.Of(new Network<float>(FamilyTrees.Net));
        Assert.Empty(answers.Half);
        Assert.Empty(answers.Top);
    }
}
