using System.Text;
using CsCheck;

namespace Stillso.Tests;

public sealed class CodePointsTests
{
    [Fact]
    public void Text_is_ordered_as_a_database_orders_its_utf8()
    {
        var character = Gen.Int[0, 0x10FFFF].Where(Rune.IsValid).Select(c => new Rune(c).ToString());
        var text = Gen.OneOf(character, Gen.Const("\uE000"), Gen.Const("\uFFFD"), Gen.Const("\U00010000"), Gen.Const("a")).Array[0, 4].Select(string.Concat);
        Gen.Select(text, text).Sample((a, b) =>
            Math.Sign(CodePoints.Order.Compare(a, b)) == Math.Sign(Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b))));
    }

    [Fact]
    public void Nothing_comes_before_the_empty_text() =>
        Assert.Equal([null, "", "a"], new[] { "a", null, "" }.Order(CodePoints.Order));
}
