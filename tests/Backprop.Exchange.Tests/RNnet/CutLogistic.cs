namespace Backprop.Exchange.Tests;

/// <summary>Runs a net with the logistic function of nnet 7.3-18, which is exactly 0 below −15 and exactly 1 above 15.</summary>
internal static class CutLogistic
{
    public static double[] Run(Network<double> network, double[] inputs) => PlainRun.Run(network, inputs, static (function, totals) => function.Name switch
    {
        "logistic" => Array.ConvertAll(totals, Cut),
        "softmax" when totals is [0, var second] => [1 - Cut(second), Cut(second)], // one logistic output of nnet
        "softmax" => Softmax(totals),
        "identity" => totals,
        var name => throw new InvalidOperationException(name),
    });

    private static double Cut(double x) => x < -15 ? 0 : x > 15 ? 1 : 1 / (1 + Math.Exp(-x));

    private static double[] Softmax(double[] totals)
    {
        var powers = Array.ConvertAll(totals, x => Math.Exp(x - totals.Max()));
        return Array.ConvertAll(powers, power => power / powers.Sum());
    }
}
