namespace Backprop.Onnx;

/// <summary>What each text of a column means: the keys that a graph compares with.</summary>
internal static class TextKeys
{
    /// <summary>Stands for a missing value.</summary>
    public const int Missing = -1;

    /// <summary>The index of the category, or of yes (1) and no (0), for each text that the column knows; <see cref="Missing"/> for those that mean "no value".</summary>
    public static Dictionary<string, int> Of(OnnxText column)
    {
        var keys = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var text in column.MissingTexts) keys.TryAdd(text, Missing);
        switch (column)
        {
            case OnnxBoolean boolean:
                keys.TryAdd(boolean.No, 0);
                keys.TryAdd(boolean.Yes, 1);
                foreach (var (text, yes) in boolean.Spellings) keys.TryAdd(text, yes ? 1 : 0);
                break;
            case OnnxCategory category:
                for (var index = 0; index < category.Categories.Count; index++) keys.TryAdd(category.Categories[index], index);
                foreach (var (text, index) in category.Spellings) keys.TryAdd(text, index);
                break;
        }
        return keys;
    }

    /// <summary>A text that the column does not know.</summary>
    public static string Unknown(Dictionary<string, int> keys)
    {
        var text = "none of them";
        while (keys.ContainsKey(text)) text += "!";
        return text;
    }
}
