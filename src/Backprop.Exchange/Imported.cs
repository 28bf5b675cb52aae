namespace Backprop.Exchange;

/// <summary>What the files of another program hold.</summary>
/// <param name="Format">What the files are, for example "FANN network".</param>
public sealed record Imported(string Format)
{
    /// <summary>The net; null where the files hold only cases.</summary>
    public Topology? Topology { get; init; }

    /// <summary>
    /// The net with its weights, in double precision; null where the files hold no weights. Where they hold scales, classes or names of columns, they are
    /// the encodings of the model, so that it takes raw rows.
    /// </summary>
    public Model? Model { get; init; }

    /// <summary>The cases, in the order of the files; empty where there are none.</summary>
    public IReadOnlyList<ImportedCases> Cases { get; init => field = ValueList.Of(value); } = ValueList<ImportedCases>.Empty;

    /// <summary>How the other program would train the net, as far as the files say so or its defaults are known.</summary>
    public IReadOnlyList<ImportedSetting> Settings { get; init => field = ValueList.Of(value); } = ValueList<ImportedSetting>.Empty;

    /// <summary>A sentence for each thing that is left out, approximated or taken otherwise than one would expect.</summary>
    public IReadOnlyList<string> Notes { get; init => field = ValueList.Of(value); } = ValueList<string>.Empty;
}

/// <summary>Cases of another program.</summary>
/// <param name="Name">What they are called: the name of their file without its ending.</param>
/// <param name="Cases">The cases, in states of the units of the net.</param>
/// <param name="Units">Where the files hold no net: groups of the sizes of the cases, by which they can be written to a file. Default: null, the net's own groups.</param>
public sealed record ImportedCases(string Name, Cases Cases, Topology? Units = null);

/// <summary>A setting with which the other program would train.</summary>
/// <param name="Option">The option of <c>backprop train</c> without its dashes, for example "rate"; empty where there is none.</param>
/// <param name="Value">Its value, for example "0.7"; empty for an option that has none.</param>
/// <param name="Origin">What it is in the other program, for example "learning_rate=0.7".</param>
public sealed record ImportedSetting(string Option, string Value, string Origin);
