using Backprop.Onnx.Schema;

namespace Backprop.Onnx;

/// <summary>How far a raw column is on its way to states.</summary>
internal enum RawStage
{
    /// <summary>As it is given.</summary>
    Value,

    /// <summary>Whether it is missing.</summary>
    Missing,

    /// <summary>Whether it is the number or category that was compared with.</summary>
    IsOne,

    /// <summary>The number, or its mean where it is missing.</summary>
    Known,

    /// <summary>The number, divided by its deviation.</summary>
    Standardized,

    /// <summary>The index of the category.</summary>
    Index,

    /// <summary>What was found for a text.</summary>
    Found,

    /// <summary>States of units.</summary>
    States,
}

/// <summary>
/// Reads the nodes that an exported graph with encodings begins with back into the column that they encode: the reverse of
/// <see cref="ColumnNodes"/>.
/// </summary>
internal sealed class RawColumn(string name, bool isText)
{
    private readonly List<double> missingNumbers = [];
    private double compared;
    private double mean;
    private double deviation = 1;
    private bool isConstant;
    private bool hasMissingUnit;
    private (string[] Texts, double[] Values)? table;
    private string[]? missingTexts;
    private int categories = -1;

    public Meaning.Raw Given => new(this, RawStage.Value, 1);

    /// <summary>What a node makes of the column.</summary>
    /// <exception cref="FormatException">It is not a step of an encoding.</exception>
    public Meaning.Raw After(NodeProto node, Meaning?[] inputs)
    {
        double? Number(int index) => index < inputs.Length && inputs[index] is Meaning.Constant { Tensor.Numbers: [var number] } ? number : null;
        var stage = (inputs[0] as Meaning.Raw)?.Stage;
        switch (node.OpType)
        {
            case "IsNaN" when stage == RawStage.Value && !isText:
                return Now(RawStage.Missing);
            case "Equal" when stage == RawStage.Value && Number(1) is { } number:
                compared = number;
                return Now(RawStage.IsOne);
            case "Or" when stage == RawStage.Missing && inputs[1] is Meaning.Raw { Stage: RawStage.IsOne } other && other.Column == this:
                missingNumbers.Add(compared);
                return Now(RawStage.Missing);
            case "Where" when stage == RawStage.Missing && Number(1) is not null && (Number(2) is not null || inputs[2] == Given):
                isConstant = Number(2) is not null;
                return Now(RawStage.Known);
            case "Sub" when stage == RawStage.Known && Number(1) is { } number:
                mean = number;
                return Now(RawStage.Known);
            case "Div" when stage == RawStage.Known && Number(1) is { } number:
                deviation = number;
                return Now(RawStage.Standardized);
            case "LabelEncoder" when stage == RawStage.Value && isText:
                return Found(node);
            case "Equal" when stage == RawStage.Index && inputs[1] is Meaning.Constant { Tensor.Numbers: { Length: > 0 } units }:
                categories = units.Length;
                return new(this, RawStage.IsOne, units.Length);
            case "Cast" when stage is RawStage.Standardized or RawStage.Found or RawStage.Missing or RawStage.IsOne:
                hasMissingUnit |= stage == RawStage.Missing;
                return new(this, RawStage.States, inputs[0]!.Size);
            default:
                throw new FormatException($"uses the raw column '{DisplayText.Name(name)}' in a way that is not an encoding of Backprop's");
        }

        Meaning.Raw Now(RawStage next) => new(this, next, 1);
    }

    /// <summary>The column, once its nodes are read.</summary>
    /// <exception cref="FormatException">They do not say enough.</exception>
    public OnnxColumn Build()
    {
        if (!isText) return new OnnxNumber(name, mean, deviation) { MissingUnit = hasMissingUnit, IsConstant = isConstant, MissingNumbers = missingNumbers };
        if (table is not var (texts, values)) throw new FormatException($"does not say what the texts of column '{DisplayText.Name(name)}' mean");
        var missing = missingTexts ?? [""];
        if (categories < 0)
        {
            var constant = values.All(value => value == 0);
            if (texts.Length < 2 || Array.IndexOf(values, -1) is var no && no < 0 && !constant || Array.IndexOf(values, 1) is var yes && yes < 0 && !constant)
                throw new FormatException($"does not say which texts of column '{DisplayText.Name(name)}' mean yes and no");
            if (constant) (no, yes) = (0, 1);
            return new OnnxBoolean(name, texts[no], texts[yes])
            {
                MissingUnit = hasMissingUnit,
                IsConstant = constant,
                MissingTexts = missing,
                Spellings = constant ? new(StringComparer.Ordinal) : Rest([no, yes], value => value > 0),
            };
        }
        hasMissingUnit = Array.IndexOf(values, categories - 1.0) is var last && last >= 0 && MissingFirst(last);
        var count = hasMissingUnit ? categories - 1 : categories;
        if (hasMissingUnit) missing = [.. texts.Where((_, k) => values[k] == count)];
        var isSilent = !values.Any(value => value >= 0 && value < count);
        int[] named = isSilent
            ? [.. Enumerable.Range(0, texts.Length).Where(k => values[k] == -1).Take(count)]
            : [.. Enumerable.Range(0, count).Select(category => Array.IndexOf(values, category))];
        if (named.Length != count || named.Contains(-1)) throw new FormatException($"does not name every category of column '{DisplayText.Name(name)}'");
        return new OnnxCategory(name, [.. named.Select(k => texts[k])])
        {
            MissingUnit = hasMissingUnit,
            IsConstant = isSilent,
            MissingTexts = missing,
            Spellings = isSilent ? new(StringComparer.Ordinal) : Rest([.. named, .. Enumerable.Range(0, texts.Length).Where(k => values[k] == count)], value => (int)value),
        };

        Dictionary<string, T> Rest<T>(int[] known, Func<double, T> meaning) =>
            Enumerable.Range(0, texts.Length).Except(known).ToDictionary(k => texts[k], k => meaning(values[k]), StringComparer.Ordinal);

        // Texts for a missing value are looked for before the categories, so they stand before them.
        bool MissingFirst(int at) => at == 0 || values.Take(at).All(value => value == values[at]);
    }

    // A text column asks once for its unit or the index of its category, and once more whether it is missing.
    private Meaning.Raw Found(NodeProto node)
    {
        var texts = node.Strings("keys_strings");
        double[] values = node.Find("values_floats") is not null ? node.Floats("values_floats") : [.. node.Longs("values_int64s").Select(value => (double)value)];
        if (texts.Length != values.Length || texts.Distinct(StringComparer.Ordinal).Count() != texts.Length) throw new FormatException($"has {texts.Length} keys, but {values.Length} values, or a key twice");
        if (node.Find("values_floats") is null)
        {
            table = (texts, values);
            return new(this, RawStage.Index, 1);
        }
        if (table is null)
        {
            table = (texts, values);
        }
        else
        {
            hasMissingUnit = true;
            missingTexts = texts;
        }
        return new(this, RawStage.Found, 1);
    }
}
