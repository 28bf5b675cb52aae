using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Backprop.Tests;

/// <summary>Rules that search beside SciPy's and nnet's, from the same starting weights on the same problems. Python has SciPy and scikit-learn of Debian.</summary>
public sealed class PeersOfRulesTests
{
    /// <summary>A net of two layers in NumPy: E and its gradient over the flat vector, ordered as here: weights of the first layer, of the second, then both biases.</summary>
    private const string Net = """
        import json, sys, numpy as np
        from scipy.optimize import minimize, least_squares
        from sklearn.datasets import load_digits, load_diabetes
        def start(n, s=0): return 0.3 * np.sin(1 + s + np.arange(n) * 1.7)
        def parts(w, a, h, o):
            i, j = a * h, a * h + h * o
            return w[:i].reshape(h, a), w[i:j].reshape(o, h), w[j:j + h], w[j + h:]
        def forward(w, X, a, h, o):
            A, B, b, c = parts(w, a, h, o)
            H = np.tanh(X @ A.T + b)
            return H, H @ B.T + c
        def error(w, X, D, h, penalty, classes):
            a, o = X.shape[1], D.shape[1]
            A, B, b, c = parts(w, a, h, o)
            H, Z = forward(w, X, a, h, o)
            if classes:
                Z = Z - Z.max(1, keepdims=True)
                P = np.exp(Z); P /= P.sum(1, keepdims=True)
                E = -(D * np.log(np.maximum(P, 1e-300))).sum(); dZ = P - D
            else:
                E = 0.5 * ((Z - D) ** 2).sum(); dZ = Z - D
            dH = (dZ @ B) * (1 - H * H)
            n = A.size + B.size
            g = np.concatenate([(dH.T @ X).ravel(), (dZ.T @ H).ravel(), dH.sum(0), dZ.sum(0)])
            g[:n] += penalty * w[:n]
            return E + 0.5 * penalty * (w[:n] ** 2).sum(), g
        """;

    [Fact]
    public void L_BFGS_and_conjugate_gradients_come_to_the_minimum_of_SciPy_where_there_is_one()
    {
        // A single layer with a penalty: E has one minimum.
        using var result = Python(Net + """

            X, y = load_digits(return_X_y=True); X = X / 16; D = np.eye(10)[y]
            def f(w):
                W = w[:640].reshape(10, 64); Z = X @ W.T + w[640:]; Z -= Z.max(1, keepdims=True)
                P = np.exp(Z); P /= P.sum(1, keepdims=True)
                g = np.concatenate([((P - D).T @ X).ravel(), (P - D).sum(0)]); g[:640] += w[:640]
                return -(D * np.log(np.maximum(P, 1e-300))).sum() + 0.5 * (w[:640] ** 2).sum(), g
            r = minimize(f, start(650), jac=True, method='L-BFGS-B', options=dict(maxiter=2000, maxfun=9000, ftol=1e-15, gtol=1e-8))
            json.dump(dict(X=X.tolist(), D=D.tolist(), E=r.fun, w=r.x.tolist()), sys.stdout)
            """);
        var root = result.RootElement;
        var cases = Cases.From(Rows(root, "X"), Rows(root, "D"));
        var topology = Topology.Build(static net => net.Output("out", 10, UnitFunction.Softmax).From(net.Input("in", 64)));
        foreach (var rule in new LearningRule[] { new Lbfgs(), new ConjugateGradients(), new ScaledConjugateGradients() })
        {
            var network = Started(topology);
            new Trainer<double>(network, cases, rule with { Penalty = 1 }, new CrossEntropy()).Run(StopWhen.Sweeps(3000));
            var weights = network.Weights[..640].ToArray();
            Assert.Equal(root.GetProperty("E").GetDouble(), network.Evaluate(cases, new CrossEntropy()).Error + (0.5 * weights.Sum(static w => w * w)), 1e-6);
            var expected = Numbers(root, "w");
            for (var k = 0; k < weights.Length; k++)
                Assert.Equal(expected[k], weights[k], 1e-4);
        }
    }

