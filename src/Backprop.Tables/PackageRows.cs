namespace Backprop.Data;

/// <summary>Rows that a package reads. What it throws over a damaged file becomes an error that names file and row: packages index, allocate and cast by what a file says.</summary>
/// <param name="file">The file.</param>
/// <param name="what">What the file should be, with its article.</param>
internal abstract class PackageRows(string file, string what) : TableSource
{
    /// <summary>The file, as messages name it.</summary>
    protected string File => file;

    public sealed override TableCell this[int column]
    {
        get
        {
            try
            {
                return Cell(column);
            }
            catch (Exception e) when (Damage.IsDamage(e))
            {
                throw new DataException($"cannot be decoded as a cell of {what}: {Damage.Reason(e)}", file, RowWord, Row, Columns[column].Name, e);
            }
        }
    }

    public sealed override bool Read()
    {
        try
        {
            return Next();
        }
        catch (Exception e) when (Damage.IsDamage(e))
        {
            throw Damage.Of(e, file, what);
        }
    }

    internal sealed override int ReadMany()
    {
        try
        {
            return NextMany();
        }
        catch (Exception e) when (Damage.IsDamage(e))
        {
            throw Damage.Of(e, file, what);
        }
    }

    internal sealed override void AddColumn(int column, CellColumn cells)
    {
        try
        {
            Add(column, cells);
        }
        catch (Exception e) when (Damage.IsDamage(e))
        {
            throw new DataException($"cannot be decoded as a cell of {what}: {Damage.Reason(e)}", file, column: Columns[column].Name, innerException: e);
        }
    }

    /// <summary>The cell of the current row.</summary>
    protected abstract TableCell Cell(int column);

    /// <summary>Goes to the next row; false at the end.</summary>
    protected abstract bool Next();

    /// <summary>Goes to the rows that come next and are held together, where columns are given; 0 at the end.</summary>
    protected virtual int NextMany() => 0;

    /// <summary>Adds the cells of a column in these rows.</summary>
    protected virtual void Add(int column, CellColumn to)
    {
    }
}
