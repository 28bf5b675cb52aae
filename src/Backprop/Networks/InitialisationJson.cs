using System.Text.Json;

namespace Backprop;

/// <summary>An initialisation in a net's description: {"uniform": 0.3}, {"constant": 0}, "glorot" or "he".</summary>
internal static class InitialisationJson
{
    internal static void Write(Utf8JsonWriter json, string property, Initialisation initial)
    {
        switch (initial)
        {
            case UniformInitialisation uniform:
                json.WriteStartObject(property);
                json.WriteNumber("uniform", uniform.Range);
                json.WriteEndObject();
                break;
            case ConstantInitialisation constant:
                json.WriteStartObject(property);
                json.WriteNumber("constant", constant.Level);
                json.WriteEndObject();
                break;
            default:
                json.WriteString(property, initial is HeInitialisation ? "he" : "glorot");
                break;
        }
    }

    internal static Initialisation Read(StrictJsonObject owner, string property)
    {
        var element = owner.Element(property);
        try
        {
            if (element.ValueKind == JsonValueKind.Object)
            {
                var kind = new StrictJsonObject(element, $"'{property}' of {owner.Name}");
                kind.Only("uniform", "constant");
                if (kind.Number("uniform") is { } range)
                    return Initialisation.Uniform(range);
                if (kind.Number("constant") is { } level)
                    return Initialisation.Constant(level);
            }
            else if (element.ValueKind == JsonValueKind.String && element.GetString() is "glorot" or "he")
            {
                return element.GetString() == "he" ? Initialisation.He : Initialisation.Glorot;
            }
        }
        catch (ArgumentOutOfRangeException problem)
        {
            throw new TopologyException($"{owner.Name} has '{property}' out of range: {problem.Message.Split(" (Parameter", 2)[0]}", problem);
        }
        throw new TopologyException($"{owner.Name} has '{property}' {element.GetRawText()}; it can be {{\"uniform\": range}}, {{\"constant\": value}}, \"glorot\" or \"he\".");
    }
}
