using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Backprop.Onnx;

/// <summary>
/// ONNX Runtime on the CPU, as <see cref="OnnxFile.Verify"/> asks for it: a judge of exported files that Backprop did not write.
/// Keeps nothing between runs; may be used from several threads.
/// </summary>
public sealed class OnnxRuntime : IOnnxRuntime
{
    /// <inheritdoc/>
    public string Name => "ONNX Runtime " + OrtEnv.Instance().GetVersionString();

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, OnnxTensor> Run(string path, IReadOnlyDictionary<string, OnnxTensor> inputs)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(inputs);
        var given = new List<OrtValue>(inputs.Count);
        try
        {
            using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
            using var session = new InferenceSession(path, options);
            using var run = new RunOptions();
            foreach (var tensor in inputs.Values) given.Add(ToOrt(tensor));
            using var results = session.Run(run, [.. inputs.Keys], given, session.OutputNames);
            return session.OutputNames.Zip(results).ToDictionary(pair => pair.First, pair => FromOrt(pair.Second), StringComparer.Ordinal);
        }
        catch (OnnxRuntimeException e)
        {
            throw new ModelFileException(path, "ONNX Runtime says: " + e.Message, e);
        }
        catch (NotSupportedException e)
        {
            throw new ModelFileException(path, e.Message, e);
        }
        finally
        {
            foreach (var value in given) value.Dispose();
        }
    }

    private static OrtValue ToOrt(OnnxTensor tensor)
    {
        int[] dims = [.. tensor.Dims];
        var shape = Array.ConvertAll(dims, size => (long)size);
        double[] numbers = [.. tensor.Numbers];
        return tensor.Element switch
        {
            OnnxElement.Text => OrtValue.CreateFromStringTensor(new DenseTensor<string>(tensor.Texts.ToArray(), dims)),
            OnnxElement.Double => OrtValue.CreateTensorValueFromMemory(numbers, shape),
            OnnxElement.Int64 => OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(numbers, number => (long)number), shape),
            OnnxElement.Bool => OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(numbers, number => number != 0), shape),
            _ => OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(numbers, number => (float)number), shape),
        };
    }

    private static OnnxTensor FromOrt(OrtValue value)
    {
        var type = value.GetTensorTypeAndShape();
        var dims = Array.ConvertAll(type.Shape, size => (int)size);
        return type.ElementDataType switch
        {
            TensorElementType.String => new OnnxTensor(dims, value.GetStringTensorAsArray()),
            TensorElementType.Float => Numbers<float>(OnnxElement.Float, number => number),
            TensorElementType.Double => Numbers<double>(OnnxElement.Double, number => number),
            TensorElementType.Int64 => Numbers<long>(OnnxElement.Int64, number => number),
            TensorElementType.Bool => Numbers<bool>(OnnxElement.Bool, truth => truth ? 1 : 0),
            var other => throw new NotSupportedException($"an output of ONNX Runtime has element type {other}; supported are Float, Double, Int64, Bool and String"),
        };

        OnnxTensor Numbers<T>(OnnxElement element, Converter<T, double> convert)
            where T : unmanaged => new(element, dims, Array.ConvertAll(value.GetTensorDataAsSpan<T>().ToArray(), convert));
    }
}
