namespace Backprop.WebAssembly;

/// <summary>The code of one function while it is written, instruction by instruction.</summary>
internal sealed class FunctionCode
{
    private readonly Bytes code = new();
    private readonly List<ValueType> locals = [];
    private readonly Dictionary<ValueType, Stack<Local>> free = [];
    private readonly Stack<List<Local>> scopes = new();
    private int depth;

    public FunctionCode(ValueType[] parameters, ValueType[] results)
    {
        (Parameters, Results) = (parameters, results);
        scopes.Push([]);
    }

    public ValueType[] Parameters { get; }

    public ValueType[] Results { get; }

    public Local Parameter(int number) => new(number, Parameters[number]);

    /// <summary>A local with any content; it is free again at the end of the scope.</summary>
    public Local New(ValueType type)
    {
        Local local;
        if (free.TryGetValue(type, out var some) && some.Count > 0)
        {
            local = some.Pop();
        }
        else
        {
            local = new Local(Parameters.Length + locals.Count, type);
            locals.Add(type);
        }
        scopes.Peek().Add(local);
        return local;
    }

    /// <summary>Runs with locals that are free again afterwards.</summary>
    public void Scope(Action body)
    {
        scopes.Push([]);
        body();
        foreach (var local in scopes.Pop())
        {
            if (!free.TryGetValue(local.Type, out var some))
                free.Add(local.Type, some = new Stack<Local>());
            some.Push(local);
        }
    }

    public FunctionCode Do(Op op)
    {
        code.Add((byte)op);
        return this;
    }

    public FunctionCode Do(VectorOp op)
    {
        code.Add(0xfd);
        code.AddUnsigned((uint)op);
        return this;
    }

    /// <summary>An instruction with the number of a lane.</summary>
    public FunctionCode Lane(VectorOp op, int lane)
    {
        Do(op);
        code.Add((byte)lane);
        return this;
    }

    /// <summary>An access to memory at the address on the stack and beyond.</summary>
    public FunctionCode At(Op op, int offset)
    {
        Do(op);
        return Memory(offset);
    }

    /// <inheritdoc cref="At(Op, int)"/>
    public FunctionCode At(VectorOp op, int offset)
    {
        Do(op);
        return Memory(offset);
    }

    /// <summary>An access to memory for one lane.</summary>
    public FunctionCode LaneAt(VectorOp op, int offset, int lane)
    {
        Do(op);
        Memory(offset);
        code.Add((byte)lane);
        return this;
    }

    public FunctionCode Get(Local local) => Numbered(Op.LocalGet, local.Number);

    public FunctionCode Set(Local local) => Numbered(Op.LocalSet, local.Number);

    public FunctionCode Tee(Local local) => Numbered(Op.LocalTee, local.Number);

    public FunctionCode Call(int function) => Numbered(Op.Call, function);

    public FunctionCode I32(int value)
    {
        Do(Op.I32Const);
        code.AddSigned(value);
        return this;
    }

    public FunctionCode I64(long value)
    {
        Do(Op.I64Const);
        code.AddSigned(value);
        return this;
    }

    public FunctionCode F32(float value)
    {
        Do(Op.F32Const);
        code.AddFloat(value);
        return this;
    }

    public FunctionCode F64(double value)
    {
        Do(Op.F64Const);
        code.AddDouble(value);
        return this;
    }

    public FunctionCode V128(ulong low, ulong high)
    {
        Do(VectorOp.Const);
        Span<byte> room = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64LittleEndian(room, low);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64LittleEndian(room[8..], high);
        code.Add(room);
        return this;
    }

    /// <summary>Chooses bytes of the two vectors on the stack, of the first by 0 to 15, of the second by 16 to 31.</summary>
    public FunctionCode Shuffle(params ReadOnlySpan<byte> bytes)
    {
        Do(VectorOp.Shuffle);
        code.Add(bytes);
        return this;
    }

    /// <summary>Adds a constant to a local.</summary>
    public FunctionCode Add(Local local, int step) => Get(local).I32(step).Do(Op.I32Add).Set(local);

    /// <summary>Runs the body while the condition on the stack holds.</summary>
    public void If(Action then, Action? otherwise = null)
    {
        Do(Op.If);
        code.Add(0x40);
        depth++;
        then();
        if (otherwise is not null)
        {
            Do(Op.Else);
            otherwise();
        }
        depth--;
        Do(Op.End);
    }

    /// <summary>A block; the body receives what leaves it.</summary>
    public void Block(Action<Action> body)
    {
        Do(Op.Block);
        code.Add(0x40);
        var own = ++depth;
        body(() => Numbered(Op.Branch, depth - own));
        depth--;
        Do(Op.End);
    }

    /// <summary>A loop; the body receives what begins it anew.</summary>
    public void Loop(Action<Action> body)
    {
        Do(Op.Loop);
        code.Add(0x40);
        var own = ++depth;
        body(() => Numbered(Op.Branch, depth - own));
        depth--;
        Do(Op.End);
    }

    /// <summary>Repeats while the body leaves a number that is not 0 on the stack.</summary>
    public void DoWhile(Action body)
    {
        Do(Op.Loop);
        code.Add(0x40);
        depth++;
        body();
        Numbered(Op.BranchIf, 0);
        depth--;
        Do(Op.End);
    }

    /// <summary>Counts a new local from 0 in steps up to an end; the body runs once or more.</summary>
    public void For(int end, int step, Action<Local> body)
    {
        Scope(() =>
        {
            var counter = New(ValueType.I32);
            I32(0).Set(counter);
            if (end <= step)
            {
                body(counter);
                return;
            }
            DoWhile(() =>
            {
                body(counter);
                Get(counter).I32(step).Do(Op.I32Add).Tee(counter).I32(end).Do(Op.I32LessUnsigned);
            });
        });
    }

    /// <summary>The entry of the code section.</summary>
    public byte[] Finish()
    {
        var body = new Bytes();
        var runs = new List<(uint Count, ValueType Type)>();
        foreach (var type in locals)
        {
            if (runs.Count > 0 && runs[^1].Type == type)
                runs[^1] = (runs[^1].Count + 1, type);
            else
                runs.Add((1, type));
        }
        body.AddUnsigned((uint)runs.Count);
        foreach (var (count, type) in runs)
        {
            body.AddUnsigned(count);
            body.Add((byte)type);
        }
        body.Add(code.ToArray());
        body.Add((byte)Op.End);
        return body.ToArray();
    }

    private FunctionCode Numbered(Op op, int number)
    {
        Do(op);
        code.AddUnsigned((uint)number);
        return this;
    }

    /// <summary>Alignment is a hint; all of them promise 1 byte.</summary>
    private FunctionCode Memory(int offset)
    {
        code.AddUnsigned(0);
        code.AddUnsigned((uint)offset);
        return this;
    }
}
