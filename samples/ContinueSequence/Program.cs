// A recurrent net that continues a sequence: two letters are shown, one after the other; the four digits that they stand for must follow.
// The task is from the companion of the 1986 paper (PDP vol. 1, ch. 8): A is 12, B 23, C 31, D 21, E 13, so AB is continued by 1 2 2 3.
using Backprop;

string[] digits = ["12", "23", "31", "21", "13"];
const int Iterations = 6;

// Hidden units receive the letter that is shown now and their own states of one iteration ago; Unroll makes it a layered net.
var topology = Topology.Iterative(net =>
{
    var letter = net.Input("letter", 5);
    var hidden = net.Group("hidden", 30).From(letter);
    hidden.From(hidden, delay: 1);
    net.Output("digit", 3).From(hidden);
}).Unroll(Iterations);

// All 25 pairs of letters; every fifth is held out, so that each letter is still seen in each place.
var pairs = Enumerable.Range(0, 25).Select(k => (First: k / 5, Second: k % 5)).ToList();
var heldOut = pairs.Where(pair => (pair.First + (2 * pair.Second)) % 5 == 0).ToList();
var trained = pairs.Except(heldOut).ToList();

var cases = new SequencesBuilder(topology, trained.Count);
foreach (var (pair, sequence) in trained.Select((pair, index) => (pair, index)))
{
    cases.Input(sequence, "letter", [One(pair.First, 5), One(pair.Second, 5)]);
    cases.Target(sequence, "digit", [.. Answer(pair).Select(digit => One(digit - '1', 3))], first: 3);
}

var network = new Network<float>(topology).Randomize(seed: 1, range: 0.3);
var trainer = new Trainer<float>(network, cases.ToCases(), new GradientDescent { LearningRate = 0.2, Momentum = 0.9 });
var history = trainer.Run(StopWhen.AllWithin(0.2) | StopWhen.Sweeps(2_000));
Console.WriteLine($"{trained.Count} sequences learned: {history.Stopped} after {history.Sweeps} sweeps");

// Run on, one iteration a call; the runner carries the hidden states and needs no unrolling.
var runner = new SequenceRunner<float>(network);
var right = 0;
foreach (var pair in heldOut)
{
    runner.Reset();
    runner.Step(Letter(pair.First));
    runner.Step(Letter(pair.Second));
    var continued = string.Concat(Enumerable.Range(0, 4).Select(_ => Greatest(runner.Step(new float[5])) + 1));
    right += continued.Zip(Answer(pair)).Count(digit => digit.First == digit.Second);
    Console.WriteLine($"{(char)('A' + pair.First)}{(char)('A' + pair.Second)} is continued by {continued}, right is {Answer(pair)}");
}
Console.WriteLine($"held out: {right} of {4 * heldOut.Count} digits right");

string Answer((int First, int Second) pair) => digits[pair.First] + digits[pair.Second];
static double[] One(int unit, int size) => [.. Enumerable.Range(0, size).Select(k => k == unit ? 1.0 : 0)];
static float[] Letter(int letter) => [.. One(letter, 5).Select(value => (float)value)];
static int Greatest(float[] states) => Array.IndexOf(states, states.Max());
