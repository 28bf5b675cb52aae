using System.Text.Json;

namespace Backprop.Exchange.Tests;

/// <summary>Answers of JavaScript programs: a list of {"in": […], "out": […]}.</summary>
internal static class JsonAnswers
{
    public static IReadOnlyList<(double[] Inputs, double[] Answers)> Of(string name)
    {
        using var answers = JsonDocument.Parse(File.ReadAllText(Sample.Path(name)));
        return [.. answers.RootElement.EnumerateArray().Select(static row => (Numbers(row.GetProperty("in")), Numbers(row.GetProperty("out"))))];
    }

    private static double[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(static item => item.GetDouble())];
}
