namespace Backprop.Lab;

/// <summary>What the address of the page says behind '#', as <c>backprop lab</c> or a link of the page writes it.</summary>
/// <param name="Experiment">The experiment to open; null for none.</param>
/// <param name="FilesToken">What the page must say to read the files that the user named; null for none.</param>
/// <param name="Link">A whole lab, which <see cref="LabLink"/> reads; null for none.</param>
internal sealed record PageAddress(string? Experiment, string? FilesToken, string? Link = null)
{
    private const string ExperimentKey = "#experiment=", FilesKey = "#files=", LinkKey = "#lab=";

    /// <summary>Reads it; what it does not know is nothing.</summary>
    public static PageAddress Read(string fragment) =>
        fragment.StartsWith(ExperimentKey, StringComparison.Ordinal) ? new PageAddress(fragment[ExperimentKey.Length..], null)
        : fragment.StartsWith(FilesKey, StringComparison.Ordinal) ? new PageAddress(null, fragment[FilesKey.Length..])
        : fragment.StartsWith(LinkKey, StringComparison.Ordinal) ? new PageAddress(null, null, fragment[LinkKey.Length..])
        : new PageAddress(null, null);

    /// <summary>The part of the address behind which a lab stands.</summary>
    public static string Of(string link) => LinkKey + link;
}
