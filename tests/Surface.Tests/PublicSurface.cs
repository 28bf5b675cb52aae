using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Surface.Tests;

/// <summary>
/// The public surface of an assembly as text: one line per type, one indented line per member, sorted by ordinal, so that
/// two builds of equal sources give equal text and a change shows as a change of lines.
/// It omits what the compiler writes for records (equality, printing, copying), which follows from the word "record".
/// </summary>
internal static class PublicSurface
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string Of(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in Types(assembly))
        {
            text.Append(Declaration(type)).Append('\n');
            foreach (var member in Members(type).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
            {
                text.Append("  ").Append(member).Append('\n');
            }
        }

        return text.ToString();
    }

    /// <summary>The public types of an assembly, as they are written in the sources: without those that the compiler makes.</summary>
    public static IEnumerable<Type> Types(Assembly assembly) =>
        assembly.GetExportedTypes().Where(type => !type.Name.StartsWith('<')).OrderBy(SurfaceNames.Of, StringComparer.Ordinal);

    private static string Declaration(Type type)
    {
        var kind = type switch
        {
            { IsEnum: true } => "enum",
            { IsInterface: true } => "interface",
            _ when typeof(Delegate).IsAssignableFrom(type) => "delegate",
            { IsValueType: true } => IsRecord(type) ? "record struct" : "struct",
            _ => IsRecord(type) ? "record" : "class",
        };
        var modifier = type switch
        {
            { IsEnum: true } or { IsInterface: true } => "",
            { IsValueType: true } => (type.IsDefined(typeof(IsReadOnlyAttribute)) ? "readonly " : "") + (type.IsByRefLike ? "ref " : ""),
            { IsAbstract: true, IsSealed: true } => "static ",
            { IsAbstract: true } => "abstract ",
            { IsSealed: true } when kind != "delegate" => "sealed ",
            _ => "",
        };
        var inherited = type.BaseType?.GetInterfaces() ?? [];
        var bases = type.GetInterfaces().Except(inherited)
            .Where(contract => contract.IsVisible && !(contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IEquatable<>)))
            .Select(SurfaceNames.Of).Order(StringComparer.Ordinal).ToList();
        if (type.IsEnum && Enum.GetUnderlyingType(type) != typeof(int))
        {
            return $"enum {SurfaceNames.Of(type)} : {SurfaceNames.Of(Enum.GetUnderlyingType(type))}";
        }

        if (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) && parent != typeof(Enum) && kind != "delegate")
        {
            bases.Insert(0, SurfaceNames.Of(parent));
        }

        return $"{modifier}{kind} {SurfaceNames.Of(type)}{(kind == "enum" || bases.Count == 0 ? "" : " : " + string.Join(", ", bases))}{SurfaceNames.Constraints(type.GetGenericArguments())}";
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
        {
            return Enum.GetNames(type).Select(name => $"{name} = {Convert.ToInt64(Enum.Parse(type, name), CultureInfo.InvariantCulture)}");
        }

        if (typeof(Delegate).IsAssignableFrom(type))
        {
            return [Signature(type.GetMethod("Invoke")!)];
        }

        return type.GetMembers(Declared).Select(member => member switch
        {
            ConstructorInfo constructor when IsVisible(constructor) => IsCopy(constructor) ? null : $"{Access(constructor)}new({Parameters(constructor)})",
            FieldInfo field when field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly => Field(field),
            PropertyInfo property => Property(property),
            EventInfo { AddMethod: { } add } occurrence when IsVisible(add) => $"event {SurfaceNames.Of(occurrence.EventHandlerType!)} {occurrence.Name}",
            MethodInfo method when IsVisible(method) && !IsOfPropertyOrEvent(method) && !IsWrittenForRecords(type, method) => Signature(method),
            _ => null,
        }).OfType<string>();
    }

    private static string Field(FieldInfo field) => field switch
    {
        { IsLiteral: true } => $"const {SurfaceNames.Of(field.FieldType)} {field.Name} = {SurfaceNames.Literal(field.GetRawConstantValue(), field.FieldType)}",
        _ => $"{(field.IsStatic ? "static " : "")}{(field.IsInitOnly ? "readonly " : "")}{SurfaceNames.Of(field)} {field.Name}",
    };

    private static string? Property(PropertyInfo property)
    {
        var get = property.GetMethod is { } getter && IsVisible(getter) ? getter : null;
        var set = property.SetMethod is { } setter && IsVisible(setter) ? setter : null;
        if ((get ?? set) is not { } visible || property.Name == "EqualityContract")
        {
            return null;
        }

        var required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        var name = property.GetIndexParameters() is { Length: > 0 } indices ? $"this[{Parameters(indices)}]" : property.Name;
        var assign = set is null ? "" : set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? " init;" : $" {Access(set)}set;";
        return $"{Access(visible)}{Modifiers(visible)}{required}{Returned(visible.ReturnParameter)}{SurfaceNames.Of(property)} {name} {{{(get is null ? "" : " get;")}{assign} }}";
    }

    private static string Signature(MethodInfo method)
    {
        var generics = method.IsGenericMethodDefinition ? $"<{string.Join(", ", method.GetGenericArguments().Select(SurfaceNames.Of))}>" : "";
        return $"{Access(method)}{Modifiers(method)}{Returned(method.ReturnParameter)}{SurfaceNames.Of(method.ReturnParameter)} {method.Name}{generics}({Parameters(method)}){SurfaceNames.Constraints(generics.Length == 0 ? [] : method.GetGenericArguments())}";
    }

    private static string Parameters(MethodBase method) =>
        (method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "") + Parameters(method.GetParameters());

    private static string Parameters(ParameterInfo[] parameters) => string.Join(", ", parameters.Select(parameter =>
        (parameter.IsDefined(typeof(ParamArrayAttribute)) || parameter.IsDefined(typeof(ParamCollectionAttribute)) ? "params "
            : parameter.IsDefined(typeof(ScopedRefAttribute)) ? "scoped " : "")
        + Passed(parameter)
        + SurfaceNames.Of(parameter) + " " + parameter.Name
        + (parameter.HasDefaultValue ? " = " + SurfaceNames.Literal(parameter.RawDefaultValue, parameter.ParameterType) : "")));

    private static string Passed(ParameterInfo parameter) => parameter switch
    {
        { ParameterType.IsByRef: false } => "",
        { IsOut: true } => "out ",
        _ when parameter.IsDefined(typeof(RequiresLocationAttribute)) => "ref readonly ",
        { IsIn: true } => "in ",
        _ => "ref ",
    };

    private static string Returned(ParameterInfo result) =>
        !result.ParameterType.IsByRef ? "" : result.GetRequiredCustomModifiers().Contains(typeof(System.Runtime.InteropServices.InAttribute)) ? "ref readonly " : "ref ";

    private static string Modifiers(MethodInfo method) => method switch
    {
        { IsStatic: true, IsAbstract: true } => "static abstract ",
        { IsStatic: true } => "static ",
        { DeclaringType.IsInterface: true } => method.IsAbstract ? "" : "virtual ",
        { IsAbstract: true } => "abstract ",
        { IsVirtual: true, IsFinal: false } when method.GetBaseDefinition() != method => "override ",
        { IsVirtual: true, IsFinal: false } => "virtual ",
        _ => "",
    };

    private static string Access(MethodBase method) => method.IsPublic ? "" : "protected ";

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsOfPropertyOrEvent(MethodInfo method) =>
        method.IsSpecialName && !method.Name.StartsWith("op_", StringComparison.Ordinal);

    private static bool IsRecord(Type type) =>
        type.GetMethod("<Clone>$") is not null
        || (type.IsValueType && type.GetMethod("PrintMembers", Declared)?.IsDefined(typeof(CompilerGeneratedAttribute)) == true);

    private static bool IsCopy(ConstructorInfo constructor) =>
        IsRecord(constructor.DeclaringType!) && constructor.GetParameters() is [var only] && only.ParameterType == constructor.DeclaringType;

    private static bool IsWrittenForRecords(Type type, MethodInfo method) =>
        IsRecord(type) && (method.Name == "<Clone>$" || method.IsDefined(typeof(CompilerGeneratedAttribute)));
}
