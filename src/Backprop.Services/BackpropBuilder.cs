using Backprop.Data;
using Backprop.Services;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>A model that was added to the services of a program.</summary>
public sealed class BackpropBuilder
{
    internal BackpropBuilder(IServiceCollection services, string name)
    {
        Services = services;
        Name = name;
    }

    /// <summary>The services.</summary>
    public IServiceCollection Services { get; }

    /// <summary>The name of the model; empty for the only one.</summary>
    public string Name { get; }

    /// <summary>Adds a <see cref="RowService{TRow, TAnswer}"/>, by the same key as the model's where this has a name. A model that does not fit the types is not taken.</summary>
    /// <typeparam name="TRow">The type of the objects that are asked about.</typeparam>
    /// <typeparam name="TAnswer">The type of the answers.</typeparam>
    /// <returns>The same.</returns>
    public BackpropBuilder For<TRow, TAnswer>()
        where TRow : ITableRow<TRow>
        where TAnswer : ITableAnswer<TAnswer>
    {
        Services.Configure<ServedModelOptions>(Name, static options => options.Bindings[typeof(RowModel<TRow, TAnswer>)] = static model => model.For<TRow, TAnswer>());
        if (Name.Length == 0)
            Services.AddSingleton(static provider => new RowService<TRow, TAnswer>(provider.GetRequiredService<ModelService>()));
        else
            Services.AddKeyedSingleton(Name, static (provider, key) => new RowService<TRow, TAnswer>(provider.GetRequiredKeyedService<ModelService>(key)));
        return this;
    }
}
