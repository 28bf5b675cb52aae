using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace Backprop.Mutation;

/// <summary>The test methods of an assembly, run in this process one after the other.</summary>
internal sealed class TestMethods
{
    private readonly MethodInfo[] methods;

    internal TestMethods(string assembly, IReadOnlyCollection<string> without) =>
        methods = [.. Assembly.LoadFrom(assembly).GetTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && !without.Contains(type.Name, StringComparer.Ordinal))
            .SelectMany(static type => type.GetMethods())
            .Where(method => method.IsDefined(typeof(FactAttribute)) && !without.Contains($"{method.DeclaringType!.Name}.{method.Name}", StringComparer.Ordinal))
            .OrderBy(static method => method.DeclaringType!.FullName, StringComparer.Ordinal).ThenBy(static method => method.Name, StringComparer.Ordinal)];

    internal int Count => methods.Length;

    internal string Name(int test) => $"{methods[test].DeclaringType!.Name}.{methods[test].Name}";

    internal IEnumerable<Type> Classes => methods.Select(static method => method.DeclaringType!).Distinct();

    /// <summary>Makes what the static fields of a class hold.</summary>
    internal static void Initialize(Type type)
    {
        try
        {
            RuntimeHelpers.RunClassConstructor(type.TypeHandle);
        }
        catch (TypeInitializationException)
        {
            // The tests of the class fail on it.
        }
    }

    /// <summary>Runs a test with all its rows until one fails.</summary>
    internal bool Passes(int test)
    {
        var method = methods[test];
        try
        {
            if (!method.IsDefined(typeof(TheoryAttribute)))
            {
                Run(method, []);
                return true;
            }
            var tracker = new DisposalTracker();
            foreach (var source in method.GetCustomAttributes().OfType<DataAttribute>())
            {
                // Without a type the attribute silently has no rows.
                if (source is MemberDataAttributeBase member)
                    member.MemberType ??= method.ReflectedType;
                foreach (var row in source.GetData(method, tracker).AsTask().GetAwaiter().GetResult())
                {
                    var arguments = row.GetData();
                    var closed = method.IsGenericMethodDefinition ? method.MakeGenericMethod(method.ResolveGenericTypes(arguments)) : method;
                    Run(closed, Converted(closed, closed.ResolveMethodArguments(arguments)));
                }
            }
            return true;
        }
        catch (Exception problem)
        {
            return Unwrapped(problem).Message.StartsWith(DynamicSkipToken.Value, StringComparison.Ordinal);
        }
    }

    /// <summary>The arguments, with a number in the type of its parameter: an attribute writes 1 for a byte too.</summary>
    private static object?[] Converted(MethodInfo method, object?[] arguments)
    {
        var parameters = method.GetParameters();
        for (var k = 0; k < arguments.Length; k++)
        {
            var type = Nullable.GetUnderlyingType(parameters[k].ParameterType) ?? parameters[k].ParameterType;
            if (arguments[k] is int or double && type.IsPrimitive && type != arguments[k]!.GetType())
                arguments[k] = Convert.ChangeType(arguments[k], type, CultureInfo.InvariantCulture);
        }
        return arguments;
    }

    private static Exception Unwrapped(Exception problem) => problem is TargetInvocationException { InnerException: { } inner } ? inner : problem;

    private static void Run(MethodInfo method, object?[] arguments)
    {
        var instance = method.IsStatic ? null : Activator.CreateInstance(method.DeclaringType!);
        try
        {
            switch (method.Invoke(instance, arguments))
            {
                case Task task: task.GetAwaiter().GetResult(); break;
                case ValueTask task: task.AsTask().GetAwaiter().GetResult(); break;
            }
        }
        finally
        {
            (instance as IDisposable)?.Dispose();
        }
    }
}
