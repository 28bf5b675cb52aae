using System.Numerics;

namespace Backprop.Cli;

/// <summary>The model whose weights a training starts from.</summary>
/// <param name="Path">Its file.</param>
/// <param name="File">By what the file is recognized.</param>
internal sealed record StartingModel(string Path, KnownFile File)
{
    /// <exception cref="InputException">There is no such file.</exception>
    public static StartingModel Of(string path) => FileStatus.Of(path) is { Kind: FileKind.Regular } ? new StartingModel(path, KnownFile.Of(path))
        : throw new InputException($"{path}: there is no such model to start from");

    /// <summary>The net with the weights of the model.</summary>
    /// <exception cref="InputException">The model has another net, or is not the one that it was.</exception>
    public Network<T> Network<T>(Topology topology)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!File.Is(Path))
            throw new InputException($"{Path}: is not the model that the training started from; it was changed or moved");
        var model = Model.Load(Path);
        return model.Topology.ToJson() == topology.ToJson() ? model.Network<T>()
            : throw new InputException($"{Path}: has another net than the training; --start takes a model of the same groups, units, functions and projections, and of the same names");
    }
}
