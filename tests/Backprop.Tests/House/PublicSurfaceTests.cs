using System.Reflection;

namespace Backprop.Tests;

/// <summary>
/// What users can write against is reviewed as a file: a change of the public surface is a change of
/// <c>api.approved.txt</c>, made on purpose by running this test with BACKPROP_APPROVE=1.
/// </summary>
public sealed class PublicSurfaceTests
{
    [Fact]
    public void The_public_surface_is_the_approved_one()
    {
        var path = Path.Combine(Repository.Root, "tests", "Backprop.Tests", "House", "api.approved.txt");
        var actual = PublicSurface.Of(Assembly.Load("Backprop"));
        if (Environment.GetEnvironmentVariable("BACKPROP_APPROVE") == "1")
        {
            File.WriteAllText(path, actual);
        }

        var approved = File.ReadAllText(path).ReplaceLineEndings("\n");
        var lost = approved.Split('\n').Except(actual.Split('\n'), StringComparer.Ordinal).Select(line => "- " + line);
        var gained = actual.Split('\n').Except(approved.Split('\n'), StringComparer.Ordinal).Select(line => "+ " + line);

        Assert.True(approved == actual,
            $"The public surface changed. If that is meant, run this test with BACKPROP_APPROVE=1 and commit api.approved.txt.\n{string.Join('\n', lost.Concat(gained))}");
    }

    [Fact]
    public void The_dump_writes_types_and_members_as_a_reader_of_the_language_expects()
    {
        var dump = PublicSurface.Of(typeof(SurfaceSample<>).Assembly);

        Assert.Contains("sealed record SurfaceSample<T> where T : unmanaged, IComparable<T>\n", dump, StringComparison.Ordinal);
        Assert.Contains("  required T First { get; init; }\n", dump, StringComparison.Ordinal);
        Assert.Contains("  static SurfaceSample<T>.Part Of(double[,] values, int? count = null, string? name = \"all\")\n", dump, StringComparison.Ordinal);
        Assert.Contains("struct SurfaceSample<T>.Part", dump, StringComparison.Ordinal);
        Assert.DoesNotContain("<Clone>$", dump, StringComparison.Ordinal);
        Assert.DoesNotContain("PrintMembers", dump, StringComparison.Ordinal);
    }
}

/// <summary>Something with the awkward parts of a surface, for the test of the dump itself.</summary>
public sealed record SurfaceSample<T> where T : unmanaged, IComparable<T>
{
    public required T First { get; init; }

    public static Part Of(double[,] values, int? count = null, string? name = "all") => new();

    public struct Part;
}
