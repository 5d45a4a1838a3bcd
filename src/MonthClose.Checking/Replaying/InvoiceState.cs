using NodaTime;

namespace MonthClose.Checking;

/// <summary>One invoice in the course of a replay.</summary>
internal sealed class InvoiceState(InvoiceRow row, IEnumerable<PaymentRow> attempts)
{
    public InvoiceRow Row => row;

    public string Currency => row.Currency!;

    public bool Issued { get; set; }

    /// <summary>Its first charge was decided.</summary>
    public bool Started { get; set; }

    public decimal Due { get; set; }

    /// <summary>Since when what is due waits for the next invoice.</summary>
    public Instant? CarriedAt { get; private set; }

    public bool Carried => CarriedAt is not null;

    /// <summary>The later invoice that took up what this one carried forward.</summary>
    public InvoiceRow? CarriedOn { get; set; }

    /// <summary>What it should have taken up of earlier invoices; null when one of them has no rate.</summary>
    public decimal? CarriedIn { get; set; } = 0;

    public PaymentRow? InFlight { get; set; }

    public string? LastFailed { get; set; }

    public Queue<PaymentRow> Attempts { get; } = new(attempts);

    /// <summary>An amount carried forward is not open: it waits for the next invoice, and nothing settles it here.</summary>
    public bool IsOpen => Issued && !Carried && Due > 0;

    public bool CanBeSettled => IsOpen && InFlight is null;

    public bool IsBelowMinimum(decimal amount) => amount > 0 && amount < Currencies.GatewayMinimum(Currency);

    public void CarryForward(Instant at) => CarriedAt ??= at;
}
