namespace Backprop.Onnx;

/// <summary>A program other than Backprop that runs ONNX files, for <see cref="OnnxFile.Verify"/>. The package Backprop.Onnx.Runtime holds one.</summary>
public interface IOnnxRuntime
{
    /// <summary>Name and version, such as "ONNX Runtime 1.31.1".</summary>
    string Name { get; }

    /// <summary>Runs a file once.</summary>
    /// <param name="path">The ONNX file.</param>
    /// <param name="inputs">A value for each input of the graph, by its name.</param>
    /// <returns>The value of each output of the graph, by its name.</returns>
    /// <exception cref="ModelFileException">The runtime refuses the file or the inputs; the message quotes it.</exception>
    IReadOnlyDictionary<string, OnnxTensor> Run(string path, IReadOnlyDictionary<string, OnnxTensor> inputs);
}
