namespace Backprop.Exchange;

/// <summary>Reads an example file of Lens (.ex) in its text form.</summary>
internal sealed class LensExamples
{
    // A number of events is a claim: two digits ask for as much as the longest file.
    private const int MostEvents = 1 << 16, MostUnits = 1 << 24;

    private static readonly byte[] Binary = [0xAA, 0xAA, 0xAA, 0xAA];
    private static readonly string[] Beginnings = [";", "[", "I:", "T:", "B:", "i:", "t:", "b:", "name:", "freq:", "proc:", "max:", "min:", "grace:", "defI:", "actI:", "defT:", "actT:"];

    private static readonly (string Mark, string What, Action<LensEvent, double> Set)[] Settings =
    [
        ("max:", "the greatest time", static (each, value) => each.MaxTime = value),
        ("min:", "the least time", static (each, value) => each.MinTime = value),
        ("grace:", "the time of grace", static (each, value) => each.GraceTime = value),
        ("defI:", "a default input", static (each, value) => each.DefaultInput = value),
        ("actI:", "an active input", static (each, value) => each.ActiveInput = value),
        ("defT:", "a default target", static (each, value) => each.DefaultTarget = value),
        ("actT:", "an active target", static (each, value) => each.ActiveTarget = value),
    ];

    private readonly LensCursor cursor;
    private readonly List<string> notes = [];
    private readonly LensEvent defaults = new();
    private readonly int most;

    private LensExamples(ForeignText file) => (cursor, most) = (new LensCursor(file), (MostEvents * 4) + file.Bytes.Length);

    public static bool Recognizes(FileStart start)
    {
        if (start.Bytes.Span.StartsWith(Binary)) return true;
        var cursor = new LensCursor(new ForeignText(start.Path, start.Bytes.ToArray()));
        if (!start.Text.Contains(';', StringComparison.Ordinal)) return false;
        var hasNumber = false;
        for (var number = 0; number < 3 && cursor.IsAtDigit && start.Text.Length < FileStart.Most * 2; number++)
        {
            hasNumber = true;
            try
            {
                _ = cursor.Whole("");
            }
            catch (ForeignFileException)
            {
                return false;
            }
        }
        return Array.Exists(Beginnings, beginning => cursor.IsAt(beginning) && !(hasNumber && beginning == ";"));
    }

    /// <exception cref="ForeignFileException">The file is in the binary form, or damaged.</exception>
    public static LensExampleSet Read(ForeignText file)
    {
        if (file.Bytes.AsSpan().StartsWith(Binary))
            throw file.Problem("is an example file in the binary form of Lens; load it there and save it as text: saveExamples SET FILE.ex (without -binary)");
        return new LensExamples(file).Read();
    }

    private LensExampleSet Read()
    {
        // As Lens does: two numbers at the beginning were once the numbers of units.
        for (var number = 0; number < 2 && cursor.IsAtDigit; number++) _ = cursor.Whole("a number of units");
        ReadHeader();
        var examples = new List<LensExample>();
        var events = 0;
        while (!cursor.IsAtEnd)
        {
            examples.Add(ReadExample(ref events));
        }
        return examples.Count > 0 ? new LensExampleSet(examples, notes) : throw cursor.Problem("has no example");
    }

    private void ReadHeader()
    {
        while (!cursor.Take(";"))
        {
            if (!ReadSetting([defaults])) return;
        }
    }

    /// <summary>Reads a setting of events, if one comes next.</summary>
    private bool ReadSetting(IReadOnlyList<LensEvent> events)
    {
        if (cursor.Take("proc:"))
        {
            Drop("proc: (a procedure in Tcl)");
            _ = cursor.Block("a procedure");
            return true;
        }
        foreach (var (mark, what, set) in Settings)
        {
            if (!cursor.Take(mark)) continue;
            if (mark == "min:") Drop("min: (the least time of an event, before it may end early)");
            var value = cursor.Real(what);
            foreach (var each in events) set(each, value);
            return true;
        }
        return false;
    }

    private void Drop(string what)
    {
        if (!notes.Exists(note => note.StartsWith(what, StringComparison.Ordinal))) notes.Add($"{what} is left out");
    }

    private LensExample ReadExample(ref int total)
    {
        _ = cursor.IsAtEnd;
        var line = cursor.Line;
        string? name = null;
        var count = 1;
        while (true)
        {
            if (cursor.Take("name:"))
            {
                name = cursor.Block("the name of an example");
            }
            else if (cursor.Take("freq:"))
            {
                _ = cursor.Real("a frequency");
                Drop("freq: (it counts in Lens only in the mode PROBABILISTIC or with pseudoExampleFreq)");
            }
            else if (cursor.Take("proc:"))
            {
                _ = cursor.Block("a procedure");
                Drop("proc: (a procedure in Tcl)");
            }
            else if (cursor.IsAtDigit)
            {
                count = cursor.Whole("the number of events");
                if (count is < 1 or > MostEvents) throw cursor.Problem(FormattableString.Invariant($"an example has {count} events; there must be 1 to {MostEvents:N0}"));
            }
            else
            {
                break;
            }
        }
        if ((total += count) > most) throw cursor.Problem(FormattableString.Invariant($"the examples have more events than a file of this length can describe; cut it into parts"));
        var events = new LensEvent[count];
        for (var k = 0; k < count; k++) events[k] = defaults with { };
        ReadEvents(events);
        return new LensExample(name, events, line);
    }