    [Fact]
    public void L_BFGS_goes_the_way_of_SciPy_on_a_net_and_conjugate_gradients_get_nearly_as_far()
    {
        using var result = Python(Net + """

            X, y = load_digits(return_X_y=True); X = X / 16; D = np.eye(10)[y]
            n = 64 * 20 + 20 * 10 + 30
            def run(method, iterations, s):
                return minimize(error, start(n, s), args=(X, D, 20, 1e-2, True), jac=True, method=method, options=dict(maxiter=iterations)).fun
            errors = {f'{method} {iterations}': [run(method, iterations, s) for s in range(4)] for method, iterations in (('L-BFGS-B', 20), ('L-BFGS-B', 60), ('CG', 60))}
            json.dump(dict(X=X.tolist(), D=D.tolist(), errors=errors), sys.stdout)
            """);
        var root = result.RootElement;
        var cases = Cases.From(Rows(root, "X"), Rows(root, "D"));
        var topology = Topology.Build(static net => net.Output("out", 10, UnitFunction.Softmax).From(net.Group("hidden", 20, UnitFunction.Tanh).From(net.Input("in", 64))));

        var (early, late, conjugate) = (Ratios("L-BFGS-B", new Lbfgs(), 20), Ratios("L-BFGS-B", new Lbfgs(), 60), Ratios("CG", new ConjugateGradients(), 60));

        // Where no step but the first had to be shortened, all digits but the last few are the same after 20 iterations.
        Assert.InRange(early.Count(static ratio => Math.Abs(ratio - 1) < 1e-9), 1, 4);
        Assert.All(early.Concat(late), static ratio => Assert.InRange(ratio, 0.95, 1.05));
        // Another line search: from 0.96 to 1.56 of SciPy's E, on average 1.2.
        Assert.InRange(Math.Exp(conjugate.Average(Math.Log)), 0.8, 1.35);

        double[] Ratios(string method, LearningRule rule, int iterations) =>
        [
            .. Numbers(root.GetProperty("errors"), $"{method} {iterations}").Select((theirs, shift) =>
            {
                var network = Started(topology, shift);
                new Trainer<double>(network, cases, rule with { Penalty = 1e-2 }, new CrossEntropy()).Run(StopWhen.Sweeps(iterations));
                return (network.Evaluate(cases, new CrossEntropy()).Error + (0.5e-2 * network.Weights[..1480].ToArray().Sum(static w => w * w))) / theirs;
            }),
        ];
    }

    [Fact]
    public void Levenberg_Marquardt_comes_to_the_sum_of_squares_of_SciPy()
    {
        using var result = Python(Net + """

            X, y = load_diabetes(return_X_y=True); X = X * 20; D = ((y - y.mean()) / y.std()).reshape(-1, 1)
            def least(h, w): return least_squares(lambda w: (forward(w, X, 10, h, 1)[1] - D).ravel(), w, method='lm', xtol=1e-15, ftol=1e-15, gtol=1e-15, max_nfev=20000)
            one, two = least(1, start(13)), least(2, start(25))
            json.dump(dict(X=X.tolist(), D=D.tolist(), one=one.cost, two=two.cost, w=two.x.tolist()), sys.stdout)
            """);
        var root = result.RootElement;
        var cases = Cases.From(Rows(root, "X"), Rows(root, "D"));
        Topology With(int hidden) => Topology.Build(net => net.Output("out", 1, UnitFunction.Identity).From(net.Group("hidden", hidden, UnitFunction.Tanh).From(net.Input("in", 10))));
        var (one, two) = (Started(With(1)), new Network<double>(With(2)));
        // Near to where SciPy ends, which with two hidden units is on its way down a flat valley: from far, each finds a minimum of its own.
        var minimum = Numbers(root, "w");
        for (var k = 0; k < minimum.Length; k++)
            two.Weights[k] = minimum[k] + (0.05 * Math.Sin(k));

        foreach (var (network, name) in new[] { (one, "one"), (two, "two") })
        {
            new Trainer<double>(network, cases, new LevenbergMarquardt()).Run(StopWhen.Sweeps(1000));

            var theirs = root.GetProperty(name).GetDouble();
            var ours = network.Evaluate(cases).Error;
            Assert.True(ours <= theirs * (1 + 1e-9), $"{name}: {ours} here, {theirs} in SciPy");
            Assert.True(name == "two" || ours >= theirs * (1 - 1e-9), $"{name}: {ours} here, {theirs} in SciPy");
        }
    }

