namespace Backprop.Onnx.Tests;

public sealed class OnnxTensorTests
{
    [Fact]
    public void The_elements_are_as_many_as_the_shape_says()
    {
        Assert.Equal(6, new OnnxTensor(OnnxElement.Float, [2, 3], new double[6]).Numbers.Count);
        Assert.Equal("A value of shape [2, 3] has 6 elements, but 5 are given. (Parameter 'dims')", Assert.Throws<ArgumentException>(() => new OnnxTensor(OnnxElement.Float, [2, 3], new double[5])).Message);
        Assert.Throws<ArgumentException>(() => new OnnxTensor([2], ["one"]));
    }

    [Fact]
    public void Numbers_are_no_texts() => Assert.Throws<ArgumentException>(() => new OnnxTensor(OnnxElement.Text, [1], [1]));
}
