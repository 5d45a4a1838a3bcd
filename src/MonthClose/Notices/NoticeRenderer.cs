using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Fluid;
using Fluid.Values;
using MimeKit;
using MimeKit.Text;

namespace MonthClose;

/// <summary>Renders notices as mails, the same bytes for the same notice.</summary>
public static class NoticeRenderer
{
    static readonly IFluidTemplate Text = Parse("mail.txt.liquid");
    static readonly IFluidTemplate Html = Parse("mail.html.liquid");
    static readonly TemplateOptions Options = MakeOptions();

    /// <summary>The mail of a notice.</summary>
    public static MimeMessage Render(Notice notice)
    {
        var message = new MimeMessage { Subject = notice.Subject, Date = notice.AsOf, MessageId = notice.MessageId, Body = Body(notice) };
        message.From.Add(new MailboxAddress(notice.Seller, notice.From));
        message.To.Add(new MailboxAddress(notice.AccountName, notice.To));
        message.Headers.Add("Auto-Submitted", "auto-generated");
        return message;
    }

    /// <summary>Writes a mail as a file: RFC 5322, lines end with CRLF.</summary>
    public static void Write(MimeMessage message, Stream stream)
    {
        var format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        message.WriteTo(format, stream);
    }

    static Multipart Body(Notice notice)
    {
        var words = new MultipartAlternative
        {
            new TextPart(TextFormat.Plain) { Text = Text.Render(new TemplateContext(notice, Options)), ContentTransferEncoding = ContentEncoding.QuotedPrintable },
            new TextPart(TextFormat.Html) { Text = Html.Render(new TemplateContext(notice, Options), HtmlEncoder.Default), ContentTransferEncoding = ContentEncoding.QuotedPrintable },
        };
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(notice.MessageId)));
        words.Boundary = $"=_a{hash[..32]}";
        return notice.HasPdf ? new Multipart("mixed", words, InvoiceAttachment.Of(notice)) { Boundary = $"=_m{hash[32..]}" } : words;
    }

    static TemplateOptions MakeOptions()
    {
        var options = new TemplateOptions();
        options.MemberAccessStrategy.Register<Notice>();
        options.MemberAccessStrategy.Register<NoticeRow>();
        options.Filters.AddFilter("wrap", (input, _, _) => new StringValue(TextLayout.Wrap(input.ToStringValue())));
        options.Filters.AddFilter("row", (input, arguments, _) => new StringValue(TextLayout.Row(input.ToStringValue(), arguments.At(0).ToStringValue())));
        return options;
    }

    static IFluidTemplate Parse(string name)
    {
        using var stream = typeof(NoticeRenderer).Assembly.GetManifestResourceStream($"MonthClose.Notices.Templates.{name}")
            ?? throw new InvalidOperationException($"The template {name} is not embedded.");
        using var reader = new StreamReader(stream);
        return new FluidParser().Parse(reader.ReadToEnd());
    }
}
