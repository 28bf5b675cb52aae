namespace Backprop.Lab;

/// <summary>What the address of the page says behind '#', as <c>backprop lab</c> writes it.</summary>
/// <param name="Experiment">The experiment to open; null for none.</param>
/// <param name="FilesToken">What the page must say to read the files that the user named; null for none.</param>
internal sealed record PageAddress(string? Experiment, string? FilesToken)
{
    private const string ExperimentKey = "#experiment=", FilesKey = "#files=";

    /// <summary>Reads it; what it does not know is nothing.</summary>
    public static PageAddress Read(string fragment) =>
        fragment.StartsWith(ExperimentKey, StringComparison.Ordinal) ? new PageAddress(fragment[ExperimentKey.Length..], null)
        : fragment.StartsWith(FilesKey, StringComparison.Ordinal) ? new PageAddress(null, fragment[FilesKey.Length..])
        : new PageAddress(null, null);
}
