using System.Reflection;
using System.Reflection.Emit;

namespace Backprop.Tests;

/// <summary>Loops over numbers in memory are compiled with all optimizations at their first call, so that a training of a second is not spent in code meant for a while.</summary>
public sealed class HotMethodsTests
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;
    private const MethodImplAttributes Hot = MethodImplAttributes.AggressiveOptimization | MethodImplAttributes.AggressiveInlining;

    private static readonly Dictionary<int, OpCode> Instructions = typeof(OpCodes).GetFields().Select(static field => (OpCode)field.GetValue(null)!).ToDictionary(static code => (int)(ushort)code.Value);

    [Fact]
    public void Loops_over_pointers_are_optimized_from_the_first_call()
    {
        var loops = (
            from type in typeof(Topology).Assembly.GetTypes()
            from method in type.GetMethods(All)
            where method.GetMethodBody() is not null && method.GetParameters().Any(static parameter => IsNumbers(parameter.ParameterType))
            where HasLoop(method.GetMethodBody()!.GetILAsByteArray()!)
            select method).ToArray();
        Assert.Contains(loops, static method => method.Name == nameof(Kernels<>.Descend));
        Assert.Contains(loops, static method => method.Name == nameof(Kernels<>.ClearVanished));
        var cold = loops.Where(static method => (method.MethodImplementationFlags & Hot) == MethodImplAttributes.IL).Select(static method => $"{method.DeclaringType!.Name}.{method.Name}").ToArray();
        Assert.True(cold is [], $"These need MethodImplOptions.AggressiveOptimization (or AggressiveInlining): {string.Join(", ", cold)}.");
    }

    /// <summary>Whether a parameter is numbers in memory: a pointer, or a matrix.</summary>
    private static bool IsNumbers(Type parameter) =>
        parameter.IsPointer || ((parameter.IsByRef ? parameter.GetElementType()! : parameter) is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(Matrix<>));

    /// <summary>Whether a branch leads back.</summary>
    private static bool HasLoop(byte[] code)
    {
        for (var at = 0; at < code.Length;)
        {
            var instruction = Instructions[code[at] == 0xFE ? 0xFE00 | code[at + 1] : code[at]];
            at += instruction.Size;
            if (instruction.OperandType == OperandType.ShortInlineBrTarget && (sbyte)code[at] < 0)
                return true;
            if (instruction.OperandType == OperandType.InlineBrTarget && BitConverter.ToInt32(code, at) < 0)
                return true;
            at += instruction.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
                _ => 4,
            };
        }
        return false;
    }
}
