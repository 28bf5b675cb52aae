using System.Collections;
using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Backprop.Cli.Tests;

/// <summary>
/// Makes instances of public records by reflection, every property set. Two from the same maker have equal content and share no list; what
/// is not a record or a list and has no value of its own, such as a net, is the same object in both.
/// </summary>
internal sealed class RecordMaker
{
    private static readonly ConcurrentDictionary<Type, Delegate> Delegates = new();
    private readonly Dictionary<Type, object> shared;
    private readonly Dictionary<Type, Func<object>> made;

    /// <param name="shared">One object for each type that compares by reference, or that one cannot make by its constructor.</param>
    /// <param name="made">How to make a new object, equal each time, of a type whose constructor refuses arbitrary values.</param>
    public RecordMaker(IEnumerable<object> shared, Dictionary<Type, Func<object>> made)
    {
        this.shared = shared.ToDictionary(value => value.GetType());
        this.made = made;
    }

    /// <summary>Records, and structs that are records, that anybody can make.</summary>
    public static IEnumerable<Type> Records(Assembly assembly) =>
        assembly.GetExportedTypes().Where(type => !type.IsAbstract && IsRecord(type)).Select(type => type.IsGenericTypeDefinition ? type.MakeGenericType(typeof(float)) : type);

    /// <summary>Properties that a record lets its maker set.</summary>
    public static IEnumerable<PropertyInfo> Settable(Type record) =>
        record.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.SetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0);

    /// <summary>An instance with every property set.</summary>
    public object Make(Type record)
    {
        if (made.TryGetValue(record, out var maker))
            return maker();
        var constructor = record.GetConstructors().MaxBy(constructor => constructor.GetParameters().Length);
        var instance = constructor is null ? Activator.CreateInstance(record)! : constructor.Invoke([.. constructor.GetParameters().Select(parameter => Value(parameter.ParameterType, parameter.Name!))]);
        foreach (var property in Settable(record))
            property.SetValue(instance, Value(property.PropertyType, property.Name));
        return instance;
    }

    /// <summary>A value of a type, equal for the same type and name.</summary>
    public object Value(Type type, string name)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner) return Value(inner, name);
        if (made.TryGetValue(type, out var maker)) return maker();
        if (type == typeof(string)) return new string([.. name, '!']); // a new object each time
        if (type == typeof(bool)) return true;
        if (type == typeof(char)) return ';';
        if (type == typeof(TimeSpan)) return TimeSpan.FromSeconds(3);
        if (type.IsEnum) return Enum.GetValues(type).Cast<object>().Last();
        if (type.IsPrimitive) return Convert.ChangeType(3, type, System.Globalization.CultureInfo.InvariantCulture);
        if (type.IsGenericType && type.Name.StartsWith("ValueTuple", StringComparison.Ordinal)) return Activator.CreateInstance(type, [.. type.GetGenericArguments().Select((part, i) => Value(part, $"{name} {i}"))])!;
        if (type.IsArray) return Values(type.GetElementType()!, name, type.GetArrayRank());
        if (type.IsGenericType && ListOf(type) is { } list) return list(name);
        if (shared.Values.FirstOrDefault(type.IsInstanceOfType) is { } known) return known;
        if (typeof(Delegate).IsAssignableFrom(type)) return DelegateOf(type);
        if (type.IsAbstract && type.Assembly.GetExportedTypes().FirstOrDefault(other => !other.IsAbstract && type.IsAssignableFrom(other)) is { } derived) return Make(derived);
        return IsRecord(type) ? Make(type) : throw new InvalidOperationException($"the test has no value of {type} for '{name}'");

        Func<string, object>? ListOf(Type generic)
        {
            var arguments = generic.GetGenericArguments();
            var definition = generic.GetGenericTypeDefinition();
            if (definition == typeof(IReadOnlyList<>) || definition == typeof(IEnumerable<>)) return item => Values(arguments[0], item, 1);
            if (definition == typeof(System.Collections.Immutable.ImmutableArray<>))
                return item => typeof(RecordMaker).GetMethod(nameof(Immutable), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(arguments[0]).Invoke(null, [Values(arguments[0], item, 1)])!;
            if (definition != typeof(IReadOnlyDictionary<,>)) return null;
            return item =>
            {
                var entries = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(arguments))!;
                entries[Value(arguments[0], item)] = Value(arguments[1], item + " value");
                return entries;
            };
        }
    }

    private Array Values(Type type, string name, int rank)
    {
        var values = Array.CreateInstance(type, [.. Enumerable.Repeat(2, rank)]);
        for (var i = 0; i < values.Length; i++)
            values.SetValue(Value(type, $"{name} {i}"), rank == 1 ? new[] { i } : new[] { i / 2, i % 2 });
        return values;
    }

    /// <summary>The same each time, and equal in both: it does nothing.</summary>
    private static Delegate DelegateOf(Type type)
    {
        var invoke = type.GetMethod("Invoke")!;
        var parameters = invoke.GetParameters().Select(parameter => Expression.Parameter(parameter.ParameterType)).ToArray();
        return Delegates.GetOrAdd(type, _ => Expression.Lambda(type, Expression.Default(invoke.ReturnType), parameters).Compile());
    }

    private static System.Collections.Immutable.ImmutableArray<T> Immutable<T>(T[] items) => [.. items];

    private static bool IsRecord(Type type) =>
        type.GetMethod("<Clone>$") is not null
        || (type.IsValueType && type.GetMethod("PrintMembers", BindingFlags.NonPublic | BindingFlags.Instance) is not null && type.GetMethod("op_Equality")?.IsDefined(typeof(CompilerGeneratedAttribute)) == true);
}
