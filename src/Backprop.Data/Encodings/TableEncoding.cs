using System.Text;
using System.Text.Json;

namespace Backprop.Data;

/// <summary>
/// How rows of a table become states of a net's input groups, and its outputs become values again. Numbers, dates and
/// booleans share one input group; each category column is a group of its own; each target is a group of its own. Immutable;
/// stored in the model as JSON, so that a model takes raw rows.
/// </summary>
public sealed record TableEncoding
{
    private const int LongestProblem = 400;

    /// <summary>An encoding of these columns.</summary>
    /// <param name="inputs">The input columns, in the order of the table.</param>
    /// <param name="targets">The target columns: numbers, dates, or categories (a boolean target is a category of two).</param>
    /// <exception cref="DataException">There are no inputs, a column is named twice, or one is not valid.</exception>
    public TableEncoding(IReadOnlyList<ColumnEncoding> inputs, IReadOnlyList<ColumnEncoding> targets)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        Inputs = ValueList.Of(inputs);
        Targets = ValueList.Of(targets);
        Validate();
        var together = inputs.Where(c => c is not CategoryEncoding).ToArray();
        var names = GroupNames.Of([.. inputs.OfType<CategoryEncoding>().Concat(targets).Select(c => c.Column)], [.. inputs.Concat(targets).Select(c => c.Column)]);
        var groups = inputs.OfType<CategoryEncoding>().Select(c => new EncodedGroup(names[c.Column], [c])).ToList();
        if (together.Length > 0)
            groups.Insert(0, new EncodedGroup(names[GroupNames.Numbers], together));
        InputGroups = ValueList.Of(groups);
        TargetGroups = new ValueList<EncodedGroup>([.. targets.Select(t => new EncodedGroup(names[t.Column], [t]))]);
    }

    /// <summary>The input columns, in the order of the table.</summary>
    public IReadOnlyList<ColumnEncoding> Inputs { get; }

    /// <summary>The target columns, in the order of the table.</summary>
    public IReadOnlyList<ColumnEncoding> Targets { get; }

    /// <summary>Cells that mean "no value", as in <see cref="TableFormat.Missing"/>.</summary>
    public IReadOnlyList<string> Missing { get; init => field = ValueList.Of(value); } = TableFormat.UsualMissing;

    /// <summary>The character between fields of the training table; a comma where it is not known.</summary>
    public char Delimiter { get; init; } = ',';

    /// <summary>The character around fields of the training table.</summary>
    public char Quote { get; init; } = '"';

    /// <summary>The decimal mark of the training table, <c>.</c> or <c>,</c>; a point where it is not known.</summary>
    public char DecimalMark { get; init; } = '.';

    /// <summary>How dates are written, as in <see cref="TableFormat.DateFormat"/>.</summary>
    public string? DateFormat { get; init; }

    /// <summary>Usual spellings of a missing value, the empty text first: what programs that compare texts one by one need. Any case is read.</summary>
    public IReadOnlyList<string> MissingWords => Spellings.OfMissing(Missing, DecimalMark);

    /// <summary>The values of a column of numbers, or the days of one of dates, that mean "no value": what programs that take numbers instead of text need.</summary>
    /// <param name="column">A column of this encoding.</param>
    /// <returns>The values; empty where no number means that.</returns>
    public IReadOnlyList<double> MissingValuesOf(ColumnEncoding column)
    {
        var cells = new CellReader(DecimalMark, Missing, DateFormat);
        return column is DateEncoding
            ? [.. Missing.Select(word => cells.TryDate(Encoding.UTF8.GetBytes(word), out var days) ? days : double.NaN).Where(days => !double.IsNaN(days)).Distinct()]
            : [.. cells.Missing.Values];
    }

    /// <summary>
    /// The net's input groups: first "numbers", where there are any, then one for each category column, by its name. A group's name holds
    /// no "->" and no control characters: they are an arrow and a blank in it.
    /// </summary>
    public IReadOnlyList<EncodedGroup> InputGroups { get; }

    /// <summary>The net's target groups, one for each target column, by its name.</summary>
    public IReadOnlyList<EncodedGroup> TargetGroups { get; }

    /// <summary>The number of input units in all groups.</summary>
    public int InputSize => InputGroups.Sum(g => g.Size);

    /// <summary>The number of target units in all groups.</summary>
    public int TargetSize => TargetGroups.Sum(g => g.Size);

    /// <summary>One line for each input whose encoding may surprise: those whose value has no influence, and those with a unit for missing values.</summary>
    public IEnumerable<string> Notes => Inputs.Where(c => c.IsConstant || c.MissingUnit).Select(EncodingNotes.Of);

    /// <summary>
    /// Opens a table of raw rows, read as the training table was: with its delimiter, quote, decimal mark, words for missing values and date
    /// format, where <paramref name="format"/> does not say otherwise. Where the first row does not hold the input columns with that
    /// delimiter, but does with another usual one, that one is taken, and the decimal mark of a table with commas is the point.
    /// </summary>
    /// <param name="path">A text file, plain or gzip.</param>
    /// <param name="format">What the user says of its format; null: nothing.</param>
    /// <returns>A reader before the first row.</returns>
    /// <exception cref="DataException">It cannot be opened, or is not a table.</exception>
    public TableReader Open(string path, TableFormat? format = null) =>
        TableReader.Open(DataFile.Open(path), path, WithKept(format ?? new TableFormat()), Trained, path);

    /// <summary>Opens a table of raw rows that comes from a stream, such as standard input; see <see cref="Open(string, TableFormat?)"/>.</summary>
    /// <param name="stream">The text, plain or gzip; disposed with the reader.</param>
    /// <param name="file">What messages call it.</param>
    /// <param name="format">What the user says of its format; null: nothing.</param>
    /// <returns>A reader before the first row.</returns>
    /// <exception cref="DataException">It is not a table.</exception>
    public TableReader Open(Stream stream, string file, TableFormat? format = null) =>
        TableReader.Open(stream, file, WithKept(format ?? new TableFormat()), Trained);

    /// <summary>Opens rows that a program gives one after another, such as those of another library's table. Texts among them are read as in the training table.</summary>
    /// <param name="rows">The rows, before the first; read once and disposed with the reader.</param>
    /// <param name="name">What messages call the rows. Default: "the rows".</param>
    /// <returns>A reader before the first row.</returns>
    public TableReader Open(TableSource rows, string name = "the rows")
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(name);
        return new TableReader(rows, name, WithKept(new TableFormat()), Trained);
    }

    /// <summary>
    /// Reads a whole table of raw rows with this encoding's columns, targets included, as <see cref="Open(string, TableFormat?)"/> and
    /// <see cref="RowEncoder"/> read them one by one. Other columns are left out.
    /// </summary>
    /// <param name="path">A text file, plain or gzip; not a pipe, since it is read twice.</param>
    /// <param name="format">What the user says of its format; null: nothing.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>The table; rows without a value in any target are left out.</returns>
    /// <exception cref="DataException">It cannot be read, a column is not there, or a cell is not what its column holds.</exception>
    public Table ReadTable(string path, TableFormat? format = null, CancellationToken cancellationToken = default) => ReadTable(path, format, weights: null, cancellationToken);

    /// <param name="path">The file.</param>
    /// <param name="format">What the user says of its format.</param>
    /// <param name="weights">The column of weights, which is read too; null for none.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    internal Table ReadTable(string path, TableFormat? format, string? weights, CancellationToken cancellationToken)
    {
        TableFormat read;
        bool isCertain;
        string[] others;
        using (var reader = Open(path, format))
        {
            var rows = new RowEncoder(this, reader, withTargets: true); // names a column that is not there
            (read, isCertain) = (rows.Format with { Only = Trained.Columns }, rows.IsMarkCertain);
            var own = Inputs.Concat(Targets).Select(static column => column.Column).ToHashSet(StringComparer.Ordinal);
            if (weights is not null)
                own.Add(weights);
            others = [.. Enumerable.Range(0, reader.Columns.Count).Where(i => !own.Contains(reader.Name(i))).Select(static i => $"#{i + 1}")];
        }
        var used = Inputs.Where(static input => input.HasInfluence).Concat(Targets).ToArray();
        var choices = new ColumnChoices
        {
            Targets = Names(Targets),
            Numbers = Names(used.OfType<NumberEncoding>()),
            Categories = Names(used.OfType<CategoryEncoding>()),
            Booleans = Names(used.OfType<BooleanEncoding>()),
            Dates = Names(used.OfType<DateEncoding>()),
            Ignored = others,
            Weights = weights,
            KeepAll = true,
            IsForModel = true,
        };
        if (!isCertain)
            CheckCells(path, format, cancellationToken); // the reading of whole tables takes the mark as given
        try
        {
            return Table.Read(path, choices, read, cancellationToken);
        }
        catch (DataException e) when (e.Line is not null)
        {
            CheckCells(path, format, cancellationToken);
            throw;
        }

        static string[] Names(IEnumerable<ColumnEncoding> columns) => [.. columns.Select(static column => column.Column)];
    }

    /// <summary>Refuses the first cell that is not what its column holds in the words of a reading row by row, which knows how the training table was written.</summary>
    private void CheckCells(string path, TableFormat? format, CancellationToken cancellationToken)
    {
        using var reader = Open(path, format);
        var encoder = new RowEncoder(this, reader, UnseenCategory.AllOff, withTargets: true);
        var states = new double[InputSize];
        while (reader.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            encoder.Encode<double>(states);
            for (var target = 0; target < Targets.Count; target++)
                if (Targets[target] is not CategoryEncoding)
                    _ = encoder.Target(target);
        }
    }

    /// <summary>
    /// How the training table was written. With it <see cref="Table.Read"/> reads another table of its kind to be encoded whole, without
    /// detecting anything from its rows.
    /// </summary>
    public TableFormat Format => new() { Delimiter = Delimiter, Quote = Quote, DecimalMark = DecimalMark, Missing = Missing, DateFormat = DateFormat };

    /// <summary>What a reader of raw rows needs to know of the training table.</summary>
    internal TrainedFormat Trained => new(Delimiter, Quote, DecimalMark, [.. Inputs.Where(i => i.HasInfluence).Select(i => i.Column)]);

    /// <summary>The user's format; missing values and dates that it leaves open are those of the training table.</summary>
    internal TableFormat WithKept(TableFormat format)
    {
        return format with
        {
            Missing = ReferenceEquals(format.Missing, TableFormat.UsualMissing) ? Missing : format.Missing,
            DateFormat = format.DateFormat ?? DateFormat,
        };
    }

    /// <summary>The encoding as JSON; <see cref="FromJson"/> gives an equal one.</summary>
    /// <returns>One JSON object.</returns>
    public string ToJson() => EncodingJson.Write(this);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <param name="json">The encoding as JSON.</param>
    /// <returns>The encoding.</returns>
    /// <exception cref="DataException">It is not an encoding.</exception>
    public static TableEncoding FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            var encoding = EncodingJson.Read(json);
            encoding.ValidateFormat();
            return encoding;
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or ArgumentException) // the last two: half a surrogate pair
        {
            throw new DataException("the encoding of the table cannot be read: " + DisplayText.Of(e.Message, LongestProblem), e);
        }
    }

    private void Validate()
    {
        if (Inputs.Count == 0)
            throw new DataException("the encoding has no input column");
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var column in Inputs.Concat(Targets))
        {
            if (column is null)
                throw new DataException("the encoding has an empty column");
            column.Validate();
            if (!names.Add(column.Column))
                throw new DataException($"the encoding has column '{column.Column}' twice");
        }
        if (Targets.FirstOrDefault(t => t is BooleanEncoding || t.MissingUnit) is { } wrong)
            throw new DataException($"the target '{wrong.Column}' must be a number, a date or a category, without a unit for missing values");
    }

    private void ValidateFormat()
    {
        if (DecimalMark is not ('.' or ','))
            throw new DataException($"the encoding has the decimal mark '{DecimalMark}'; expected a point or a comma");
        foreach (var mark in new[] { Delimiter, Quote })
            if (!char.IsAscii(mark) || mark is '\r' or '\n' or '\0')
                throw new DataException($"the encoding has the delimiter or quote U+{(int)mark:X4}; expected an ASCII character that does not end a line");
        if (Delimiter == Quote)
            throw new DataException($"the encoding has '{Quote}' as delimiter and as quote");
    }
}
