namespace Backprop.Tests;

public class ValueListTests
{
    [Fact]
    public void Lists_of_equal_items_in_the_same_order_are_equal()
    {
        Assert.Equal(ValueList.Of<string>(["a", "b"]), ValueList.Of<string>(["a", new string('b', 1)]));
        Assert.Equal(ValueList.Of<string>(["a", "b"]).GetHashCode(), ValueList.Of<string>(["a", new string('b', 1)]).GetHashCode());
        Assert.False(ValueList.Of<string>(["a", "b"]).Equals(ValueList.Of<string>(["b", "a"])));
        Assert.False(ValueList.Of<string>(["a", "b"]).Equals(ValueList.Of<string>(["a"])));
        Assert.True(ValueList.Of<double>([double.NaN]).Equals(ValueList.Of<double>([double.NaN])));
        Assert.Same(ValueList<int>.Empty, ValueList.Of<int>([]));
    }

    [Fact]
    public void A_list_is_a_copy_that_is_not_copied_again()
    {
        int[] items = [1, 2];
        var list = ValueList.Of(items);
        items[0] = 7;
        Assert.Equal([1, 2], list);
        Assert.Same(list, ValueList.Of(list));
        Assert.Null(ValueList.Of<int>(null));
    }
}
