namespace Backprop.Data;

/// <summary>When two cells of a column of categories are the same category. Blanks around a word, the kind of blank within it and its Unicode form never matter; case does, but for yes and no.</summary>
public enum CategoryIdentity
{
    /// <summary>Words, and numbers among them: plain numbers (1000, 1,000 and 1000.0) by value, unless they begin with a needless 0; all else by its characters.</summary>
    Words,

    /// <summary>Numbers, by value however they are written (100 and 1e2), unless they begin with a needless 0.</summary>
    Numbers,

    /// <summary>Codes such as the versions 1.9, 1.10 and 2.0.1: by their characters.</summary>
    Codes,

    /// <summary>Yes or no: first the category for no, then that for yes. All words for yes are one, in any case.</summary>
    YesOrNo,
}
