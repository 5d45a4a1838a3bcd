using MimeKit;

namespace MonthClose.Torture;

/// <summary>The mail server's side: every mail that it took, in order.</summary>
sealed class PostOffice
{
    readonly List<string> taken = [];

    /// <summary>The Message-IDs.</summary>
    public IReadOnlyList<string> Taken => taken;

    public MailAnswer Take(MimeMessage message)
    {
        taken.Add(message.MessageId!);
        return new MailAnswer(SendResult.Sent);
    }
}

/// <summary>One process's way to the mail server.</summary>
sealed class PostConnection(SimulatedClose close, SimulatedProcess process) : INoticeSender
{
    public async Task<MailAnswer> SendAsync(MimeMessage message, CancellationToken cancellation)
    {
        try
        {
            return await close.CallAsync(process, "mail", () => close.Post.Take(message), () => new TimeoutException());
        }
        catch (TimeoutException)
        {
            return new MailAnswer(close.Setup.Defect == "swallowed-mail-error" ? SendResult.Sent : SendResult.Unknown);
        }
    }
}
