namespace Backprop.Lab;

/// <summary>The files that the lab opened with last, chosen or dropped in the page or named in the command, and what they leave open.</summary>
internal sealed class GivenFiles(LabPage page, IForeignReaders readers)
{
    private static readonly Phrase NotFetched = new("The readers of other programs' files cannot be fetched; is the page without a connection?", "无法获取其他程序文件的读取器；页面是否已断开连接？");

    private bool areForeign;

    /// <summary>The files.</summary>
    public IReadOnlyList<(string Name, byte[] Content)> Files { get; private set; } = [];

    /// <summary>The columns of a table, of which one is to be predicted; none for other files.</summary>
    public IReadOnlyList<string> Columns { get; private set; } = [];

    /// <summary>What files of another program hold, and a sentence for each thing that is otherwise than one would expect.</summary>
    public IReadOnlyList<string> Notes { get; private set; } = [];

    /// <summary>Settings of another program that are not those of the lab now, as that program says them.</summary>
    public IReadOnlyList<string> OtherSettings { get; private set; } = [];

    /// <summary>What the files leave open.</summary>
    public FileChoices Choices { get; private set; } = new();

    /// <summary>Opens a lab with files that belong together, of Backprop or of another program.</summary>
    /// <exception cref="UsageException">They do not make a lab; the lab is as before.</exception>
    /// <exception cref="BackpropException">One of them is not what it should be; the lab is as before.</exception>
    public async Task OpenAsync(IReadOnlyList<(string Name, byte[] Content)> files)
    {
        OtherTable.Refuse(files);
        var areOwn = FileOpening.AreOwn(files);
        var fetched = areOwn || await readers.FetchAsync();
        (Files, Columns, Notes, OtherSettings, Choices, areForeign) = (files, [], [], [], Choices with { Target = null }, !areOwn && fetched && ForeignOpening.Recognizes(files));
        try
        {
            Open();
        }
        catch (Exception e) when (!fetched && e is UsageException or BackpropException)
        {
            throw new Refusal(NotFetched);
        }
    }

    /// <summary>Opens the same files by other choices.</summary>
    /// <exception cref="UsageException">The choices do not fit; the lab is as before.</exception>
    /// <exception cref="BackpropException">A file is not what it should be; the lab is as before.</exception>
    public void Choose(FileChoices choices)
    {
        Choices = choices;
        if (Files.Count > 0 && !areForeign) Open();
    }

    private void Open()
    {
        if (areForeign)
        {
            var read = ForeignOpening.Read(Files);
            (Notes, OtherSettings) = (read.Notes, read.OtherSettings);
            page.Open(read.Opening);
            return;
        }
        Columns = Files is [var only] ? FileOpening.ColumnsOf(only) : [];
        page.Open(FileOpening.Read(Files, Choices));
    }
}
