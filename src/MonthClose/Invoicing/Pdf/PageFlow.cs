namespace MonthClose;

/// <summary>Pages that are filled from top to bottom. What needs more room than is left goes to a new page.</summary>
/// <param name="onNewPage">Draws what every page but the first begins with.</param>
sealed class PageFlow(Action onNewPage)
{
    const double Bottom = 80;
    readonly List<PdfPage> pages = [new()];

    /// <summary>How far the text reaches to the left and to the right: margins of 20 mm.</summary>
    public const double Left = 56.69, Right = PdfPage.Width - Left, Measure = Right - Left;

    /// <summary>Where a page begins, from its lower edge.</summary>
    public const double Top = PdfPage.Height - Left;

    /// <summary>All of them.</summary>
    public IReadOnlyList<PdfPage> Pages => pages;

    /// <summary>The one that is filled.</summary>
    public PdfPage Page => pages[^1];

    /// <summary>Down to where it is filled.</summary>
    public double Y { get; private set; } = Top;

    /// <summary>Goes down, on this page.</summary>
    public void Skip(double height) => Y -= height;

    /// <summary>Goes to a new page if this one has less room.</summary>
    public void Need(double height)
    {
        if (Y - height >= Bottom) return;
        pages.Add(new PdfPage());
        Y = Top;
        onNewPage();
    }
}
