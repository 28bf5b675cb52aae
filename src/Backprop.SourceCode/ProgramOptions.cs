namespace Backprop.SourceCode;

/// <summary>What a program written from a net takes and is called.</summary>
public sealed record ProgramOptions
{
    /// <summary>
    /// The name from which the program's names are made: <c>iris</c> gives <c>iris_run</c> in C and the class <c>Iris</c> in C#. Letters and digits beyond ASCII and all else
    /// become <c>_</c>. Null, the default: the name of the file without its extension.
    /// </summary>
    public string? Name { get; init; }

    /// <summary>Whether the program also takes the raw values of a row and answers with raw values, as <c>predict</c> does; false by default. JSON has the encodings whenever the model has some.</summary>
    public bool Encodings { get; init; }

    /// <summary>Whether the program computes in double whatever the precision of the model; false by default: in the precision of the model.</summary>
    public bool DoublePrecision { get; init; }

    /// <summary>Input groups that are not inputs of the program but always hold their initial state, such as "hidden@0" of an unrolled iterative net; none by default.</summary>
    public IReadOnlyList<string> FixedInputs { get; init => field = ValueList.Of(value); } = ValueList<string>.Empty;
}
