using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace Backprop.Data.Generator;

/// <summary>What the generator makes of one type. Outcomes of the same text and faults are equal, so that the compiler does nothing where nothing changed.</summary>
internal sealed class Outcome : IEquatable<Outcome>
{
    private Outcome(string file, string source, IReadOnlyList<Fault> faults)
    {
        File = file;
        Source = source;
        Faults = faults;
    }

    /// <summary>The name of the generated file.</summary>
    public string File { get; }

    /// <summary>The generated code; empty where a fault forbids it.</summary>
    public string Source { get; }

    public IReadOnlyList<Fault> Faults { get; }

    /// <summary>Writes the part of a type that is generated.</summary>
    public static Outcome Of(MarkedType type, string what, Action<MarkedType, StringBuilder> write)
    {
        var body = new StringBuilder();
        if (type.IsUsable())
            write(type, body);
        var file = $"{type.FullName.Replace('<', '_').Replace('>', '_')}.{what}.g.cs";
        return new Outcome(file, type.Faults.Count == 0 ? type.Wrap(body.ToString()) : "", type.Faults);
    }

    public bool Equals(Outcome? other) =>
        other is not null && string.Equals(File, other.File, StringComparison.Ordinal) && string.Equals(Source, other.Source, StringComparison.Ordinal) && Faults.SequenceEqual(other.Faults);

    public override bool Equals(object? obj) => Equals(obj as Outcome);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Source);
}
