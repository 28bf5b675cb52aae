namespace Backprop.Mutation;

/// <summary>One change of the sources that some test should notice.</summary>
/// <param name="Id">From 1; 0 stands for the sources as they are.</param>
/// <param name="File">Path from the project's folder.</param>
/// <param name="Line">From 1.</param>
/// <param name="At">The text of the line.</param>
/// <param name="From">The changed expression or statement.</param>
/// <param name="To">What stands in its place; empty for a statement that is left out.</param>
/// <param name="IsStatic">Whether it runs once per process, in a static initializer.</param>
internal sealed record Mutant(int Id, string File, int Line, string At, string From, string To, bool IsStatic)
{
    public override string ToString() => $"{File}:{Line}  {From}  →  {(To.Length == 0 ? "(left out)" : To)}";
}
