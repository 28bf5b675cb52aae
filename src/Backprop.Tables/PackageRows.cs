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

    /// <summary>The cell of the current row.</summary>
    protected abstract TableCell Cell(int column);

    /// <summary>Goes to the next row; false at the end.</summary>
    protected abstract bool Next();
}
