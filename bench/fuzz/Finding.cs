namespace Backprop.Fuzz;

/// <summary>A case that a reader does not handle as documented.</summary>
/// <param name="Target">The reader.</param>
/// <param name="Seed">The seed of the run.</param>
/// <param name="Case">The number of the case in it.</param>
/// <param name="Kind">What is wrong, in a form that is equal for the same fault: an exception's type and place, or a bound.</param>
/// <param name="Problem">What is wrong, in words.</param>
/// <param name="File">The file.</param>
internal sealed record Finding(Target Target, ulong Seed, long Case, string Kind, string Problem, byte[] File);
