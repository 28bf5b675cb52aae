namespace Backprop.Lab;

/// <summary>The words of a picture of a net, in the language of the page.</summary>
/// <param name="Unit">What a unit is called, by its group and number.</param>
/// <param name="Weight">What a weight is called, by its place in the flat vector.</param>
/// <param name="About">What is written beside the name of a group.</param>
/// <param name="Projection">What is written above a projection.</param>
/// <param name="Biases">What is written above biases.</param>
/// <param name="Same">Says that weights are those of blocks drawn before: of the senders that are named.</param>
/// <param name="TooLarge">What is written in place of a block that is too large.</param>
internal sealed record PictureWords(
    Func<ShownGroup, int, string> Unit, Func<int, string> Weight, Func<ShownGroup, string> About, Func<ShownProjection, string> Projection, string Biases, Func<string, string> Same, Func<WeightBlock, string> TooLarge);
