using Stillso.Testing;

namespace Shop.Tests;

public sealed class ChargeTests
{
    [Fact]
    public Task A_customer_pays_what_she_owes_once_whatever_happens() => WorldChanges.Around(engine =>
        {
            var shop = new Shop();
            engine.Add("charge", new ChargeHandler(shop)).Premises.Add(shop);
            engine.Jobs.Enqueue(new Charge("anna"), job => job with { Premises = [shop.Believe("anna")] });
            return shop;
        })
        .Change("a credit", shop => shop.Credit(10))
        .AlwaysAsync(shop => Assert.Equal(shop.Owed, shop.Charged));
}
