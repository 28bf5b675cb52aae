namespace Backprop.WebAssembly;

/// <summary>What each row of a product starts with.</summary>
/// <param name="Value">With 0, with a number per row at the address, or with what the destination holds.</param>
/// <param name="Address">Of numbers per row, that of the first.</param>
internal readonly record struct RowStart(StartValue Value, int Address = 0);

/// <summary>Writes sums of products, each in the library's order.</summary>
internal sealed class Products<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Products that are written one after the other without a loop, at most.</summary>
    private const int Straight = 96;

    private readonly VectorCode<T> vectors;
    private readonly FunctionCode code;
    private readonly Local block;

    /// <summary>Writes with vectors.</summary>
    /// <param name="vectors">The vectors.</param>
    /// <param name="block">The address of the block of cases.</param>
    public Products(VectorCode<T> vectors, Local block)
    {
        (this.vectors, this.block) = (vectors, block);
        code = vectors.Code;
    }

    private static int NumberBytes => VectorCode<T>.NumberBytes;

    /// <summary>A local with the sum of an address in the memory or the block and of some more numbers on the stack, which <paramref name="more"/> pushes.</summary>
    public Local Pointer(Place place, params ReadOnlySpan<Local> more)
    {
        var pointer = code.New(ValueType.I32);
        code.Get(more[0]);
        foreach (var local in more[1..])
            code.Get(local).Do(Op.I32Add);
        if (place.IsInBlock)
            code.Get(block).Do(Op.I32Add);
        code.Set(pointer);
        return pointer;
    }

    /// <summary>c[row, column] = start + Σ over k of a[row, k] · b[k, column], k ascending, each product fused with the sum; columns are whole vectors.</summary>
    /// <param name="rows">Rows of a and c.</param>
    /// <param name="depth">Columns of a, rows of b.</param>
    /// <param name="width">Bytes of a row of b and c that are computed.</param>
    /// <param name="a">The numbers of which each is in all lanes, and the bytes from row to row and from column to column.</param>
    /// <param name="b">The rows of vectors, and the bytes from row to row.</param>
    /// <param name="c">The results, and the bytes from row to row.</param>
    /// <param name="start">What sums start with.</param>
    /// <param name="exact">Whether all products are exact.</param>
    public void Multiply(int rows, int depth, int width, (Place At, int Row, int Column) a, (Place At, int Row) b, (Place At, int Row) c, RowStart start, bool exact)
    {
        Tiles(rows, 4, (first, count, tiles) => code.For(tiles, 1, tile => code.Scope(() =>
        {
            var ofA = Scaled(tile, count * a.Row);
            var ofC = Scaled(tile, count * c.Row);
            var ofStart = Scaled(tile, count * NumberBytes);
            var columns = Columns(width, count);
            var (atA, atC) = (a.At + (first * a.Row), c.At + (first * c.Row));
            var pointerA = Pointer(atA, ofA);
            code.For(width, columns * VectorCode<T>.VectorBytes, column =>
            {
                var pointerC = Pointer(atC, column, ofC);
                var pointerB = Pointer(b.At, column);
                var sums = new Local[count, columns];
                for (var row = 0; row < count; row++)
                {
                    for (var k = 0; k < columns; k++)
                    {
                        sums[row, k] = vectors.New();
                        switch (start.Value)
                        {
                            case StartValue.Zero:
                                vectors.Constant(T.Zero);
                                break;
                            case StartValue.Biases:
                                if (k > 0)
                                {
                                    vectors.Get(sums[row, 0]);
                                    break;
                                }
                                code.Get(ofStart);
                                vectors.LoadSplat(start.Address + ((first + row) * NumberBytes));
                                break;
                            default:
                                code.Get(pointerC);
                                vectors.Load(atC.Offset + (row * c.Row) + (k * VectorCode<T>.VectorBytes));
                                break;
                        }
                        vectors.Set(sums[row, k]);
                    }
                }
                if (depth * count * columns <= (vectors.IsSoftware && !exact ? 1 : Straight))
                {
                    for (var k = 0; k < depth; k++)
                        Step(pointerA, pointerB, k);
                }
                else
                {
                    var (nextA, nextB, left) = (code.New(ValueType.I32), code.New(ValueType.I32), code.New(ValueType.I32));
                    code.Get(pointerA).Set(nextA).Get(pointerB).Set(nextB).I32(depth).Set(left);
                    code.DoWhile(() =>
                    {
                        Step(nextA, nextB, 0);
                        code.Add(nextA, a.Column);
                        code.Add(nextB, b.Row);
                        code.Get(left).I32(1).Do(Op.I32Subtract).Tee(left);
                    });
                }
                for (var row = 0; row < count; row++)
                {
                    for (var k = 0; k < columns; k++)
                    {
                        code.Get(pointerC).Get(sums[row, k]);
                        vectors.Store(atC.Offset + (row * c.Row) + (k * VectorCode<T>.VectorBytes));
                    }
                }

                void Step(Local fromA, Local fromB, int step) => code.Scope(() =>
                {
                    var ofB = new Local[columns];
                    for (var k = 0; k < columns; k++)
                    {
                        ofB[k] = vectors.New();
                        code.Get(fromB);
                        vectors.Load(b.At.Offset + (step * b.Row) + (k * VectorCode<T>.VectorBytes)).Set(ofB[k]);
                    }
                    var wide = new WideValues(code);
                    for (var row = 0; row < count; row++)
                    {
                        var factor = vectors.New();
                        code.Get(fromA);
                        vectors.LoadSplat(atA.Offset + (row * a.Row) + (step * a.Column)).Set(factor);
                        if (vectors.SharesWide && !exact)
                            wide.AddSplat(factor);
                        for (var k = 0; k < columns; k++)
                            vectors.MultiplyAdd(factor, ofB[k], Term(sums[row, k]), exact, wide).Set(sums[row, k]);
                    }
                });
            });
        })));
    }

    /// <summary>
    /// lanes[row, column] = start + Σ over cases of dx[row, case] · y[column, case], a bundle per weight: case c in lane c mod the number of lanes, each a chain.
    /// Rows are taken by tiles; after each of them <paramref name="after"/> writes what follows, with its first row, their number in a tile and the tile's number.
    /// </summary>
    public void Gradient(int rows, int depth, int width, (Place At, int Row) dx, (Place At, int Row) y, bool exact, bool fresh, Func<int, int, (Place At, int TileBytes)> lanes, Action<int, int, Local>? after)
    {
        const int bundle = VectorCode<T>.BundleBytes, vector = VectorCode<T>.VectorBytes;
        Tiles(rows, 2, (first, count, tiles) => code.For(tiles, 1, tile => code.Scope(() =>
        {
            var ofDx = Scaled(tile, count * dx.Row);
            var (atLanes, tileBytes) = lanes(first, count);
            var ofLanes = Scaled(tile, tileBytes);
            Tiles(depth, 4, (column, columns, steps) => code.For(steps, 1, step => code.Scope(() =>
            {
                var ofY = Scaled(step, columns * y.Row);
                var ofColumn = Scaled(step, columns * bundle);
                code.For(bundle, vector, quarter =>
                {
                    var target = Pointer(atLanes, quarter, ofLanes, ofColumn);
                    var (atDx, atY) = (dx.At + (first * dx.Row), y.At + (column * y.Row));
                    var fromDx = Pointer(atDx, quarter, ofDx);
                    var fromY = Pointer(atY, quarter, ofY);
                    var sums = new Local[count, columns];
                    for (var row = 0; row < count; row++)
                    {
                        for (var k = 0; k < columns; k++)
                        {
                            sums[row, k] = vectors.New();
                            if (fresh)
                            {
                                vectors.Constant(T.Zero);
                            }
                            else
                            {
                                code.Get(target);
                                vectors.Load(At(row, k));
                            }
                            vectors.Set(sums[row, k]);
                        }
                    }
                    var bundles = width / bundle;
                    if (bundles * count * columns <= (vectors.IsSoftware && !exact ? 1 : Straight))
                    {
                        for (var k = 0; k < bundles; k++)
                            Step(k * bundle);
                    }
                    else
                    {
                        var left = code.New(ValueType.I32);
                        code.I32(bundles).Set(left);
                        code.DoWhile(() =>
                        {
                            Step(0);
                            code.Add(fromDx, bundle);
                            code.Add(fromY, bundle);
                            code.Get(left).I32(1).Do(Op.I32Subtract).Tee(left);
                        });
                    }
                    for (var row = 0; row < count; row++)
                    {
                        for (var k = 0; k < columns; k++)
                        {
                            code.Get(target).Get(sums[row, k]);
                            vectors.Store(At(row, k));
                        }
                    }

                    int At(int row, int k) => atLanes.Offset + (((row * depth) + column + k) * bundle);

                    void Step(int offset) => code.Scope(() =>
                    {
                        var derivatives = new Local[count];
                        for (var row = 0; row < count; row++)
                        {
                            derivatives[row] = vectors.New();
                            code.Get(fromDx);
                            vectors.Load(atDx.Offset + (row * dx.Row) + offset).Set(derivatives[row]);
                        }
                        var wide = new WideValues(code);
                        for (var k = 0; k < columns; k++)
                        {
                            var state = vectors.New();
                            code.Get(fromY);
                            vectors.Load(atY.Offset + (k * y.Row) + offset).Set(state);
                            for (var row = 0; row < count; row++)
                                vectors.MultiplyAdd(derivatives[row], state, Term(sums[row, k]), exact, wide).Set(sums[row, k]);
                        }
                    });
                });
            })));
            after?.Invoke(first, count, tile);
        })));
    }

    /// <summary>lanes[row] = start + Σ over cases of dx[row, case], likewise.</summary>
    public void SumOverCases(int rows, int width, (Place At, int Row) dx, int lanes, bool fresh)
    {
        const int bundle = VectorCode<T>.BundleBytes, vector = VectorCode<T>.VectorBytes;
        code.For(rows, 1, row => code.Scope(() =>
        {
            var target = Scaled(row, bundle);
            var from = Pointer(dx.At, Scaled(row, dx.Row));
            var sums = new Local[bundle / vector];
            for (var k = 0; k < sums.Length; k++)
            {
                sums[k] = vectors.New();
                if (fresh)
                {
                    vectors.Constant(T.Zero);
                }
                else
                {
                    code.Get(target);
                    vectors.Load(lanes + (k * vector));
                }
                vectors.Set(sums[k]);
            }
            code.For(width, bundle, at => code.Scope(() =>
            {
                var next = code.New(ValueType.I32);
                code.Get(from).Get(at).Do(Op.I32Add).Set(next);
                for (var k = 0; k < sums.Length; k++)
                {
                    vectors.Get(sums[k]);
                    code.Get(next);
                    vectors.Load(dx.At.Offset + (k * vector)).Add().Set(sums[k]);
                }
            }));
            for (var k = 0; k < sums.Length; k++)
            {
                code.Get(target).Get(sums[k]);
                vectors.Store(lanes + (k * vector));
            }
        }));
    }

    /// <summary>numbers[k] = the sum of the lanes of bundle k, added to what is there unless <paramref name="fresh"/>. Both move on by a local, which may be null.</summary>
    public void Join(int lanes, int numbers, int count, bool fresh, Local? moved = null)
    {
        code.For(count, 1, k => code.Scope(() =>
        {
            const int vector = VectorCode<T>.VectorBytes;
            var from = Scaled(k, VectorCode<T>.BundleBytes);
            var target = Scaled(k, NumberBytes);
            if (moved is { } more)
                code.Get(target).Get(more).Do(Op.I32Add).Set(target);
            var parts = new Local[4];
            for (var part = 0; part < parts.Length; part++)
            {
                parts[part] = vectors.New();
                code.Get(from);
                vectors.Load(lanes + (part * vector)).Set(parts[part]);
            }
            vectors.SumOfLanes(parts[0], parts[1], parts[2], parts[3]);
            vectors.AddToMemory(target, numbers, fresh);
        }));
    }

    /// <summary>The term of a sum that is about to be set again: a copy where its wide form would otherwise be taken for that of the new sum.</summary>
    private Local Term(Local sum)
    {
        if (!vectors.SharesWide)
            return sum;
        var copy = vectors.New();
        vectors.Get(sum).Set(copy);
        return copy;
    }

    /// <summary>A new local: a counter times a number of bytes.</summary>
    public Local Scaled(Local counter, int bytes)
    {
        var scaled = code.New(ValueType.I32);
        code.Get(counter).I32(bytes).Do(Op.I32Multiply).Set(scaled);
        return scaled;
    }

    /// <summary>Cuts a number of rows into tiles of a size and one of the rest: the first row, the rows of a tile, the number of tiles.</summary>
    private static void Tiles(int rows, int size, Action<int, int, int> write)
    {
        var whole = rows / size;
        if (whole > 0)
            write(0, size, whole);
        if (rows % size > 0)
            write(whole * size, rows % size, 1);
    }

    /// <summary>The vectors of a row that are computed side by side.</summary>
    private static int Columns(int width, int rows)
    {
        var most = rows <= 2 ? 4 : 2;
        while (width % (most * VectorCode<T>.VectorBytes) != 0)
            most /= 2;
        return most;
    }
}
