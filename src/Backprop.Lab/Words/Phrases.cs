namespace Backprop.Lab;

/// <summary>Every text of the frame of the page. Panels have theirs beside them.</summary>
internal static class Phrases
{
    public static readonly Phrase Title = new("Backprop lab", "Backprop 实验室");
    public static readonly Phrase Experiment = new("Experiment", "实验");
    public static readonly Phrase Net = new("Net", "网络");
    public static readonly Phrase Cases = new("Cases", "样例");
    public static readonly Phrase Learning = new("Learning", "学习");
    public static readonly Phrase Error = new("Error", "误差");
    public static readonly Phrase TakeAway = new("Take away", "带走");
    public static readonly Phrase SwitchLanguage = new("中文", "English");
    public static readonly Phrase Theme = new("Light or dark", "浅色或深色");
    public static readonly Phrase Loading = new("Loading", "正在载入");
}
