using System.Text;

namespace Backprop.Data;

/// <summary>
/// Cases written by hand, one per line: the states of the input groups, <c>-&gt;</c>, the desired states of the output groups.
/// Numbers are separated by blanks or commas, groups by <c>|</c>, <c>?</c> is "don't care", <c>#</c> begins a comment. A line may begin with a
/// name in quotes and a weight, <c>"zero and one" *2</c>; a part may begin with the name of its group and say by number, span or name which units
/// are 1 or have a value, <c>person: Colin</c>; cases may run over several lines; sequences have one line per iteration.
/// See docs/case-files.md.
/// </summary>
/// <example>
/// <code>
/// File.WriteAllText("and.cases", "0 0 -&gt; 0\n0 1 -&gt; 0\n1 0 -&gt; 0\n\"both\" *2  1 1 -&gt; 1\n");
/// var cases = CaseFile.Read("and.cases", Topology.Layered(2, 1));
/// Console.WriteLine($"{cases.Count} cases, the last is called {cases.NameOf(3)}");
/// </code>
/// </example>
public static class CaseFile
{
    /// <summary>Reads the cases of a file for a net.</summary>
    /// <param name="path">The file.</param>
    /// <param name="topology">The net whose groups the values belong to.</param>
    /// <returns>The cases, in the order of the lines.</returns>
    /// <exception cref="DataException">The file cannot be read, or is not such a file; the message names the line and the group.</exception>
    public static Cases Read(string path, Topology topology) => Load(path, topology).Cases;

    /// <summary>Reads cases for a net.</summary>
    /// <param name="reader">The text.</param>
    /// <param name="file">What messages call it.</param>
    /// <param name="topology">The net whose groups the values belong to.</param>
    /// <returns>The cases, in the order of the lines.</returns>
    /// <exception cref="DataException">The text is not such a file; the message names the line and the group.</exception>
    public static Cases Read(TextReader reader, string file, Topology topology) => Load(reader, file, topology).Cases;

    /// <summary>Reads the cases of a file, and the names that it gives to the net's units.</summary>
    /// <param name="path">The file.</param>
    /// <param name="topology">The net whose groups the values belong to.</param>
    /// <returns>The cases, and the net with the names.</returns>
    /// <exception cref="DataException">The file cannot be read, or is not such a file; the message names the line and the group.</exception>
    public static NamedCases Load(string path, Topology topology)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            using var reader = OpenText(DataFile.Open(path));
            return Load(reader, path, topology);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new DataException("cannot be read: " + problem.Message, path, innerException: problem);
        }
    }

    /// <summary>Reads cases, and the names that the text gives to the net's units.</summary>
    /// <param name="reader">The text.</param>
    /// <param name="file">What messages call it.</param>
    /// <param name="topology">The net whose groups the values belong to.</param>
    /// <returns>The cases, and the net with the names.</returns>
    /// <exception cref="DataException">The text is not such a file; the message names the line and the group.</exception>
    public static NamedCases Load(TextReader reader, string file, Topology topology)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(topology);
        return CaseFileReader.Read(reader, file, topology);
    }

    /// <summary>Opens the text of a case file: in the encoding that a byte order mark states, else UTF-8 where its beginning is valid UTF-8, else Windows-1252.</summary>
    /// <param name="stream">The file, or standard input; disposed with the reader.</param>
    /// <returns>A reader for <see cref="Load(TextReader, string, Topology)"/>, which refuses a line that is not text in that encoding.</returns>
    public static TextReader OpenText(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return CaseFileText.Of(stream);
    }

    /// <summary>Writes cases to a file, from which <see cref="Read(string, Topology)"/> makes equal ones.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="cases">The cases, or sequences made by <see cref="SequencesBuilder"/>.</param>
    /// <param name="topology">The net whose groups the values belong to.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    /// <exception cref="DataException">The file cannot be written.</exception>
    /// <exception cref="CasesException">The cases do not fit the net, or two have one name.</exception>
    public static void Write(string path, Cases cases, Topology topology)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(
            path,
            stream =>
            {
                using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
                Write(writer, cases, topology);
            },
            static (file, problem, because) => new DataException(problem, file, innerException: because));
    }

    /// <summary>Writes cases as text, from which <see cref="Read(TextReader, string, Topology)"/> makes equal ones.</summary>
    /// <param name="writer">Receives the text; lines end with a line feed.</param>
    /// <param name="cases">The cases, or sequences made by <see cref="SequencesBuilder"/>.</param>
    /// <param name="topology">The net whose groups the values belong to.</param>
    /// <exception cref="CasesException">The cases do not fit the net, or two have one name.</exception>
    public static void Write(TextWriter writer, Cases cases, Topology topology)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(cases);
        ArgumentNullException.ThrowIfNull(topology);
        CaseFileWriter.Write(writer, cases, topology);
    }

    /// <summary>
    /// Whether a file is one of cases: its name ends in <c>.cases</c>, or it has no ending of a table (csv, tsv, gz …) and its first line
    /// that is neither empty nor a comment is one that only a case file has.
    /// </summary>
    /// <param name="path">The file; one that cannot be opened or can be read only once is judged by its name alone.</param>
    /// <returns>Whether it is one.</returns>
    public static bool IsCaseFile(string path) => CaseFileRecognition.IsCaseFile(path);
}
