namespace Backprop.Lab;

/// <summary>Runs WebAssembly modules: the browser.</summary>
internal interface IModuleHost
{
    /// <summary>Whether relaxed multiply-adds round once.</summary>
    /// <param name="probe">The module that tells it.</param>
    ValueTask<bool> IsFusedAsync(byte[] probe);

    /// <summary>Makes a module ready, in place of the one that had its place before.</summary>
    /// <param name="place">Its place among those that are ready at a time, from 0.</param>
    /// <param name="module">The module.</param>
    /// <exception cref="Microsoft.JSInterop.JSException">It cannot be.</exception>
    ValueTask OpenModuleAsync(int place, byte[] module);

    /// <summary>Runs the module at a place.</summary>
    /// <param name="place">The place.</param>
    /// <param name="state">Where it begins: the first bytes of its memory.</param>
    /// <param name="slice">How far it runs.</param>
    /// <param name="stateBytes">The number of bytes to give back.</param>
    /// <returns>The first bytes of its memory afterwards.</returns>
    byte[] RunModule(int place, byte[] state, ModuleSlice slice, int stateBytes);
}

/// <summary>How far a module runs: what it looks at before each sweep, where 0 asks for nothing, and time, at which it looks after some.</summary>
/// <param name="Sweeps">The most sweeps.</param>
/// <param name="Within">It stops where every output is nearer to its target.</param>
/// <param name="ErrorBelow">It stops where E is below this.</param>
/// <param name="RightSide">It stops where every output is on the right side of 0.5.</param>
/// <param name="Milliseconds">The time after which it stops.</param>
internal readonly record struct ModuleSlice(int Sweeps, double Within, double ErrorBelow, bool RightSide, double Milliseconds);