    [Fact]
    public void L_BFGS_comes_to_the_values_of_nnet_in_R()
    {
        // nnet's weights go unit by unit, the bias first. Its value is E + decay Σw², biases included; E of softmax units is the cross-entropy, of numbers Σ (y − d)² without ½.
        using var result = Json("Rscript", ["-e", """
            library(nnet)
            X <- scale(as.matrix(iris[, 1:4])); D <- class.ind(iris$Species)
            start <- function(n, s) 0.3 * sin(1 + s + (0:(n - 1)) * 1.7)
            fit <- function(X, D, w, ...) nnet(X, D, Wts = w, maxit = 5000, abstol = 0, reltol = 1e-14, trace = FALSE, ...)
            number <- function(v) paste0('[', paste(sprintf('%.17g', v), collapse = ','), ']')
            rows <- function(M) paste0('[', paste(apply(M, 1, number), collapse = ','), ']')
            alone <- fit(X, D, start(15, 0), size = 0, skip = TRUE, softmax = TRUE, decay = 0.1)$value
            classes <- sapply(0:5, function(s) fit(X, D, start(27, s), size = 3, softmax = TRUE, decay = 0.1)$value)
            numbers <- fit(X[, 1:3], X[, 4, drop = FALSE], start(16, 0), size = 3, linout = TRUE, decay = 0.1)
            cat(sprintf('{"X":%s,"D":%s,"alone":%.17g,"classes":%s,"numbers":%.17g,"w":%s}', rows(X), rows(D), alone, number(classes), numbers$value, number(numbers$wts)))
            """]);
        var root = result.RootElement;
        var (inputs, targets) = (Rows(root, "X"), Rows(root, "D"));
        var ofClasses = Cases.From(inputs, targets);
        var ofNumbers = Cases.From([.. inputs.Select(static row => row[..3])], [.. inputs.Select(static row => row[3..])]);

        // Without hidden units there is one minimum.
        Assert.Equal(root.GetProperty("alone").GetDouble(), Value(ofClasses, 0, UnitFunction.Softmax, new CrossEntropy(), 0.2, static k => Start(k)), 1e-7);

        // With three there are several, between 23.4 and 25.7. From half of the starts both come to the same one; the others are minima that the other program finds from another start.
        var classes = Numbers(root, "classes");
        var ours = classes.Select((_, s) => Value(ofClasses, 3, UnitFunction.Softmax, new CrossEntropy(), 0.2, k => Start(k, s))).ToArray();
        Assert.InRange(classes.Zip(ours).Count(static pair => Math.Abs(pair.First - pair.Second) < 1e-7), 3, 6);
        Assert.All(classes.Concat(ours), static value => Assert.InRange(value, 23.4, 25.7));

        // From near the place where nnet ends: the same sum of squares.
        var minimum = Numbers(root, "w");
        Assert.Equal(root.GetProperty("numbers").GetDouble(), 2 * Value(ofNumbers, 3, UnitFunction.Identity, new SumOfSquares(), 0.1, k => minimum[k] + (0.02 * Math.Sin(k))), 1e-7);

        static double Start(int k, int shift = 0) => 0.3 * Math.Sin(1 + shift + (k * 1.7));

        static double Value(Cases cases, int hidden, UnitFunction output, ErrorMeasure error, double lambda, Func<int, double> start)
        {
            var network = new Network<double>(Topology.Build(net =>
            {
                var last = net.Input("in", cases.Inputs[0].Size);
                if (hidden > 0) last = net.Group("hidden", hidden).From(last);
                net.Output("out", cases.Targets[0].Size, output).From(last);
            }));
            var number = 0;
            foreach (var group in network.Topology.Groups.Where(static group => !group.IsInput))
            {
                var weights = network[group.Incoming[0].Weights];
                var biases = network.GetBiases(group.Name);
                var from = weights.Length / biases.Length;
                for (var unit = 0; unit < biases.Length; unit++)
                {
                    biases[unit] = start(number++);
                    for (var k = 0; k < from; k++) weights[(unit * from) + k] = start(number++);
                }
            }
            new Trainer<double>(network, cases, new Lbfgs { Penalty = lambda, DecayBiases = true }, error).Run(StopWhen.Sweeps(5000));
            return network.Evaluate(cases, error).Error + (lambda / 2 * network.Weights.ToArray().Sum(static w => w * w));
        }
    }

    /// <summary>A net with the starting weights of the script.</summary>
    private static Network<double> Started(Topology topology, int shift = 0)
    {
        var network = new Network<double>(topology);
        for (var k = 0; k < network.Weights.Length; k++)
            network.Weights[k] = 0.3 * Math.Sin(1 + shift + (k * 1.7));
        return network;
    }

    private static double[][] Rows(JsonElement root, string name) => [.. root.GetProperty(name).EnumerateArray().Select(static row => row.EnumerateArray().Select(static value => value.GetDouble()).ToArray())];

    private static double[] Numbers(JsonElement root, string name) => [.. root.GetProperty(name).EnumerateArray().Select(static value => value.GetDouble())];

    private static JsonDocument Python(string script) => Json("/usr/bin/python3", ["-c", script]);

    private static JsonDocument Json(string program, IReadOnlyList<string> words)
    {
        var start = new ProcessStartInfo(program, words) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment.Remove("OPENBLAS_CORETYPE");
        start.Environment["OPENBLAS_NUM_THREADS"] = "1";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors.Result);
        return JsonDocument.Parse(output);
    }
}
