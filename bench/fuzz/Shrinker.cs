namespace Backprop.Fuzz;

/// <summary>Makes the file of a finding smaller as long as the fault stays the same.</summary>
internal static class Shrinker
{
    private const int MostTries = 3000;

    public static byte[] Shrink(Fuzzer fuzzer, Finding finding)
    {
        var file = finding.File;
        var tries = 0;
        for (var length = Math.Max(file.Length / 2, 1); length >= 1 && tries < MostTries; length /= 2)
        {
            for (var at = 0; at + length <= file.Length && tries < MostTries; tries++)
            {
                byte[] smaller = [.. file[..at], .. file[(at + length)..]];
                if (fuzzer.Judge(finding.Target, smaller)?.Kind == finding.Kind)
                    file = smaller;
                else
                    at += length;
            }
        }
        return file;
    }
}
