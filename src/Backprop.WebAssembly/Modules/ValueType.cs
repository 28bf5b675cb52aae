namespace Backprop.WebAssembly;

/// <summary>The types of locals, parameters and results, by their codes in the binary format.</summary>
internal enum ValueType : byte
{
    I32 = 0x7f,
    I64 = 0x7e,
    F32 = 0x7d,
    F64 = 0x7c,
    V128 = 0x7b,
}

/// <summary>A local of a function: its number.</summary>
internal readonly record struct Local(int Number, ValueType Type);
