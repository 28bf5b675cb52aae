namespace Backprop.Exchange;

/// <summary>A net of another program, unit by unit. Units are numbered after the senders, in any order.</summary>
/// <param name="file">The file that messages name.</param>
/// <param name="senders">The number of senders: its inputs.</param>
internal sealed class UnitNet(ForeignText file, int senders)
{
    /// <summary>The file that messages name.</summary>
    public ForeignText File => file;

    /// <summary>The number of senders.</summary>
    public int Senders => senders;

    /// <summary>The units; the first has the number <see cref="Senders"/>.</summary>
    public List<ForeignUnit> Units { get; } = [];

    /// <summary>The indexes among <see cref="Units"/> of those whose states are the answer, in its order.</summary>
    public List<int> Outputs { get; } = [];

    /// <summary>Adds a unit.</summary>
    /// <returns>Its number, by which others receive from it.</returns>
    public int Add(ForeignUnit unit)
    {
        Units.Add(unit);
        return senders + Units.Count - 1;
    }

    /// <summary>The length of the longest way from a sender to each unit; units without links have 1.</summary>
    /// <exception cref="ForeignFileException">Units feed one another in a circle.</exception>
    public int[] Levels()
    {
        var levels = new int[Units.Count];
        var waiting = new int[Units.Count];
        var receivers = new List<int>?[Units.Count];
        for (var unit = 0; unit < Units.Count; unit++)
        {
            levels[unit] = 1;
            foreach (var (from, _) in Units[unit].Links)
            {
                if (from < senders)
                    continue;
                waiting[unit]++;
                (receivers[from - senders] ??= []).Add(unit);
            }
        }
        var ready = new Queue<int>(Enumerable.Range(0, Units.Count).Where(unit => waiting[unit] == 0));
        var done = 0;
        for (; ready.TryDequeue(out var unit); done++)
        {
            foreach (var receiver in receivers[unit] ?? [])
            {
                levels[receiver] = Math.Max(levels[receiver], levels[unit] + 1);
                if (--waiting[receiver] == 0)
                    ready.Enqueue(receiver);
            }
        }
        return done == Units.Count ? levels
            : throw file.Problem($"{Units[Array.FindIndex(waiting, static left => left > 0)].Name} receives from a unit that depends on it; a layered net has no such circle, and this reader does not build iterative nets");
    }
}
