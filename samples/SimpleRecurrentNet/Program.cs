// A simple recurrent net (Elman, "Finding structure in time", Cognitive Science 14, 1990) predicts the next letter of a stream of the words ba, dii and guuu
// in random order. Which consonant comes next cannot be known; which vowels follow it, and how many, can.
using Backprop;

const string Letters = "bdgaiu";
string[] words = ["ba", "dii", "guuu"];

// The hidden units receive the letter and a copy of their own states one step ago (Elman's context units). Unrolled over one iteration,
// the net learns by copy-back: the copied states are an input like any other, and no derivative passes back through them.
var topology = Topology.Iterative(net =>
{
    var hidden = net.Group("hidden", 12).From(net.Input("letter", Letters.Length));
    hidden.From(hidden, delay: 1);
    net.Output("next", Letters.Length, UnitFunction.Softmax).From(hidden);
}).Unroll(iterations: 1);

// Ten streams of different lengths; each begins with the context at 0.
var random = new RandomSource(seed: 1);
var streams = Enumerable.Range(0, 10).Select(k => Stream(30 + k)).ToList();
var cases = new SequencesBuilder(topology, streams.Count, streams.Max(stream => stream.Length) - 1);
foreach (var (stream, index) in streams.Select((stream, index) => (stream, index)))
{
    cases.Input(index, "letter", [.. stream[..^1].Select(One)]);
    cases.Target(index, "next", [.. stream[1..].Select(One)]);
}

// The weights change after each letter; the streams are taken in another order each sweep.
var network = new Network<float>(topology).Randomize(seed: 2, range: 0.3);
var trainer = new Trainer<float>(network, cases.ToCases(), new GradientDescent { LearningRate = 0.1, Momentum = 0 }, new CrossEntropy(),
    new TrainerOptions { Batch = Batch.EachWindow, Shuffle = true, Seed = 3 });
trainer.Run(StopWhen.Sweeps(40));
Console.WriteLine($"{trainer.History.Sweeps} sweeps over {streams.Count} streams, {trainer.Changes} changes");

// A new stream, letter by letter. The runner passes the hidden states on; Reset sets them to 0.
var test = Stream(200);
var runner = new SequenceRunner<float>(network);
var (vowels, right, consonants, chance) = (0, 0, 0, 0.0);
for (var k = 0; k + 1 < test.Length; k++)
{
    var next = runner.Step([.. One(test[k]).Select(value => (float)value)]);
    if ("aiu".Contains(test[k + 1]))
    {
        vowels++;
        right += Letters[Array.IndexOf(next, next.Max())] == test[k + 1] ? 1 : 0;
    }
    else
    {
        consonants++;
        chance += next[Letters.IndexOf(test[k + 1])];
    }
}
Console.WriteLine($"new stream: {right} of {vowels} vowels predicted");
Console.WriteLine($"consonants: {chance / consonants:F2} is the mean probability of the one that comes");

string Stream(int count) => string.Concat(Enumerable.Range(0, count).Select(_ => words[random.NextInt(words.Length)]));
static double[] One(char letter) => [.. Letters.Select(each => each == letter ? 1.0 : 0)];
