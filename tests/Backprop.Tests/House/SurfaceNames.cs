using System.Globalization;
using System.Reflection;

namespace Backprop.Tests;

/// <summary>Types, constraints and default values, written as C# writes them, without namespaces of System or of ours.</summary>
internal static class SurfaceNames
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(char)] = "char",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(nint)] = "nint",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(string)] = "string",
        [typeof(object)] = "object",
    };

    public static string Of(Type type)
    {
        if (Keywords.TryGetValue(type, out var keyword))
        {
            return keyword;
        }

        if (type.IsByRef)
        {
            return Of(type.GetElementType()!);
        }

        if (type.IsPointer)
        {
            return Of(type.GetElementType()!) + "*";
        }

        if (type.IsArray)
        {
            return $"{Of(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Of(underlying) + "?";
        }

        if (type.IsGenericParameter)
        {
            return type.Name;
        }

        return Named(type, type.GetGenericArguments());
    }

    /// <summary>The type of a parameter or a return value, with the question mark of a reference that may be null.</summary>
    public static string Of(ParameterInfo parameter) => Of(parameter.ParameterType) + Mark(parameter.ParameterType, new NullabilityInfoContext().Create(parameter));

    /// <inheritdoc cref="Of(ParameterInfo)"/>
    public static string Of(PropertyInfo property) => Of(property.PropertyType) + Mark(property.PropertyType, new NullabilityInfoContext().Create(property));

    /// <inheritdoc cref="Of(ParameterInfo)"/>
    public static string Of(FieldInfo field) => Of(field.FieldType) + Mark(field.FieldType, new NullabilityInfoContext().Create(field));

    /// <summary>" where T : struct, IBinaryFloatingPointIeee754&lt;T&gt;", one clause for each constrained parameter.</summary>
    public static string Constraints(Type[] parameters)
    {
        var clauses = parameters.Where(parameter => parameter.IsGenericParameter).Select(parameter =>
        {
            var attributes = parameter.GenericParameterAttributes;
            var words = new List<string>();
            if (attributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint))
            {
                words.Add(parameter.CustomAttributes.Any(attribute => attribute.AttributeType.Name == "IsUnmanagedAttribute") ? "unmanaged" : "struct");
            }
            else if (attributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint))
            {
                words.Add("class");
            }

            words.AddRange(parameter.GetGenericParameterConstraints().Where(type => type != typeof(ValueType)).Select(Of).Order(StringComparer.Ordinal));
            if (attributes.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) && !words.Exists(word => word is "struct" or "unmanaged"))
            {
                words.Add("new()");
            }

            return words.Count == 0 ? "" : $" where {parameter.Name} : {string.Join(", ", words)}";
        });
        return string.Concat(clauses);
    }

    /// <summary>A constant or a parameter's default value.</summary>
    public static string Literal(object? value, Type type) => value switch
    {
        null => type.IsValueType && Nullable.GetUnderlyingType(type) is null ? "default" : "null",
        string text => $"\"{text}\"",
        bool truth => truth ? "true" : "false",
        _ when type.IsEnum => $"{type.Name}.{Enum.ToObject(type, value)}",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    private static string Mark(Type type, NullabilityInfo nullability) =>
        !type.IsValueType && (nullability.ReadState == NullabilityState.Nullable || nullability.WriteState == NullabilityState.Nullable) ? "?" : "";

    private static string Named(Type type, Type[] arguments)
    {
        // A nested type repeats its parents' parameters: each name takes only those that it adds.
        var outer = type.DeclaringType is { } declaring ? declaring.GetGenericArguments().Length : 0;
        var own = arguments.Skip(outer).Select(Of).ToArray();
        var name = type.Name.Split('`')[0] + (own.Length == 0 ? "" : $"<{string.Join(", ", own)}>");
        return type.DeclaringType is { } parent ? $"{Named(parent, arguments[..outer])}.{name}" : name;
    }
}
