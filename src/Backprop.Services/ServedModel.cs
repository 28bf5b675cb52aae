using System.Collections.Frozen;
using Backprop.Data;

namespace Backprop.Services;

/// <summary>A model that a service answers with.</summary>
public sealed class ServedModel
{
    internal ServedModel(TableModel model, FrozenDictionary<Type, object> bindings, int version, DateTimeOffset loaded)
    {
        Model = model;
        Bindings = bindings;
        Version = version;
        Loaded = loaded;
    }

    /// <summary>The model.</summary>
    public TableModel Model { get; }

    /// <summary>How many models the service has loaded, this one included: 1 for the first.</summary>
    public int Version { get; }

    /// <summary>When it was loaded.</summary>
    public DateTimeOffset Loaded { get; }

    internal FrozenDictionary<Type, object> Bindings { get; }
}
