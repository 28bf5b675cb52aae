namespace Backprop;

/// <summary>A model or checkpoint file cannot be read or written. The message is one line that names the file, what was expected and what came.</summary>
public sealed class ModelFileException : BackpropException
{
    // What a damaged file holds is quoted in the message: it must not fill the screen.
    private const int LongestProblem = 400;

    /// <summary>An error about the file at <paramref name="path"/>; the message becomes "<c>path: problem</c>".</summary>
    /// <param name="path">The file as the caller named it.</param>
    /// <param name="problem">What is wrong, in one line without the path.</param>
    /// <param name="innerException">What the platform or the JSON reader said, if anything.</param>
    public ModelFileException(string path, string problem, Exception? innerException = null)
        : base($"{path}: {DisplayText.Of(problem, LongestProblem)}", innerException) => (Path, Problem) = (path, problem);

    internal static ModelFileException Of(string path, string problem, Exception? innerException) => new(path, problem, innerException);

    /// <summary>The file as the caller named it.</summary>
    public string Path { get; }

    /// <summary>What is wrong, without the path.</summary>
    internal string Problem { get; }
}
