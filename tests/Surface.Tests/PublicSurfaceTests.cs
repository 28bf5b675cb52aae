using System.Reflection;
using Backprop.Tests;

namespace Surface.Tests;

/// <summary>
/// What users can write against is reviewed as a file per assembly: a change of the public surface is a change of
/// <c>Approved/&lt;assembly&gt;.txt</c>, made on purpose by running this test with BACKPROP_APPROVE=1.
/// </summary>
public sealed class PublicSurfaceTests
{
    public static TheoryData<string> SourceProjects => [.. Repository.Libraries];

    [Theory]
    [MemberData(nameof(SourceProjects))]
    public void The_public_surface_is_the_approved_one(string assembly)
    {
        var path = Path.Combine(Repository.Root, "tests", "Surface.Tests", "Approved", assembly + ".txt");
        var actual = PublicSurface.Of(Assembly.Load(assembly));
        if (Environment.GetEnvironmentVariable("BACKPROP_APPROVE") == "1")
        {
            File.WriteAllText(path, actual);
        }

        var approved = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "";
        var lost = approved.Split('\n').Except(actual.Split('\n'), StringComparer.Ordinal).Select(line => "- " + line);
        var gained = actual.Split('\n').Except(approved.Split('\n'), StringComparer.Ordinal).Select(line => "+ " + line);

        Assert.True(approved == actual,
            $"The public surface of {assembly} changed. If this is intended, run this test with BACKPROP_APPROVE=1 and commit {path}.\n{string.Join('\n', lost.Concat(gained))}");
    }

    [Fact]
    public void The_approved_files_are_those_of_the_source_projects() =>
        Assert.Equal(Repository.Libraries, Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests", "Surface.Tests", "Approved"))
            .Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(SourceProjects))]
    public void No_public_signature_has_a_tuple_or_a_pointer(string assembly) =>
        Assert.DoesNotContain(PublicSurface.Of(Assembly.Load(assembly)).Split('\n'), line => line.Contains("((", StringComparison.Ordinal)
            || line.Contains("<(", StringComparison.Ordinal) || line.Contains(", (", StringComparison.Ordinal) || line.Contains("* ", StringComparison.Ordinal)
            || line.TrimStart().StartsWith('('));

    [Theory]
    [MemberData(nameof(SourceProjects))]
    public void No_public_property_is_an_array_of_one_dimension(string assembly)
    {
        var arrays = from type in PublicSurface.Types(Assembly.Load(assembly))
                     from property in type.GetProperties()
                     where property.PropertyType.IsSZArray
                     select $"{type.Name}.{property.Name}";

        Assert.Empty(arrays);
    }

    [Theory]
    [InlineData("readonly record struct SurfaceSample.Pair")]
    [InlineData("readonly ref struct SurfaceSample.View")]
    [InlineData("enum SurfaceSample.Small : byte")]
    [InlineData("sealed record SurfaceSample<T> : IEnumerable, IEnumerable<T> where T : unmanaged, IComparable<T>")]
    [InlineData("  required T First { get; init; }")]
    [InlineData("  IReadOnlyDictionary<string, object?> Values { get; init; }")]
    [InlineData("  Func<string?, List<string[]?>>? Convert { get; set; }")]
    [InlineData("  ref readonly int this[int index] { get; }")]
    [InlineData("  static SurfaceSample<T>.Part Of(double[,] values, int? count = null, string? name = \"all\", Small small = Small.Tiny)")]
    [InlineData("  static bool Try(in Pair pair, ref int count, out string? name, ref readonly int last, scoped Span<int> rest)")]
    [InlineData("  static void All<TItem, TOther>(params ReadOnlySpan<TItem?> items) where TItem : class where TOther : notnull")]
    [InlineData("struct SurfaceSample<T>.Part where T : unmanaged, IComparable<T>")]
    public void The_dump_writes_types_and_members_as_a_reader_of_the_language_expects(string line)
    {
        var dump = PublicSurface.Of(typeof(SurfaceSample<>).Assembly).Replace("SurfaceSample.Pair pair", "Pair pair", StringComparison.Ordinal)
            .Replace("SurfaceSample.Small small", "Small small", StringComparison.Ordinal);

        Assert.Contains(line, dump.Split('\n'));
    }

    [Theory]
    [InlineData("<Clone>$")]
    [InlineData("PrintMembers")]
    [InlineData("EqualityContract")]
    [InlineData("<>")]
    public void The_dump_omits_what_the_compiler_writes(string name) =>
        Assert.DoesNotContain(name, PublicSurface.Of(typeof(SurfaceSample<>).Assembly), StringComparison.Ordinal);
}

/// <summary>The awkward parts of a surface, for the test of the dump itself.</summary>
public sealed record SurfaceSample<T> : IEnumerable<T> where T : unmanaged, IComparable<T>
{
    private readonly int[] counts = [1];

    public required T First { get; init; }

    public IReadOnlyDictionary<string, object?> Values { get; init; } = new Dictionary<string, object?>();

    public Func<string?, List<string[]?>>? Convert { get; set; }

    public ref readonly int this[int index] => ref counts[index];

    public static Part Of(double[,] values, int? count = null, string? name = "all", SurfaceSample.Small small = SurfaceSample.Small.Tiny) => new();

    public static bool Try(in SurfaceSample.Pair pair, ref int count, out string? name, ref readonly int last, scoped Span<int> rest)
    {
        name = null;
        return pair.Left == last && rest.Length == count;
    }

    public static void All<TItem, TOther>(params ReadOnlySpan<TItem?> items) where TItem : class where TOther : notnull
    {
    }

    public IEnumerator<T> GetEnumerator() => Enumerable.Repeat(First, 1).GetEnumerator();

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();

    public struct Part;
}

/// <inheritdoc cref="SurfaceSample{T}"/>
public static class SurfaceSample
{
    public enum Small : byte
    {
        Tiny,
    }

    public readonly record struct Pair(int Left, int Right);

    public readonly ref struct View;
}
