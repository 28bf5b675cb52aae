using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Backprop.Experiments.Tests;

/// <summary>That rules which others praise end in local minima here is so in other programs too: SciPy's L-BFGS-B and conjugate gradients, Adam and RPROP written in NumPy, from the same starting weights.</summary>
public sealed class PeersOfComparisonTests
{
    private const int Seeds = 20;

    private const string Program = """
        import json, sys, numpy as np
        from scipy.optimize import minimize
        sg = lambda z: 1 / (1 + np.exp(-np.clip(z, -500, 500)))
        given = json.load(sys.stdin); X = np.array(given['X']); D = np.array(given['D']); h = given['hidden']; W = np.array(given['starts'])
        a, o, n = X.shape[1], D.shape[1], len(W)
        def parts(W):
            i, j = a * h, a * h + h * o
            return W[:, :i].reshape(-1, h, a), W[:, i:j].reshape(-1, o, h), W[:, j:j + h], W[:, j + h:]
        def forward(W):
            A, B, b, c = parts(W)
            H = sg(np.einsum('ca,sha->sch', X, A) + b[:, None, :])
            return H, sg(np.einsum('sch,soh->sco', H, B) + c[:, None, :])
        def derive(W):
            A, B, b, c = parts(W); H, Y = forward(W)
            dz = (Y - D) * Y * (1 - Y); dh = np.einsum('sco,soh->sch', dz, B) * H * (1 - H)
            flat = lambda M: M.reshape(len(W), -1)
            return .5 * ((Y - D) ** 2).sum((1, 2)), np.concatenate([flat(np.einsum('sch,ca->sha', dh, X)), flat(np.einsum('sco,sch->soh', dz, H)), dh.sum(1), dz.sum(1)], 1)
        def learned(W): return (abs(forward(W)[1] - D) < .2).all((1, 2))
        def one(w): E, g = derive(w[None]); return E[0], g[0]
        def search(method, **options): return int(sum(learned(minimize(one, w, jac=True, method=method, options=dict(maxiter=3000, gtol=1e-7, **options)).x[None])[0] for w in W))
        def adam(rate, steps):
            w = W.copy(); m = v = 0; done = np.zeros(n, bool)
            for t in range(1, steps + 1):
                g = derive(w)[1]; m = .9 * m + .1 * g; v = .999 * v + .001 * g * g
                w = w - rate * (m / (1 - .9 ** t)) / (np.sqrt(v / (1 - .999 ** t)) + 1e-8)
                if t % 10 == 0: done |= learned(w)
            return int(done.sum())
        def rprop(steps):
            w = W.copy(); d = np.full(w.shape, .0125); p = np.zeros(w.shape); done = np.zeros(n, bool)
            for t in range(1, steps + 1):
                g = derive(w)[1]; s = g * p
                d = np.where(s > 0, np.minimum(d * 1.2, 50), np.where(s < 0, np.maximum(d * .5, 1e-6), d)); g = np.where(s < 0, 0, g)
                w = w - np.sign(g) * d; p = g
                if t % 10 == 0: done |= learned(w)
            return int(done.sum())
        json.dump(dict(lbfgs=search('L-BFGS-B', maxfun=5000, ftol=1e-13), cg=search('CG'), adam=adam(.01, 3000), rprop=rprop(1000)), sys.stdout)
        """;

    [Fact]
    public void Nets_that_learn_symmetry_by_descent_do_not_by_L_BFGS_Adam_or_RPROP_in_other_programs_either()
    {
        var theirs = Learned("symmetry", hidden: 2);
        Assert.Equal((0, 0), (theirs["adam"], theirs["rprop"]));
        Assert.InRange(theirs["lbfgs"], 0, 2);
        Assert.InRange(theirs["cg"], 0, 7);
        Assert.Equal((0, 0, 0), (Ours("symmetry", "lbfgs"), Ours("symmetry", "adam"), Ours("symmetry", "rprop")));
        Assert.InRange(Ours("symmetry", "descent"), 15, Seeds);
    }

    [Fact]
    public void The_encoder_is_learned_by_conjugate_gradients_and_seldom_by_L_BFGS_as_in_SciPy()
    {
        var theirs = Learned("encoder", hidden: 3);
        Assert.Equal((Seeds, Seeds), (theirs["cg"], Ours("encoder", "cg")));
        Assert.InRange(theirs["lbfgs"], 1, 10);
        Assert.InRange(Ours("encoder", "lbfgs"), 1, 10);
    }

    private static int Ours(string task, string rule)
    {
        var (of, by) = (ComparisonTasks.All.Single(each => each.Name == task), RuleCandidates.All.Single(each => each.Name == rule));
        return Enumerable.Range(1, Seeds).Count(seed => TaskTraining.Run(of, by.Default, (ulong)seed, new SecondOrderExperiment().Defaults, withDirections: false, TestContext.Current.CancellationToken).IsLearned);
    }

    private static Dictionary<string, int> Learned(string name, int hidden)
    {
        var task = ComparisonTasks.All.Single(task => task.Name == name);
        var cases = task.Cases(1);
        var start = new ProcessStartInfo("/usr/bin/python3", ["-c", Program]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["OPENBLAS_NUM_THREADS"] = "1";
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        string Rows(CaseValues values) => Lists(Enumerable.Range(0, cases.Count).Select(c => Enumerable.Range(0, values.Size).Select(unit => values[c, unit])));
        process.StandardInput.Write(
            $"{{\"X\":{Rows(cases.Inputs[0])},\"D\":{Rows(cases.Targets[0])},\"hidden\":{hidden},\"starts\":{Lists(Enumerable.Range(1, Seeds).Select(seed => (IEnumerable<double>)new Network<double>(task.Net).Randomize((ulong)seed, task.Range).Weights.ToArray()))}}}");
        process.StandardInput.Close();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors.Result);
        return JsonSerializer.Deserialize<Dictionary<string, int>>(output.Result)!;
    }

    private static string Lists(IEnumerable<IEnumerable<double>> rows) => $"[{string.Join(',', rows.Select(static row => $"[{string.Join(',', row.Select(static value => value.ToString("R", CultureInfo.InvariantCulture)))}]"))}]";
}
