namespace Backprop.Cli.Tests;

public class CaseSettingsTests
{
    private const string Training = """ "rule":"descent","rate":0.1,"momentum":0.9,"decay":0,"decayBiases":false,"error":"squares","tolerance":"none","update":"sweep","shuffle":false,"precision":"single","until":"within:0.2","sweeps":10000,"range":0.3,"seed":"1" """;

    private static string Settings(string training, string more = "") => $$"""{"kind":"cases","data":"a.cases","net":"a.json","training":{{{training}}}{{more}}}""";

    private static string Problem(string settings) => CaseSettings.Problem(new Model(new Network<float>(Topology.Layered(2, 1))) { Settings = settings }) ?? "";

    [Fact]
    public void Settings_hold_every_default()
    {
        using var here = new Workplace();
        var job = CaseCommandLineTests.Read(CaseCommandLineTests.Xor(here), "--net", here.Write("a.json", Topology.Layered(2, 1).ToJson())) with { Data = "a.cases", Choice = new() { File = "a.json" } };
        Assert.Equal(Settings(Training.Trim()), CaseSettings.OfModel(job, cases: null));
        Assert.Equal("", Problem(CaseSettings.OfModel(job, new(new(7, "ab"), 4))));
    }

    [Theory]
    [InlineData("\"rate\":0.1", "\"rate\":0.1,\"speed\":2", "'training' has 'speed'")]
    [InlineData("\"rate\":0.1", "\"rate\":0", "'training' has 'rate' 0, which is out of range.")]
    [InlineData("\"rate\":0.1,", "", "'training' has no 'rate'.")]
    [InlineData("\"descent\"", "\"adam\"", "'training' has 'momentum', which does not go with the rule 'adam'.")]
    [InlineData("\"descent\"", "\"down\"", "the learning rule 'down' is not known")]
    [InlineData("\"momentum\":0.9", "\"phases\":\"0.1/0.9\"", "'rate', which does not go with the rule 'descent' and phases")]
    [InlineData("\"update\":\"sweep\"", "\"update\":\"swep\"", "--update must be sweep, case")]
    [InlineData("\"sweeps\":10000", "\"sweeps\":0", "'training' has 'sweeps' 0; it must be a whole number from 1 to 2147483647.")]
    [InlineData("\"seed\":\"1\"", "\"seed\":\"-1\"", "'training' has the seed '-1'")]
    [InlineData("\"update\"", "\"noise\":\"hidden\",\"update\"", "--noise must be group=deviation")]
    [InlineData("\"precision\":\"single\"", "\"precision\":\"half\"", "--precision must be single or double")]
    public void A_setting_that_cannot_be_is_named(string old, string changed, string problem) =>
        Assert.Contains(problem, Problem(Settings(Training.Trim().Replace(old, changed, StringComparison.Ordinal))), StringComparison.Ordinal);

    [Theory]
    [InlineData(""","table":{}""", "'table'")]
    [InlineData(""","cases":{"bytes":-1,"sha256":"a","count":1}""", "'cases' has 'bytes' -1, which is out of range.")]
    [InlineData(""","run":{"threads":0,"checkpointSeconds":1}""", "'run' has 'threads' 0")]
    public void So_is_what_is_kept_beside_them(string more, string problem) => Assert.Contains(problem, Problem(Settings(Training.Trim(), more)), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"kind":"cases"}""", true)]
    [InlineData("""{"kind":"other"}""", false)]
    [InlineData("""{"kind":1}""", false)]
    [InlineData("[]", false)]
    [InlineData("", false)]
    [InlineData("{", false)]
    public void Their_kind_tells_them_from_others(string settings, bool are) => Assert.Equal(are, CaseSettings.Are(settings));
}
