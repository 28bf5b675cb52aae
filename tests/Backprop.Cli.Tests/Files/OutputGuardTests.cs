namespace Backprop.Cli.Tests;

public class OutputGuardTests
{
    private static readonly byte[] Onnx = [0x08, 0x08, 0x12, 0x08, .. "Backprop"u8];

    /// <summary>In a folder with the table t.csv (t.svg is a symbolic link to it), net.json, and the model and checkpoint of trainings on t.csv.</summary>
    public static TheoryData<string> Overwriting =>
    [
        "train t.csv --target species --force --model t.csv",
        "train t.csv --target species --force --model sub/../t.csv",
        "train t.csv --target species --force --model t.svg",
        "train t.csv --target species --force --model net.json --net net.json",
        "train t.csv --target species --force --model net.checkpoint --net net.checkpoint.safetensors",
        "train t.csv --labels other.csv --force --model other.csv",
        "resume c.checkpoint.safetensors --force --data c.safetensors",
        "predict m.safetensors t.csv --force -o t.csv",
        "predict m.safetensors t.csv --force -o t.svg",
        "predict m.safetensors t.csv --force -o m.safetensors",
        "predict m.safetensors other.csv --force -o t.csv",
        "test m.safetensors t.csv --figure t.svg",
        "test m.safetensors other.csv --figure m.svg",
        "test m.safetensors --figure t.svg",
        "show m.safetensors --figure net -o m.svg",
        "show m.safetensors --figure activity --data t.csv -o t.svg",
        "export m.safetensors m.safetensors --force",
        "export m.safetensors m.svg --force",
    ];

    [Theory]
    [MemberData(nameof(Overwriting))]
    public void No_verb_writes_over_a_file_that_it_reads_whatever_the_two_are_called(string command)
    {
        if (OperatingSystem.IsWindows()) return; // symbolic links ask for a privilege there
        using var here = new Workplace();
        string[] Words(string line) => [.. line.Split(' ').Select(word => word.Contains('.', StringComparison.Ordinal) ? here[word] : word)];
        Directory.CreateDirectory(here["sub"]);
        here.Write("t.csv", File.ReadAllText(Workplace.Table("iris.csv")));
        here.Write("other.csv", File.ReadAllText(Workplace.Table("iris.csv")));
        here.Write("c.safetensors", File.ReadAllText(Workplace.Table("iris.csv")));
        var net = """{"groups":[{"name":"numbers","size":4,"role":"input"},{"name":"species","size":3,"role":"output","units":"softmax"}],"projections":[{"from":"numbers","to":"species"}]}""";
        here.Write("net.json", net);
        here.Write("net.checkpoint.safetensors", net);
        Assert.Equal(ExitCode.Done, Run.Of(Words("train t.csv --target species --sweeps 1 --model m.safetensors")).ExitCode);
        var job = TrainingSettings.Read(Model.Load(here["m.safetensors"]), "");
        var checkpoints = new CheckpointOptions(new CheckpointFile(here["c.checkpoint.safetensors"])) { Settings = TrainingSettings.OfCheckpoint(job with { ModelPath = here["c.safetensors"], ModelIsNamed = true }, table: null) };
        Data.TableTraining.Prepare(job.ReadTable(default), job.Options with { Checkpoints = checkpoints }).Run(cancellationToken: new CancellationToken(canceled: true));
        File.CreateSymbolicLink(here["t.svg"], here["t.csv"]);
        File.CreateSymbolicLink(here["m.svg"], here["m.safetensors"]);
        var before = here.Files.ToDictionary(name => name, name => File.ReadAllBytes(here[name]), StringComparer.Ordinal);

        var run = Run.Of(Words(command));

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Matches("^backprop: [^\n]* is (the same file as [^\n]*, )?the (table|net|model|checkpoint|labels) that [^\n]*: name another file for the [^\n]*\n$", run.Error);
        Assert.Equal(before.Keys.Order(StringComparer.Ordinal), here.Files);
        Assert.All(before, file => Assert.Equal(file.Value, File.ReadAllBytes(here[file.Key])));
    }

