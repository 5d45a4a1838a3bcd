using MimeKit;

namespace MonthClose;

/// <summary>What became of a mail that was sent.</summary>
public enum SendResult
{
    /// <summary>The server took it.</summary>
    Sent,

    /// <summary>The server did not take it, and may later.</summary>
    NotSent,

    /// <summary>The server refused it for good: a person decides.</summary>
    Refused,

    /// <summary>The connection was lost after the mail had begun to leave.</summary>
    Unknown,
}

/// <summary>What a mail server said to a mail.</summary>
/// <param name="Result">What became of it.</param>
/// <param name="Text">The server's own words; empty where it said nothing.</param>
public sealed record MailAnswer(SendResult Result, string Text = "");

/// <summary>Sends mails; null in a close without a mail server, whose mails are files alone.</summary>
public interface INoticeSender
{
    /// <summary>Sends one mail.</summary>
    Task<MailAnswer> SendAsync(MimeMessage message, CancellationToken cancellation);
}
