namespace Backprop.Experiments;

/// <summary>Hands out the nets of a study one by one, here or from another process.</summary>
internal interface INetSource
{
    /// <summary>Takes the next net.</summary>
    /// <param name="kind">Of which kind (<see cref="Study{T}.KindOf"/>); null: of any. Then it waits until it is known whether there are more.</param>
    /// <returns>The net; null where there is none.</returns>
    StudyNet? Next(int? kind);
}