    private void ReadEvents(LensEvent[] events)
    {
        var (active, inputs, targets) = (new List<LensEvent>(), new Turn("inputs"), new Turn("targets"));
        while (!cursor.Take(";"))
        {
            if (cursor.Take("["))
            {
                var numbers = EventNumbers(events.Length);
                active = [.. numbers.Select(number => events[number])];
                while (!cursor.Take("]"))
                {
                    if (!ReadSetting(active)) throw cursor.Problem($"{cursor.Shown()} stands in the header of an event, where max:, min:, grace:, defI:, actI:, defT:, actT:, proc: or ] is expected");
                }
                inputs.IsForActive = targets.IsForActive = true;
                inputs.AfterActive = targets.AfterActive = numbers.Max() + 1;
                continue;
            }
            var (isSparse, isInput, isTarget) = cursor.Take("I:") ? (false, true, false) : cursor.Take("i:") ? (true, true, false)
                : cursor.Take("T:") ? (false, false, true) : cursor.Take("t:") ? (true, false, true)
                : cursor.Take("B:") ? (false, true, true) : cursor.Take("b:") ? (true, true, true)
                : throw cursor.Problem($"{cursor.Shown()} stands where I:, T:, B:, i:, t:, b:, an event in brackets, or ; is expected");
            var (inputEvents, targetEvents) = (isInput ? inputs.Take(events, active, cursor) : [], isTarget ? targets.Take(events, active, cursor) : []);
            var ranges = Ranges(isInput ? inputEvents[0].ActiveInput : targetEvents[0].ActiveTarget, isSparse);
            foreach (var each in inputEvents) each.Inputs = each.Inputs is null ? ranges : throw Twice("inputs");
            foreach (var each in targetEvents) each.Targets = each.Targets is null ? ranges : throw Twice("targets");
        }

        ForeignFileException Twice(string what) => cursor.Problem($"an event is given {what} twice");
    }

    private List<int> EventNumbers(int count)
    {
        var numbers = new SortedSet<int>();
        while (cursor.IsAtDigit || cursor.IsAt("*"))
        {
            if (cursor.Take("*"))
            {
                numbers.UnionWith(Enumerable.Range(0, count));
                continue;
            }
            var first = cursor.Whole("the number of an event");
            var last = cursor.Take("-") ? cursor.Whole("the number of an event") : first;
            if (first >= count || last < first || last >= count) throw cursor.Problem(FormattableString.Invariant($"names the events {first} to {last}, but the example has {count}, numbered from 0"));
            numbers.UnionWith(Enumerable.Range(first, last - first + 1));
        }
        return numbers.Count > 0 ? [.. numbers] : [.. Enumerable.Range(0, count)];
    }

    private List<LensRange> Ranges(double active, bool isSparse)
    {
        var ranges = new List<LensRange>();
        while (true)
        {
            if (cursor.Take("{"))
            {
                var range = Add();
                while (!cursor.Take("}"))
                {
                    if (cursor.IsAtNumber) range.Value = cursor.Real("the value of units");
                    else if (cursor.Block("the name of a group") is { Length: > 0 } name) range.Group = name;
                }
                isSparse = true;
            }
            else if (cursor.Take("("))
            {
                var range = Add();
                while (!cursor.Take(")"))
                {
                    if (cursor.IsAtNumber) range.First = Unit("the first unit");
                    else if (cursor.Block("the name of a group") is { Length: > 0 } name) range.Group = name;
                }
                isSparse = false;
            }
            else if (isSparse && cursor.IsAt("*"))
            {
                cursor.Take("*");
                var range = ranges is [.., var last] ? last : Add();
                if (range.Spans.Count > 0) throw cursor.Problem("'*' must be the first unit of a sparse range");
                range.IsAll = true;
            }
            else if (cursor.IsAtNumber)
            {
                var range = ranges is [.., var last] ? last : Add();
                if (!isSparse) (range.Values ??= []).Add(cursor.Real("a value"));
                else if (range.IsAll) throw cursor.Problem("other units stand behind '*', which means all");
                else ReadUnit(range);
            }
            else
            {
                return ranges;
            }
        }

        LensRange Add()
        {
            var range = new LensRange(cursor.Line) { Value = active };
            ranges.Add(range);
            return range;
        }
    }

    private void ReadUnit(LensRange range)
    {
        if (!cursor.IsAt("-"))
        {
            var unit = Unit("a unit");
            range.Spans.Add((unit, unit));
            return;
        }
        cursor.Take("-");
        var last = Unit("the last unit of a span");
        if (range.Spans is not [.., var (first, end)] || first != end || last < first) throw cursor.Problem(FormattableString.Invariant($"the span to -{last} has no beginning; write its first unit before it, as in 3 -7"));
        range.Spans[^1] = (first, last);
    }

    private int Unit(string what) => cursor.Whole(what) is var unit && unit is >= 0 and < MostUnits ? unit
        : throw cursor.Problem(FormattableString.Invariant($"unit {unit} is not one of a net; units are numbered from 0"));

    /// <summary>To which event the next inputs, or targets, belong.</summary>
    private sealed class Turn(string what)
    {
        private int next;

        /// <summary>Whether a list of events was just given, to which the next ones belong.</summary>
        public bool IsForActive { get; set; }

        public int AfterActive { get; set; }

        public List<LensEvent> Take(LensEvent[] events, List<LensEvent> active, LensCursor cursor)
        {
            if (IsForActive)
            {
                IsForActive = false;
                next = Math.Max(next, AfterActive);
                return active;
            }
            return next < events.Length ? [events[next++]] : throw cursor.Problem(FormattableString.Invariant($"gives {what} of event {next}, but the example has {events.Length} events, numbered from 0; write the number of events at its beginning"));
        }
    }
}
