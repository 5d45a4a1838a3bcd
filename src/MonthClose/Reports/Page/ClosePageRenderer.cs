using System.Text.Encodings.Web;
using System.Text.Unicode;
using Fluid;

namespace MonthClose;

/// <summary>Renders the page, the same bytes for the same figures.</summary>
static class ClosePageRenderer
{
    static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);
    static readonly TemplateOptions Options = MakeOptions();
    static readonly IFluidTemplate Template = Parse();

    public static string Render(ClosePage page) => Template.Render(new TemplateContext(page, Options), Encoder);

    static TemplateOptions MakeOptions()
    {
        var options = new TemplateOptions();
        options.MemberAccessStrategy.Register<ClosePage>();
        options.MemberAccessStrategy.Register<PageSection>();
        options.MemberAccessStrategy.Register<PageFigure>();
        options.MemberAccessStrategy.Register<PageKey>();
        options.MemberAccessStrategy.Register<PageTable>();
        options.MemberAccessStrategy.Register<PageColumn>();
        options.MemberAccessStrategy.Register<PageRow>();
        options.MemberAccessStrategy.Register<PageCell>();
        options.MemberAccessStrategy.Register<PageLink>();
        return options;
    }

    static IFluidTemplate Parse()
    {
        using var stream = typeof(ClosePageRenderer).Assembly.GetManifestResourceStream("MonthClose.Reports.Templates.close.html.liquid")
            ?? throw new InvalidOperationException("The template close.html.liquid is not embedded.");
        using var reader = new StreamReader(stream);
        return new FluidParser().Parse(reader.ReadToEnd());
    }
}
