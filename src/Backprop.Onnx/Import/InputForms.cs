using Backprop.Onnx.Schema;

namespace Backprop.Onnx;

/// <summary>The form of an input of a graph.</summary>
internal static class InputForms
{
    /// <summary>Finds the form.</summary>
    /// <param name="input">The input.</param>
    /// <param name="hasBatch">Whether the first of several axes counts cases.</param>
    /// <param name="widthOf">The units of an input as the weights fix them.</param>
    /// <exception cref="FormatException">It is not one of units.</exception>
    public static Form Of(ValueInfoProto input, bool hasBatch, Func<string, long?> widthOf)
    {
        var dims = input.Type?.TensorType?.Shape?.Dim;
        // A file that says nothing of the shape has the usual one.
        long[] sizes = dims is null ? [0, 0] : [.. dims.Select(dim => dim.DimValue)];
        var shape = $"[{string.Join(", ", dims?.Select((dim, axis) => dim.DimValue > 0 ? dim.DimValue.ToString(System.Globalization.CultureInfo.InvariantCulture) : dim.DimParam.Length > 0 ? DisplayText.Name(dim.DimParam) : axis == 0 ? "batch" : "?") ?? ["?"])}]";
        var batch = hasBatch && sizes.Length > 1 ? 0 : sizes.Length > 1 && sizes[0] <= 0 ? 0 : -1;
        if (sizes.Length is 0 or > 16 || sizes.Any(size => size is < 0 or > FoundNet.MostUnits)) throw Refused("is");
        int[] open = [.. Enumerable.Range(0, sizes.Length).Where(axis => axis != batch && sizes[axis] == 0)];
        if (open.Length > 1) throw Refused("is");
        if (open is [var missing])
        {
            var known = sizes.Where((size, axis) => axis != batch && axis != missing).Aggregate(1L, (product, size) => Math.Min(int.MaxValue, product * size));
            if (widthOf(input.Name) is not { } width || width % known != 0) throw Refused("leaves its units open, and no weights fix them: it is");
            sizes[missing] = width / known;
        }
        if (sizes.Any(size => size > FoundNet.MostUnits)) throw Refused("is");
        var form = new Form([.. sizes.Select(size => (int)size)], batch);
        return form.Units is > 0 and <= FoundNet.MostUnits ? form : throw Refused("is");

        FormatException Refused(string verb) => new($"its input '{input.Name}' {verb} of shape {shape}; expected [batch, units], or [batch, …] that is flattened, with 1 to {FoundNet.MostUnits} units");
    }
}
