using Microsoft.Extensions.Logging.Abstractions;
using Stillso.Testing;

namespace Stillso.Tests;

/// <summary>The code of docs/guide/effects.md.</summary>
public sealed class EffectsGuideTests
{
    sealed record PayInvoice(int Invoice, decimal Amount);

    sealed record Payment(decimal Amount);

    sealed class Gateway
    {
        public Dictionary<string, decimal> Paid { get; } = [];

        public Task<Answer> PayAsync(string key, decimal amount, CancellationToken cancellation)
        {
            if (amount > 1000) return Task.FromResult(Answer.Refused("limit exceeded"));
            return Task.FromResult(Paid.TryAdd(key, amount) ? Answer.Done($"pay {key}") : throw new InvalidOperationException("Paid twice."));
        }

        public Task<Answer?> FindAsync(string key, CancellationToken cancellation) => Task.FromResult(Paid.ContainsKey(key) ? Answer.Done($"pay {key}") : null);

        public Task<Answer?> FindByEffectAsync(Effect<Payment> effect, CancellationToken cancellation) => FindAsync(effect.Key, cancellation);
    }

    sealed class PayHandler(IEffects effects, Gateway gateway, List<string> refused) : IJobHandler<PayInvoice>
    {
        public async Task RunAsync(PayInvoice job, LeasedJob lease, CancellationToken cancellation)
        {
            var answer = await effects.OnceAsync(
                lease,
                new Effect<Payment>($"invoice {job.Invoice}", "payment", new Payment(job.Amount)),
                call: (effect, cancellation) => gateway.PayAsync(effect.Key, effect.Frozen.Amount, cancellation),
                lookup: (effect, cancellation) => gateway.FindAsync(effect.Key, cancellation),
                cancellation);
            if (!answer.Succeeded) refused.Add($"{job.Invoice}: {answer.Code}");
        }
    }

    [Fact]
    public Task Whatever_breaks_off_an_invoice_is_paid_once() => WorldChanges.Around(engine =>
        {
            var gateway = new Gateway();
            var effects = new Effects(engine.Store, engine.Clock, NullLogger<Effects>.Instance);
            engine.Add("pay", new PayHandler(effects, gateway, []));
            engine.Jobs.Enqueue(new PayInvoice(7, 100));
            return gateway;
        })
        .AlwaysAsync(gateway => Assert.Equal([new("invoice 7", 100m)], gateway.Paid));

    [Fact]
    public async Task What_is_refused_is_told_and_what_is_in_doubt_is_listed()
    {
        using var engine = new TestEngine();
        var (gateway, refused, now, cancellation) = (new Gateway(), new List<string>(), engine.Clock.GetUtcNow(), TestContext.Current.CancellationToken);
        IEffects effects = new Effects(engine.Store, engine.Clock, NullLogger<Effects>.Instance);
        engine.Add("pay", new PayHandler(effects, gateway, refused));
        engine.Jobs.Enqueue(new PayInvoice(8, 5000));
        await engine.DrainAsync();
        Assert.Equal(["8: limit exceeded"], refused);
        var doubtful = effects.Unanswered(before: now.AddMinutes(-5));       // the oldest first, each with the instant at which it was sent
        var settled = await effects.ReconcileAsync<Payment>("payment", now.AddMinutes(-5), gateway.FindByEffectAsync, cancellation);
        Assert.Equal((0, 0), (doubtful.Count, settled));
    }
}
