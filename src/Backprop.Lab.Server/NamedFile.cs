namespace Backprop.Lab.Server;

/// <summary>A file that the user names for the page, read anew each time that the page asks for it.</summary>
/// <param name="Name">The name that the page shows, without folders.</param>
/// <param name="Path">Where it is. No request says so.</param>
internal sealed record NamedFile(string Name, string Path);
