namespace Backprop.Fuzz;

/// <summary>Every reader of files that Backprop has.</summary>
internal static class Targets
{
    public static IReadOnlyList<Target> All { get; } =
    [
        new ModelTarget(), new CheckpointTarget(), new OnnxTarget(), new NetJsonTarget(), new CaseFileTarget(), new CsvTarget(), new TypedTextTarget(), new WorkbookTarget(), new ColumnFileTarget(".parquet"), new ColumnFileTarget(".arrow"), new GzipTarget(), new IdxTarget(),
        new FannTarget(), new OpenCvTarget(), new RNnetTarget(), new JavaScriptTarget(), new ScikitLearnTarget(), new WekaTarget(), new LensTarget(), new TlearnTarget(), new SnnsTarget(), new PdpTarget(),
    ];
}
