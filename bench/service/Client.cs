using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Backprop.ServiceBench;

/// <summary>Asks the service without a pause, and checks every answer.</summary>
internal static class Client
{
    private const int Warmup = 200;

    /// <summary>Flowers of each species.</summary>
    public static double[][] Flowers { get; } = [[5.1, 3.5, 1.4, 0.2], [7.0, 3.2, 4.7, 1.4], [6.3, 3.3, 6.0, 2.5], [6.0, 2.7, 5.1, 1.6]];

    public static async Task<int> Run(Uri address, string expected, string[] numbers)
    {
        int[] given = [.. numbers.Select(number => int.Parse(number, CultureInfo.InvariantCulture))];
        var (rows, connections, seconds) = (given[0], given[1], given[2]);
        var body = Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Range(0, rows).Select(i => Flowers[i % Flowers.Length]).Select(flower => string.Create(CultureInfo.InvariantCulture,
            $$"""{"sepalLength":{{flower[0]}},"sepalWidth":{{flower[1]}},"petalLength":{{flower[2]}},"petalWidth":{{flower[3]}}}""")))}]");
        string[][] species = [.. expected.Split(';').Select(static model => model.Split(','))];
        using var http = new HttpClient { BaseAddress = address };
        for (var i = 0; i < Warmup; i++)
            await Ask(http, body, rows, species);
        Console.WriteLine("warm");
        var (answered, errors) = (0L, 0L);
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(start).TotalSeconds < seconds)
            {
                if (await Ask(http, body, rows, species))
                    Interlocked.Add(ref answered, rows);
                else
                    Interlocked.Increment(ref errors);
            }
        })));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{answered} {errors} {Stopwatch.GetElapsedTime(start).TotalSeconds:F3}"));
        return 0;
    }

    private static async Task<bool> Ask(HttpClient http, byte[] body, int rows, string[][] species)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new("application/json");
        using var answer = await http.PostAsync(new Uri("flowers", UriKind.Relative), content);
        var text = await answer.Content.ReadAsByteArrayAsync();
        return answer.IsSuccessStatusCode && Array.Exists(species, one => Are(text, one, rows));
    }

    /// <summary>Whether an answer has as many species as there are flowers, each the expected one.</summary>
    private static bool Are(ReadOnlySpan<byte> text, string[] species, int rows)
    {
        var key = "\"species\":\""u8;
        Span<byte> name = stackalloc byte[64];
        for (var i = 0; i < rows; i++)
        {
            var at = text.IndexOf(key);
            if (at < 0)
                return false;
            text = text[(at + key.Length)..];
            if (!text.StartsWith(name[..Encoding.UTF8.GetBytes(species[i % species.Length], name)]))
                return false;
        }
        return text.IndexOf(key) < 0;
    }
}
