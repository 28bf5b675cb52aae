namespace Backprop.Exchange;

/// <summary>A kind of files that another program writes. Several files may describe one net together, such as a net and its patterns.</summary>
internal interface IForeignFormat
{
    /// <summary>The program and the kind of file, as in "FANN network": what messages list.</summary>
    string Name { get; }

    /// <summary>Whether a file is one of this format, or of one of its parts, judged by its first bytes.</summary>
    bool Recognizes(FileStart start);

    /// <summary>Reads files all of which are recognized.</summary>
    /// <exception cref="ForeignFileException">A file is damaged, or holds what a net cannot express.</exception>
    Imported Read(IReadOnlyList<ForeignText> files, ImportOptions options);
}