    [Fact]
    public void A_hard_link_to_an_input_is_the_input()
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsMacOS()) return;
        using var here = new Workplace();
        here.Write("t.csv", "a,b\n1,2\n");
        using (var link = System.Diagnostics.Process.Start("ln", [here["t.csv"], here["hard"]])) link.WaitForExit();
        var error = Assert.Throws<UsageException>(() => new OutputGuard(force: true).Reads("the table that is read", here["t.csv"]).Writes("the model", here["hard"], OutputKind.Model));
        Assert.Equal($"{here["hard"]} is the same file as {here["t.csv"]}, the table that is read: name another file for the model.", error.Message);
    }

    [Fact]
    public async Task The_table_on_standard_input_is_not_written_over_nor_appended_to()
    {
        if (OperatingSystem.IsWindows()) return;
        using var here = new Workplace();
        var table = here.Write("t.csv", File.ReadAllText(Workplace.Table("iris.csv")));
        Assert.Equal(ExitCode.Done, Run.Of("train", Workplace.Table("iris.csv"), "--target", "species", "--sweeps", "1", "--model", here["m.safetensors"]).ExitCode);
        foreach (var line in (string[])["- -o '{0}' < '{0}'", "/dev/stdin -o '{0}' < '{0}'", "'{0}' >> '{0}'"])
        {
            var redirected = string.Format(System.Globalization.CultureInfo.InvariantCulture, line, table);
            using var shell = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("bash", ["-c", $"dotnet '{typeof(CommandLine).Assembly.Location}' predict '{here["m.safetensors"]}' {redirected}"]) { RedirectStandardError = true, UseShellExecute = false })!;
            var error = await shell.StandardError.ReadToEndAsync();
            await shell.WaitForExitAsync();
            Assert.Equal(ExitCode.Usage, shell.ExitCode);
            Assert.Contains("is the same file as", error, StringComparison.Ordinal);
            Assert.Equal(File.ReadAllText(Workplace.Table("iris.csv")), File.ReadAllText(table));
        }
    }

    [Fact]
    public void A_file_of_another_kind_is_replaced_only_by_force()
    {
        using var here = new Workplace();
        var model = here["m.safetensors"];
        new Model(new Network<float>(Topology.Layered(1, 1))).Save(model);
        here.Write("t.csv", "a,b\n1,2\n");
        here.Write("page.html", "<!DOCTYPE html>");
        here.Write("empty", "");
        File.WriteAllBytes(here["m.onnx"], Onnx);
        File.WriteAllBytes(here["other.onnx"], [.. Onnx.Select(b => b == (byte)'B' ? (byte)'b' : b)]);
        File.WriteAllBytes(here["t.csv.gz"], [0x1F, 0x8B, 8, 1]);
        (OutputKind Kind, string[] Files)[] own = [(OutputKind.Model, ["m.safetensors"]), (OutputKind.Onnx, ["m.onnx"]), (OutputKind.Table("a table of these columns", ["a", "b"]), ["t.csv"]), (OutputKind.StartingWith("a page", "<!DOCTYPE"), ["page.html"])];
        foreach (var (kind, files) in own)
        {
            foreach (var name in here.Files)
            {
                if (name == "empty" || files.Contains(name))
                {
                    new OutputGuard().Writes("the output", here[name], kind);
                }
                else
                {
                    var error = Assert.Throws<UsageException>(() => new OutputGuard().Writes("the output", here[name], kind));
                    Assert.Equal($"{here[name]} exists and is not {kind.Name}: name another file for the output, or replace this one with --force.", error.Message);
                    new OutputGuard(force: true).Writes("the output", here[name], kind);
                }
            }
            new OutputGuard().Writes("the output", here["new"], kind);
        }
    }

    /// <summary>A command that writes a table, the first line of the table, and whether data may begin with the same line.</summary>
    public static TheoryData<string, string, bool> Tables => new()
    {
        { "predict m.safetensors t.csv -o out.csv", "species", true },
        { "predict m.safetensors t.csv --probabilities -o out.csv", "species,species: a,species: b", false },
        { "predict m.safetensors t.csv --keep -o out.csv", "length,width,species", true },
        { "predict m.safetensors t.csv --keep --probabilities -o out.csv", "length,width,species,species: a,species: b", false },
        { "predict x.safetensors x.cases -o out.csv", "name,output.1", false },
        { "predict x.safetensors x.cases --keep -o out.csv", "name,input.1,input.2,output.1", true },
        { "record x.safetensors x.cases -o out.csv", "name,input.1,input.2,hidden.1,output.1", false },
        { "record x.safetensors x.cases --states input,output -o out.csv", "name,input.1,input.2,output.1", true },
        { "record x.safetensors --weights -o out.csv", "weights,from,to,value", false },
        { "lesion x.safetensors x.cases --units hidden --seeds 1 --csv out.csv", "share,noise,seed,sweep,group,cases,error,right", false },
        { "train x.cases --hidden 1 --sweeps 1 --record errors --record-to out.csv --model new.safetensors", "sweep,name,weight,error,weighted error", false },
    };

    [Theory]
    [MemberData(nameof(Tables))]
    public void A_table_replaces_only_one_that_the_same_command_can_have_written(string command, string head, bool mayBeData)
    {
        using var here = new Workplace();
        string[] Words(string line) => [.. line.Split(' ').Select(word => word.Contains('.', StringComparison.Ordinal) ? here[word] : word)];
        here.Write("learn.csv", "length,width,species\n" + string.Concat(Enumerable.Range(0, 40).Select(static row => $"{row}.5,{row % 7}.25,{(row < 20 ? "a" : "b")}\n")));
        here.Write("t.csv", "length,width\n1.5,2\n");
        here.Write("x.cases", "0 1 -> 1\n1 1 -> 0\n");
        Assert.Equal(ExitCode.Done, Run.Of(Words("train learn.csv --target species --sweeps 1 --model m.safetensors")).ExitCode);
        Assert.Equal(ExitCode.Done, Run.Of(Words("train x.cases --hidden 1 --sweeps 1 --model x.safetensors")).ExitCode);
        var output = here["out.csv"];

        foreach (var data in (string[])["# mine\n0 1 -> 1\n", "a,b\n1,2\n", head + "x\n1\n", head[..^1] + "\n1\n", "study,seed\n", "{}"])
        {
            here.Write("out.csv", data);
            var refused = Run.Of(Words(command));
            Assert.Equal(ExitCode.Usage, refused.ExitCode);
            Assert.Matches("^backprop: [^\n]*out.csv exists and is not [^\n]*: name another file for the [^\n]*, or replace this one with --force.\n$", refused.Error);
            Assert.Equal(data, File.ReadAllText(output));
        }
        foreach (var earlier in (string[])["", head, head + "\n1\n", head + "\r\n1\n"])
        {
            here.Write("out.csv", earlier);
            var run = Run.Of(Words(command));
            Assert.Equal(mayBeData && earlier.Length > 0 ? ExitCode.Usage : ExitCode.Done, run.ExitCode);
            Assert.Equal(run.ExitCode == ExitCode.Usage, run.Error.Contains("out.csv exists and may be data, which can have the same columns: name another file for the ", StringComparison.Ordinal));
        }
        here.Write("out.csv", "a,b\n");
        Assert.Equal(ExitCode.Done, Run.Of(Words(command + " --force")).ExitCode);
        Assert.Equal(head, File.ReadLines(output).First());
    }

    [Fact]
    public void A_dash_is_standard_output_which_takes_predictions_but_no_model()
    {
        using var here = new Workplace();
        var train = Run.Of("train", Workplace.Table("iris.csv"), "--target", "species", "--sweeps", "1", "--output", "-");
        Assert.Equal((ExitCode.Usage, "backprop: the model cannot go to standard output: name a file, or write ./- for a file of that name.\n"), (train.ExitCode, train.Error.ReplaceLineEndings("\n")));
        Assert.Equal(ExitCode.Done, Run.Of("train", Workplace.Table("iris.csv"), "--target", "species", "--sweeps", "1", "--output", here["m.safetensors"]).ExitCode);
        Assert.Equal(Run.Of("predict", here["m.safetensors"], Workplace.Table("iris.csv")).Out, Run.Of("predict", here["m.safetensors"], Workplace.Table("iris.csv"), "--output", "-").Out);
        Assert.False(File.Exists("-"));
    }

    [Fact]
    public void A_file_that_cannot_be_written_is_named_before_the_work()
    {
        using var here = new Workplace();
        var error = Assert.Throws<IOException>(() => new OutputGuard().Writes("the output", here["none/file"], OutputKind.Model));
        Assert.StartsWith($"{here["none/file"]}: cannot be written: there is no folder", error.Message, StringComparison.Ordinal);
    }
}
