using System.Runtime.InteropServices;

namespace Backprop.WebAssembly;

/// <summary>The order of the cases in a sweep, and the generator that draws it: <see cref="RandomSource"/>, written as code.</summary>
internal sealed class OrderWriter
{
    private const int WordBytes = sizeof(ulong), EntryBytes = sizeof(int);

    private readonly int count;

    /// <summary>Reserves the order, in which the cases are as they are given, and the generator of a seed.</summary>
    public OrderWriter(MemoryMap map, ModuleWriter module, int count, ulong seed)
    {
        this.count = count;
        Order = map.Reserve((long)count * EntryBytes);
        Generator = map.Reserve(4 * WordBytes);
        module.Initialize(Order, MemoryMarshal.AsBytes(Enumerable.Range(0, count).ToArray().AsSpan()).ToArray());
        module.Initialize(Generator, MemoryMarshal.AsBytes(new RandomSource(seed).GetState().AsSpan()).ToArray());
    }

    /// <summary>The address of the order, 4 bytes per case.</summary>
    public int Order { get; }

    /// <summary>The address of the generator's words.</summary>
    public int Generator { get; }

    /// <summary>() → (): shuffles the order.</summary>
    public FunctionCode Shuffle()
    {
        var code = new FunctionCode([], []);
        var state = new Local[4];
        for (var k = 0; k < state.Length; k++)
        {
            state[k] = Word();
            code.I32(0).At(Op.I64Load, Generator + (k * WordBytes)).Set(state[k]);
        }
        Local bound = Word(), low = Word(), high = Word();
        // From the last place down each case changes places with one of those up to it.
        code.I64(count).Set(bound);
        code.Block(leave => code.Loop(again =>
        {
            code.Get(bound).I64(1).Do(Op.I64GreaterSigned).Do(Op.I32EqualsZero);
            code.If(leave);
            // A product below the threshold would favor some numbers: it is drawn anew.
            code.DoWhile(() =>
            {
                NextTimesBound();
                code.Get(low).I64(0).Get(bound).Do(Op.I64Subtract).Get(bound).Do(Op.I64RemainderUnsigned).Do(Op.I64LessUnsigned);
            });
            Exchange();
            code.Get(bound).I64(1).Do(Op.I64Subtract).Set(bound);
            again();
        }));
        for (var k = 0; k < state.Length; k++)
            code.I32(0).Get(state[k]).At(Op.I64Store, Generator + (k * WordBytes));
        return code;

        Local Word() => code.New(ValueType.I64);

        // (high, low) = the next 64 random bits · bound, which has 31 bits at most.
        void NextTimesBound() => code.Scope(() =>
        {
            Local bits = Word(), shifted = Word(), product = Word();
            code.Get(state[1]).I64(5).Do(Op.I64Multiply).I64(7).Do(Op.I64RotateLeft).I64(9).Do(Op.I64Multiply).Set(bits);
            code.Get(state[1]).I64(17).Do(Op.I64ShiftLeft).Set(shifted);
            Xor(2, state[0]);
            Xor(3, state[1]);
            Xor(1, state[2]);
            Xor(0, state[3]);
            Xor(2, shifted);
            code.Get(state[3]).I64(45).Do(Op.I64RotateLeft).Set(state[3]);
            code.Get(bits).I64(0xffffffff).Do(Op.I64And).Get(bound).Do(Op.I64Multiply).Set(product);
            code.Get(product).I64(0xffffffff).Do(Op.I64And).Set(low);
            code.Get(bits).I64(32).Do(Op.I64ShiftRightUnsigned).Get(bound).Do(Op.I64Multiply).Get(product).I64(32).Do(Op.I64ShiftRightUnsigned).Do(Op.I64Add).Set(product);
            code.Get(product).I64(32).Do(Op.I64ShiftLeft).Get(low).Do(Op.I64Or).Set(low);
            code.Get(product).I64(32).Do(Op.I64ShiftRightUnsigned).Set(high);
        });

        void Xor(int word, Local other) => code.Get(state[word]).Get(other).Do(Op.I64Xor).Set(state[word]);

        void Exchange() => code.Scope(() =>
        {
            Local last = code.New(ValueType.I32), other = code.New(ValueType.I32), held = code.New(ValueType.I32);
            code.Get(bound).I64(1).Do(Op.I64Subtract).Do(Op.I32WrapI64).I32(EntryBytes).Do(Op.I32Multiply).Set(last);
            code.Get(high).Do(Op.I32WrapI64).I32(EntryBytes).Do(Op.I32Multiply).Set(other);
            code.Get(last).At(Op.I32Load, Order).Set(held);
            code.Get(last).Get(other).At(Op.I32Load, Order).At(Op.I32Store, Order);
            code.Get(other).Get(held).At(Op.I32Store, Order);
        });
    }
}
