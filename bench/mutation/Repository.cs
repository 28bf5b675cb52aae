namespace Backprop.Mutation;

/// <summary>The source tree that this program was built from.</summary>
internal static class Repository
{
    private static readonly string Root = FindRoot();

    internal static string Path(string relative) => System.IO.Path.Combine(Root, relative);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Backprop.slnx")))
                return folder.FullName;
        }
        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds Backprop.slnx.");
    }
}
