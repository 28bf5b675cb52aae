namespace Backprop.Commands;

/// <summary>A number of one learning rule by the name that the command line and settings have for it.</summary>
/// <param name="Name">The name, for example "growth-limit".</param>
/// <param name="Of">The number in a rule of the kind.</param>
/// <param name="With">The rule with another number; the rule's own <see cref="LearningRule.Validate"/> says which are allowed.</param>
internal sealed record RuleSetting(string Name, Func<LearningRule, double> Of, Func<LearningRule, double, LearningRule> With)
{
    /// <summary>The names of the settings that have options of their own: a rate and a momentum.</summary>
    public const string Rate = "rate", Momentum = "momentum";

    /// <summary>Whether several rules have it, and so an option of its own.</summary>
    public bool IsShared => Name is Rate or Momentum;

    /// <summary>A setting of one kind of rule.</summary>
    public static RuleSetting For<TRule>(string name, Func<TRule, double> of, Func<TRule, double, TRule> with)
        where TRule : LearningRule => new(name, rule => of((TRule)rule), (rule, value) => with((TRule)rule, value));
}
