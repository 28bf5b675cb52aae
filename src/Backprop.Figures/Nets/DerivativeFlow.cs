namespace Backprop.Figures;

/// <summary>
/// The flow of derivatives through a net: states go forward from unit i through j to the output k, derivatives
/// of E come back, and every arrow carries the number of the paper's equation.
/// </summary>
internal sealed record DerivativeFlow : Figure
{
    private const double Left = 4, Step = 126, BoxWidth = 82, BoxHeight = 42, Forward = 52, Backward = 178, Change = 304, Text = 15;

    private static readonly (string Number, string Formula)[] Equations =
    [
        ("1", "x_j = Σ y_i w_{ji}"),
        ("2", "y_j = 1 / (1 + e^(−x_j))"),
        ("3", "E = ½ Σ Σ (y_{jc} − d_{jc})²"),
        ("4", "∂E/∂y_k = y_k − d_k"),
        ("5", "∂E/∂x_j = ∂E/∂y_j · y_j (1 − y_j)"),
        ("6", "∂E/∂w_{ji} = ∂E/∂x_j · y_i"),
        ("7", "∂E/∂y_j = Σ ∂E/∂x_k · w_{kj}"),
        ("8", "Δw = −ε ∂E/∂w"),
        ("9", "Δw(t) = −ε ∂E/∂w(t) + α Δw(t−1)"),
    ];

    internal override string DefaultTitle => "States go forward, derivatives come back";

    internal override Canvas Draw()
    {
        var canvas = new Canvas(Left + (5 * Step) + BoxWidth + 4, Change + 74 + (Row * ((Equations.Length + 1) / 2)));
        canvas.Text(new(Left, 18), "states, input to output", 13.5, fill: Role.Soft);
        canvas.Text(new(Left, Backward - 34), "derivatives of E, output to input", 13.5, fill: Role.Soft);
        canvas.Text(new(Left, Change - 34), "changes of the weights", 13.5, fill: Role.Soft);
        string[] states = ["y_i", "x_j", "y_j", "x_k", "y_k", "E"];
        string[] forward = ["1", "2", "1", "2", "3"], backward = ["7", "5", "7", "5"];
        for (var column = 0; column < 5; column++)
        {
            Arrow(canvas, Right(column, Forward), LeftOf(column + 1, Forward), forward[column], Role.Series1);
            if (column < 4) Arrow(canvas, LeftOf(column + 1, Backward), Right(column, Backward), backward[column], Role.Series2, "6 3");
        }

        Arrow(canvas, new(X(5), Forward + (BoxHeight / 2)), Right(4, Backward), "4", Role.Series2, "6 3");
        foreach (var column in (ReadOnlySpan<int>)[1, 3])
        {
            Arrow(canvas, new(X(column), Backward + (BoxHeight / 2)), new(X(column), Change - (BoxHeight / 2)), "6", Role.Series3, "2 3");
            Arrow(canvas, Right(column, Change), LeftOf(column + 1, Change), "8, 9", Role.Series3, "2 3");
            Node(canvas, column, Change, column == 1 ? "∂E/∂w_{ji}" : "∂E/∂w_{kj}");
            Node(canvas, column + 1, Change, column == 1 ? "Δw_{ji}" : "Δw_{kj}");
        }

        for (var column = 0; column < states.Length; column++)
        {
            Node(canvas, column, Forward, states[column]);
            if (column < 5) Node(canvas, column, Backward, "∂E/∂" + states[column]);
        }

        for (var k = 0; k < Equations.Length; k++)
        {
            var at = new Point(Left + (k % 2 * (canvas.Width / 2)), Change + 62 + (k / 2 * Row));
            canvas.Label(at, $"({Equations[k].Number})", 13.5, Anchor.Start, Role.Soft);
            canvas.Formula(new(at.X + 34, at.Y), Equations[k].Formula, 14, Anchor.Start);
        }

        return canvas;
    }

    internal override string Describe() =>
        "Diagram of one pass. Forward: y i to x j by equation 1, x j to y j by 2, y j to x k by 1, x k to y k by 2, y k to E by 3. "
        + "Backward: E to its derivative by y k by 4, from y to x by 5, from x to the y below by 7; "
        + "from the derivative by x to that by the weight by 6, and to the weight's change by 8 or 9.";

    private const double Row = 27;

    private static double X(int column) => Left + (column * Step) + (BoxWidth / 2);

    private static Point Right(int column, double y) => new(X(column) + (BoxWidth / 2), y);

    private static Point LeftOf(int column, double y) => new(X(column) - (BoxWidth / 2), y);

    private static void Node(Canvas canvas, int column, double y, string formula)
    {
        canvas.Rectangle(new(X(column) - (BoxWidth / 2), y - (BoxHeight / 2), BoxWidth, BoxHeight), Role.Panel, new(Role.Soft, 1.2), corner: 8);
        canvas.Formula(new(X(column), y), formula, Text);
    }

    private static void Arrow(Canvas canvas, Point from, Point to, string number, Role role, string? dash = null)
    {
        var way = to - from;
        var end = to - (7 / way.Length * way);
        canvas.Line(from, end, new(role, 2, dash));
        canvas.ArrowHead(from, to, role, 9);
        var middle = Point.Between(from, to, 0.45);
        var across = 13 / way.Length * new Point(-Math.Abs(way.Y), -Math.Abs(way.X));
        canvas.Label(middle + (way.X == 0 ? new Point(16, 0) : Math.Abs(way.Y) > 1 ? new Point(18, 8) : across), number, 13);
    }
}
