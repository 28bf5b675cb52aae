using System.Text.Json;

namespace Backprop;

/// <summary>An initialization in a net's description: {"uniform": 0.3}, {"constant": 0}, "glorot" or "he".</summary>
internal static class InitializationJson
{
    internal static void Write(Utf8JsonWriter json, string property, Initialization initial)
    {
        switch (initial)
        {
            case UniformInitialization uniform:
                json.WriteStartObject(property);
                json.WriteNumber("uniform", uniform.Range);
                json.WriteEndObject();
                break;
            case ConstantInitialization constant:
                json.WriteStartObject(property);
                json.WriteNumber("constant", constant.Level);
                json.WriteEndObject();
                break;
            default:
                json.WriteString(property, initial is HeInitialization ? "he" : "glorot");
                break;
        }
    }

    internal static Initialization Read(StrictJsonObject owner, string property)
    {
        var element = owner.Element(property);
        try
        {
            if (element.ValueKind == JsonValueKind.Object)
            {
                var kind = new StrictJsonObject(element, $"'{property}' of {owner.Name}");
                kind.Only("uniform", "constant");
                if (kind.Number("uniform") is { } range)
                    return Initialization.Uniform(range);
                if (kind.Number("constant") is { } level)
                    return Initialization.Constant(level);
            }
            else if (element.ValueKind == JsonValueKind.String && element.GetString() is "glorot" or "he")
            {
                return element.GetString() == "he" ? Initialization.He : Initialization.Glorot;
            }
        }
        catch (ArgumentOutOfRangeException problem)
        {
            throw new TopologyException($"{owner.Name} has '{property}' out of range: {problem.Message.Split(" (Parameter", 2)[0]}", problem);
        }
        throw new TopologyException($"{owner.Name} has '{property}' {element.GetRawText()}; it can be {{\"uniform\": range}}, {{\"constant\": value}}, \"glorot\" or \"he\".");
    }
}
