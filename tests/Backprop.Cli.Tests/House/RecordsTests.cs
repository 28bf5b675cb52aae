using System.Collections;
using System.Reflection;
using Backprop.Data;

namespace Backprop.Cli.Tests;

/// <summary>A record promises that it compares by value and does not change: also where it holds lists.</summary>
public class RecordsTests
{
    private static readonly Assembly[] Assemblies = [typeof(Topology).Assembly, typeof(Table).Assembly, typeof(Onnx.OnnxFile).Assembly, typeof(Figures.Figure).Assembly, typeof(Experiments.Paper).Assembly];

    private static readonly float[] Vector = [1, 2];

    private static readonly Topology Net = Topology.Layered(2, 1);

    private static Cases OneCase => new CasesBuilder(1).Input("input", [1f, 2f], 2).Target("output", [1f], 1).ToCases();

    private static RecordMaker Maker() => new(
        [
            Net, new Network<float>(Net), UnitFunction.Tanh, System.Text.Encoding.Latin1, TimeProvider.System, OneCase, new IterativeTopology([new("x", 1, GroupRole.Input, UnitFunction.Identity), new("y", 1, GroupRole.Output, UnitFunction.Logistic)], [new("x", "y")]),
            new Trainer<float>(new Network<float>(Net), OneCase, new Adam()).History,
            TableKind.Own[0], new OneRank(),
        ],
        new Dictionary<Type, Func<object>>
        {
            [typeof(Memory<float>)] = () => new Memory<float>(Vector),
            [typeof(Tolerance)] = () => Tolerance.Dead(0.1),
            [typeof(RateSchedule)] = () => RateSchedule.Parse("warm-up:3,cosine:9"),
            [typeof(TableEncoding)] = () => new TableEncoding([new NumberEncoding("x", 0, 1), new CategoryEncoding("c", ["a", "b"])], [new NumberEncoding("y", 0, 1)]) { Missing = ["-"] },
        });

    public static TheoryData<Type> Records => [.. Assemblies.SelectMany(RecordMaker.Records)];

    [Theory]
    [MemberData(nameof(Records))]
    public void Two_records_of_the_same_content_are_equal(Type record)
    {
        var maker = Maker();
        var (one, other) = (maker.Make(record), maker.Make(record));
        Assert.NotSame(one, other);
        Assert.True(one.Equals(other), $"{record} does not compare by value");
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void A_record_is_another_when_a_property_is(Type record)
    {
        var maker = Maker();
        foreach (var property in RecordMaker.Settable(record).Where(property => property.PropertyType == typeof(bool) || property.PropertyType == typeof(string) || ItemsOf(property) is not null))
        {
            var (one, other) = (maker.Make(record), maker.Make(record));
            property.SetValue(other, property.PropertyType == typeof(bool) ? false : property.PropertyType == typeof(string) ? "another" : Array.CreateInstance(ItemsOf(property)!, 0));
            Assert.False(one.Equals(other), $"{record} does not compare {property.Name}");
        }
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void A_list_that_a_record_was_given_can_change_without_changing_the_record(Type record)
    {
        var maker = Maker();
        foreach (var property in RecordMaker.Settable(record).Where(property => ItemsOf(property) is not null))
        {
            var instance = maker.Make(record);
            var given = (Array)maker.Value(property.PropertyType, property.Name);
            property.SetValue(instance, given);
            var before = ((IEnumerable)property.GetValue(instance)!).Cast<object?>().ToArray();
            Array.Clear(given);
            Assert.Equal(before, ((IEnumerable)property.GetValue(instance)!).Cast<object?>());
        }
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void A_list_that_is_said_to_be_as_it_is_by_default_changes_nothing(Type record)
    {
        var maker = Maker();
        foreach (var property in RecordMaker.Settable(record).Where(property => ItemsOf(property) is not null))
        {
            if (record.GetConstructor([]) is null) continue;
            var (one, other) = (Activator.CreateInstance(record)!, Activator.CreateInstance(record)!);
            if (property.GetValue(one) is not IEnumerable usual) continue;
            var items = usual.Cast<object>().ToArray();
            var copy = Array.CreateInstance(ItemsOf(property)!, items.Length);
            items.CopyTo(copy, 0);
            property.SetValue(other, copy);
            Assert.Equal(one, other);
        }
    }

    /// <summary>A process alone.</summary>
    private sealed class OneRank : IRanks
    {
        public int Rank => 0;

        public int Count => 1;

        public IPendingMessage BeginSend(ReadOnlySpan<byte> message, int to) => throw new NotSupportedException();

        public IPendingMessage BeginReceive(Span<byte> into, int from) => throw new NotSupportedException();
    }

    private static Type? ItemsOf(PropertyInfo property) =>
        property.PropertyType is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0] : null;
}
