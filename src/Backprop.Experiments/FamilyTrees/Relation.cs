namespace Backprop.Experiments;

/// <summary>The twelve relations of the family trees task, in the order of the relation units; each pair names the man first.</summary>
internal enum Relation
{
    /// <summary>A parent.</summary>
    Father,
    /// <summary>A parent.</summary>
    Mother,
    /// <summary>The spouse.</summary>
    Husband,
    /// <summary>The spouse.</summary>
    Wife,
    /// <summary>A child.</summary>
    Son,
    /// <summary>A child.</summary>
    Daughter,
    /// <summary>A parent's sibling, or the spouse of one.</summary>
    Uncle,
    /// <summary>A parent's sibling, or the spouse of one.</summary>
    Aunt,
    /// <summary>Another child of the same parents.</summary>
    Brother,
    /// <summary>Another child of the same parents.</summary>
    Sister,
    /// <summary>A child of the person's or the spouse's sibling.</summary>
    Nephew,
    /// <summary>A child of the person's or the spouse's sibling.</summary>
    Niece,
}
