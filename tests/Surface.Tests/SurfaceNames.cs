using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Surface.Tests;

/// <summary>Types, constraints and default values, written as C# writes them, without namespaces of System or of ours.</summary>
internal static class SurfaceNames
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(sbyte)] = "sbyte",
        [typeof(char)] = "char",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(nint)] = "nint",
        [typeof(nuint)] = "nuint",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
        [typeof(string)] = "string",
        [typeof(object)] = "object",
    };

    /// <summary>A type where nothing says which references may be null, such as a base type.</summary>
    public static string Of(Type type) => Of(type, null);

    /// <summary>The type of a parameter or a return value, with a question mark at every reference in it that may be null.</summary>
    public static string Of(ParameterInfo parameter) => Of(parameter.ParameterType, new NullabilityInfoContext().Create(parameter));

    /// <inheritdoc cref="Of(ParameterInfo)"/>
    public static string Of(PropertyInfo property) => Of(property.PropertyType, new NullabilityInfoContext().Create(property));

    /// <inheritdoc cref="Of(ParameterInfo)"/>
    public static string Of(FieldInfo field) => Of(field.FieldType, new NullabilityInfoContext().Create(field));

    /// <summary>" where T : struct, IBinaryFloatingPointIeee754&lt;T&gt;", one clause for each constrained parameter.</summary>
    public static string Constraints(Type[] parameters)
    {
        var clauses = parameters.Where(parameter => parameter.IsGenericParameter).Select(parameter =>
        {
            var attributes = parameter.GenericParameterAttributes;
            var words = new List<string>();
            var flag = Flag(parameter, "NullableAttribute") ?? Flag(parameter.DeclaringMethod, "NullableContextAttribute") ?? Context(parameter.DeclaringType);
            if (attributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint))
            {
                words.Add(parameter.CustomAttributes.Any(attribute => attribute.AttributeType.Name == "IsUnmanagedAttribute") ? "unmanaged" : "struct");
            }
            else if (attributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint))
            {
                words.Add(flag == 2 ? "class?" : "class");
            }
            else if (flag == 1 && parameter.GetGenericParameterConstraints().Length == 0)
            {
                words.Add("notnull");
            }

            words.AddRange(parameter.GetGenericParameterConstraints().Where(type => type != typeof(ValueType)).Select(Of).Order(StringComparer.Ordinal));
            if (attributes.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) && !words.Exists(word => word is "struct" or "unmanaged"))
            {
                words.Add("new()");
            }

            if (attributes.HasFlag(GenericParameterAttributes.AllowByRefLike))
            {
                words.Add("allows ref struct");
            }

            return words.Count == 0 ? "" : $" where {parameter.Name} : {string.Join(", ", words)}";
        });
        return string.Concat(clauses);
    }

    /// <summary>A constant or a parameter's default value.</summary>
    public static string Literal(object? value, Type type) => value switch
    {
        null => type.IsValueType && Nullable.GetUnderlyingType(type) is null ? "default" : "null",
        string text => $"\"{text.Replace("\"", "\\\"", StringComparison.Ordinal)}\"",
        char character => $"'{character}'",
        bool truth => truth ? "true" : "false",
        _ when (Nullable.GetUnderlyingType(type) ?? type) is { IsEnum: true } kind => $"{kind.Name}.{Enum.ToObject(kind, value)}",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    /// <summary>1: not null; 2: may be null; null: nothing is said.</summary>
    private static byte? Flag(MemberInfo? member, string attribute) =>
        member?.CustomAttributes.FirstOrDefault(found => found.AttributeType.Name == attribute)?.ConstructorArguments[0].Value as byte?;

    private static byte? Context(Type? type) => type is null ? null : Flag(type, "NullableContextAttribute") ?? Context(type.DeclaringType);

    private static string Of(Type type, NullabilityInfo? nullability)
    {
        if (type.IsByRef)
        {
            return Of(type.GetElementType()!, nullability?.ElementType ?? nullability);
        }

        var mark = !type.IsValueType && nullability is { } info && (info.ReadState == NullabilityState.Nullable || info.WriteState == NullabilityState.Nullable) ? "?" : "";
        if (Keywords.TryGetValue(type, out var keyword))
        {
            return keyword + mark;
        }

        if (type.IsPointer)
        {
            return Of(type.GetElementType()!, null) + "*";
        }

        if (type.IsArray)
        {
            return $"{Of(type.GetElementType()!, nullability?.ElementType)}[{new string(',', type.GetArrayRank() - 1)}]{mark}";
        }

        var arguments = nullability?.GenericTypeArguments ?? [];
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Named(underlying, underlying.GetGenericArguments(), arguments) + "?";
        }

        return type.IsGenericParameter ? type.Name + mark : Named(type, type.GetGenericArguments(), arguments) + mark;
    }

    private static string Named(Type type, Type[] arguments, NullabilityInfo[] nullability)
    {
        if (Keywords.TryGetValue(type, out var keyword))
        {
            return keyword;
        }

        if (type.IsAssignableTo(typeof(ITuple)) && type.IsValueType)
        {
            return $"({string.Join(", ", arguments.Select((argument, k) => Of(argument, nullability.ElementAtOrDefault(k))))})";
        }

        // A nested type repeats its parents' parameters: each name takes only those that it adds.
        var outer = type.DeclaringType is { } declaring ? declaring.GetGenericArguments().Length : 0;
        var own = arguments.Select((argument, k) => Of(argument, nullability.ElementAtOrDefault(k))).Skip(outer).ToArray();
        var name = type.Name.Split('`')[0] + (own.Length == 0 ? "" : $"<{string.Join(", ", own)}>");
        return type.DeclaringType is { } parent ? $"{Named(parent, arguments[..outer], [.. nullability.Take(outer)])}.{name}" : name;
    }
}
