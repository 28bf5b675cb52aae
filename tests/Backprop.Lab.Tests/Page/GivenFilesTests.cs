using System.Text;

namespace Backprop.Lab.Tests;

public class GivenFilesTests
{
    private const string Net = """{ "groups": [{ "name": "in", "size": 2, "role": "input" }, { "name": "out", "size": 1, "role": "output" }], "projections": [{ "from": "in", "to": "out" }] }""";
    private const string And = "0 0 -> 0\n0 1 -> 0\n1 0 -> 0\n1 1 -> 1\n";

    private static readonly string Samples = Path.Combine(Backprop.Tests.Repository.Root, "tests", "Backprop.Exchange.Tests", "samples");

    private readonly LabPage page = new(new Browser(null!));
    private readonly Readers readers = new();

    private GivenFiles Files => field ??= new GivenFiles(page, readers);

    private static (string Name, byte[] Content) Given(string name, string text) => (name, Encoding.UTF8.GetBytes(text));

    private static (string Name, byte[] Content) Sample(string name) => (name, File.ReadAllBytes(Path.Combine(Samples, name)));

    [Fact]
    public async Task Files_of_the_lab_open_without_the_readers_of_other_programs()
    {
        await Files.OpenAsync([Given("a.cases", And), Given("a.json", Net)]);
        await Files.OpenAsync([Given("t.csv", "x,y\n1,a\n2,b\n3,a\n")]);
        Assert.Equal((0, "t", "y"), (readers.Fetched, page.Session.Opening.Name, page.Session.Opening.Net.Outputs[0].Name));
        Assert.Equal(["x", "y"], Files.Columns);
        Files.Choose(Files.Choices with { Target = "x", Hidden = [3] });
        Assert.Equal(("x", 3), (page.Session.Opening.Net.Outputs[0].Name, page.Session.Opening.Net.Groups.Single(static group => !group.IsInput && !group.IsOutput).Size));
        // The next file has other columns.
        await Files.OpenAsync([Given("u.csv", "p,q\n1,a\n2,b\n3,a\n")]);
        Assert.Equal(("q", 3), (page.Session.Opening.Net.Outputs[0].Name, page.Session.Opening.Net.Groups.Single(static group => !group.IsInput && !group.IsOutput).Size));
    }

    public static TheoryData<string, byte[], string, string> OtherTables => new()
    {
        { "my rows.xlsx", [.. "PK\x03\x04 [Content_Types].xml xl/workbook.xml"u8], "'my rows.xlsx'", "an Excel workbook" },
        { "old.xls", [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0], "old.xls", "an Excel workbook" },
        { "rows.csv", [.. "PAR1\x15"u8], "rows.csv", "a Parquet file" },
        { "rows.feather", [.. "ARROW1\0\0"u8], "rows.feather", "an Arrow or Feather file" },
        { "rows.db", [.. "SQLite format 3\0"u8], "rows.db", "a SQLite database" },
    };

    [Theory]
    [MemberData(nameof(OtherTables))]
    public async Task Tables_that_only_the_command_line_reads_are_refused_with_what_to_do(string name, byte[] content, string quoted, string what)
    {
        var before = page.Session;
        var refused = await Assert.ThrowsAnyAsync<UsageException>(() => Files.OpenAsync([(name, content)]));
        Assert.Equal($"{name} is {what}, which this page does not read. Save it as CSV in the program that it comes from, and drop that here; or train on it with the command line, which reads it: backprop train {quoted} --target COLUMN.", refused.Message);
        Assert.Contains("另存为 CSV", Refusal.In(Language.Chinese, refused), StringComparison.Ordinal);
        Assert.DoesNotContain(what, Refusal.In(Language.Chinese, refused), StringComparison.Ordinal);
        Assert.Equal(0, readers.Fetched);
        Assert.Same(before, page.Session);
    }

    [Theory]
    [InlineData(true, "nnet_classes.txt")]
    [InlineData(true, "weka_num.txt", "weka_num.arff")]
    [InlineData(true, "opencv_own_gauss.yml")]
    [InlineData(true, "fann_own_xor.data", "fann_own_mixed.net")]
    [InlineData(true, "sklearn_classes.json")]
    [InlineData(false, "nnet_classes.csv")]
    public async Task What_a_file_is_tells_its_content(bool isForeign, params string[] names)
    {
        try
        {
            await Files.OpenAsync([.. names.Select(Sample)]);
            Assert.Equal(FileOpening.Stem(names[0]), page.Session.Opening.Name);
        }
        catch (UsageException e) when (names.Contains("fann_own_xor.data"))
        {
            // The reader of these files says that they do not fit each other.
            Assert.Contains("fann_own_mixed.net has 3", e.Message, StringComparison.Ordinal);
        }
        Assert.Equal(isForeign ? 1 : 0, readers.Fetched);
    }

    [Fact]
    public async Task A_table_in_a_text_file_is_a_table_also_where_the_readers_cannot_be_fetched()
    {
        await Files.OpenAsync([Given("rows.txt", "x\ty\n1\ta\n2\tb\n3\ta\n")]);
        Assert.Equal(("rows", 1), (page.Session.Opening.Name, readers.Fetched));
        readers.IsOffline = true;
        await Files.OpenAsync([Given("again.txt", "x\ty\n1\ta\n2\tb\n3\ta\n")]);
        Assert.Equal("again", page.Session.Opening.Name);
        var refusal = await Assert.ThrowsAsync<Refusal>(() => Files.OpenAsync([Sample("fann_own_mixed.net"), Sample("fann_own_xor.data")]));
        Assert.Contains("cannot be fetched", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("again", page.Session.Opening.Name);
    }

    [Fact]
    public async Task What_is_of_no_known_kind_is_refused_and_the_lab_stays()
    {
        var before = page.Session;
        foreach (var (name, bytes) in new[] { ("x.png", "\u0089PNG\r\n\u001a\n"u8.ToArray()), ("x", []), ("x.pdf", "%PDF-1.4"u8.ToArray()), ("x.json", "[1]"u8.ToArray()), ("x.zip", "PK\u0003\u0004"u8.ToArray()) })
        {
            var refusal = await Assert.ThrowsAnyAsync<Exception>(() => Files.OpenAsync([(name, bytes)]));
            Assert.True(refusal is UsageException or BackpropException, refusal.ToString());
            Assert.DoesNotContain(Path.GetTempPath(), refusal.Message, StringComparison.Ordinal);
        }
        Assert.Same(before, page.Session);
    }

    [Fact]
    public async Task Settings_of_another_program_are_those_of_the_lab_where_it_has_them()
    {
        await Files.OpenAsync([Sample("fann_own_mixed.net")]);
        var training = page.Session.Training;
        Assert.NotEqual(new CaseTraining { IsDouble = training.IsDouble }, training);
        Assert.NotNull(page.Session.Opening.Weights);
        page.Session.Change();
        await Files.OpenAsync([Given("a.cases", And)]);
        Assert.Empty(Files.OtherSettings);
        Assert.Empty(Files.Notes);
    }

    private sealed class Readers : IForeignReaders
    {
        public bool IsOffline { get; set; }

        public int Fetched { get; private set; }

        public Task<bool> FetchAsync()
        {
            Fetched++;
            return Task.FromResult(!IsOffline);
        }
    }
}
