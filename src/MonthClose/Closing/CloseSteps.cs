using Stillso;

namespace MonthClose;

/// <summary>Who runs which step of a close.</summary>
public static class CloseSteps
{
    /// <summary>Registers a handler for every step.</summary>
    /// <param name="registry">Where.</param>
    /// <param name="ledger">The store that rating and reports read outside their transactions.</param>
    /// <param name="gateway">Where charges go; null: nothing is charged, and a dry run ends there.</param>
    /// <param name="sender">Where mails go; null: they are files alone.</param>
    /// <param name="attachPdf">Whether mails bring the invoice.</param>
    /// <param name="schedule">When what failed or was not answered is due again; null: as the rules have it.</param>
    public static JobRegistry AddCloseSteps(this JobRegistry registry, ILedger ledger, IGateway? gateway, INoticeSender? sender, bool attachPdf, CloseSchedule? schedule = null)
    {
        schedule ??= new CloseSchedule();
        registry
            .Add(RateJob.Name, new RateHandler(ledger)).Add(InvoiceJob.Name, new InvoiceHandler(ledger))
            .Add(ApplyCreditsJob.Name, new ApplyCreditsHandler()).Add(EmailJob.Name, new EmailHandler(sender, attachPdf, schedule))
            .Add(HoldJob.Name, new HoldHandler(schedule)).Add(ReleaseJob.Name, new ReleaseHandler()).Add(ReportJob.Name, new ReportHandler(ledger));
        if (gateway is null) return registry.Add(ChargeJob.Name, new NoCharge());
        var flow = new ChargeFlow(gateway, schedule);
        return registry
            .Add(ChargeJob.Name, new ChargeHandler(flow)).Add(RetryChargeJob.Name, new RetryChargeHandler(flow))
            .Add(ResolveChargeJob.Name, new ResolveChargeHandler(flow)).Add(FailedChargeJob.Name, new FailedChargeHandler(flow, schedule));
    }

    /// <summary>Where a dry run ends.</summary>
    sealed class NoCharge : IPhasedHandler<ChargeJob>
    {
        public void Decide(Batch<ChargeJob> batch)
        {
            foreach (var work in batch.Works) work.Complete();
        }
    }
}
