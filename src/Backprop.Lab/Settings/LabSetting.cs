namespace Backprop.Lab;

/// <summary>One setting as a text that is edited: the text that the option of <c>backprop train</c> takes.</summary>
internal sealed record LabSetting
{
    /// <summary>The option without its dashes; the id of its field.</summary>
    public required string Id { get; init; }

    /// <summary>Its name.</summary>
    public required Phrase Name { get; init; }

    /// <summary>What it means, with its equation or its point of the procedure.</summary>
    public required Phrase About { get; init; }

    /// <summary>The only texts that it takes; empty where it is free.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Texts to suggest where it is free.</summary>
    public IReadOnlyList<string> Suggestions { get; init; } = [];

    /// <summary>Whether it is on or off: the texts "yes" and "no".</summary>
    public bool IsFlag { get; init; }

    /// <summary>Whether a change starts the lab again.</summary>
    public bool StartsAgain { get; init; }

    /// <summary>Its text; null where it does not go with the others.</summary>
    public required Func<LabSettings, string?> Text { get; init; }

    /// <summary>The settings with another text of this one. A UsageException or a FormatException says why it cannot be.</summary>
    public required Func<LabSettings, string, LabSettings> With { get; init; }
}
