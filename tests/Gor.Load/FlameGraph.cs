using System.Globalization;
using System.Security;
using System.Text;

namespace Gor.Load;

/// <summary>
/// What <c>perf script</c> prints made into a picture: each box is a function, as wide as its share of the samples, on top of its caller.
/// The colour tells the stage.
/// </summary>
internal sealed class FlameGraph
{
    private const int Width = 1400;
    private const int RowHeight = 17;
    private const int Margin = 10;
    private const double LeastWidth = 1.5;
    private const double CharacterWidth = 6.6;

    private static readonly (string Part, string Name, string Colour)[] Stages =
    [
        ("Gor_Capture", "capture", "#9ecae1"),
        ("Gor_Files", "capture", "#9ecae1"),
        ("Gor_Decode", "decode", "#6baed6"),
        ("Gor_Flows", "flows", "#74c476"),
        ("Gor_Http", "http", "#fdae6b"),
        ("Gor_Masking", "masking", "#fc9272"),
        ("Gor_Output", "output", "#bcbddc"),
        ("deflate", "zlib", "#dadaeb"),
        ("longest_match", "zlib", "#dadaeb"),
        ("adler32", "zlib", "#dadaeb"),
        ("[unknown]", "", "#e8e8e8"),
    ];

    private readonly Frame _root = new("all");

    /// <summary>Samples in all.</summary>
    public long Samples => _root.Count;

    /// <summary>Reads samples until the end: a line each, then a line for each frame from the innermost, then an empty line.</summary>
    public static FlameGraph Read(TextReader script)
    {
        var graph = new FlameGraph();
        var stack = new List<string>();
        while (script.ReadLine() is { } line)
        {
            if (line.Length == 0)
            {
                graph.Add(stack);
                stack.Clear();
            }
            else if (char.IsWhiteSpace(line[0]) && line.TrimStart().Split(' ', 2) is [_, var function])
            {
                stack.Add(NameOf(function));
            }
        }

        graph.Add(stack);
        return graph;
    }

    public void Write(TextWriter svg, string title)
    {
        double scale = (Width - (2.0 * Margin)) / Math.Max(1, _root.Count);
        int height = ((Depth(_root, scale) + 3) * RowHeight) + (2 * Margin);
        svg.WriteLine(string.Create(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {height}\" font-family=\"monospace\" font-size=\"11\">"));
        svg.WriteLine($"<rect width=\"{Width}\" height=\"{height}\" fill=\"#ffffff\"/>");
        svg.WriteLine($"<text x=\"{Margin}\" y=\"{Margin + 10}\" font-size=\"13\">{SecurityElement.Escape(title)}</text>");
        int x = Margin;
        foreach ((string name, string colour) in Stages.Where(stage => stage.Name.Length > 0).Select(stage => (stage.Name, stage.Colour)).Distinct())
        {
            svg.WriteLine($"<rect x=\"{x}\" y=\"{Margin + RowHeight}\" width=\"12\" height=\"12\" fill=\"{colour}\"/><text x=\"{x + 16}\" y=\"{Margin + RowHeight + 10}\">{name}</text>");
            x += 90;
        }

        Draw(svg, _root, Margin, height - Margin - RowHeight, scale, "#f0f0f0");
        svg.WriteLine("</svg>");
    }

    /// <summary>perf's <c>symbol+0x12 (/path/of/object)</c> without what only a debugger wants.</summary>
    private static string NameOf(string function)
    {
        int place = function.LastIndexOf(" (", StringComparison.Ordinal);
        string name = place > 0 ? function[..place] : function;
        int offset = name.LastIndexOf("+0x", StringComparison.Ordinal);
        return offset > 0 ? name[..offset] : name;
    }

    private void Add(List<string> stack)
    {
        if (stack.Count == 0)
        {
            return;
        }

        Frame frame = _root;
        frame.Count++;
        for (int i = stack.Count - 1; i >= 0; i--)
        {
            frame = frame.Child(stack[i]);
            frame.Count++;
        }
    }

    /// <summary>Rows of what is wide enough to be drawn.</summary>
    private static int Depth(Frame frame, double scale) =>
        frame.Count * scale < LeastWidth ? 0 : 1 + frame.Children.Values.Select(child => Depth(child, scale)).DefaultIfEmpty().Max();

    private void Draw(TextWriter svg, Frame frame, double x, double y, double scale, string inherited)
    {
        double width = frame.Count * scale;
        if (width < LeastWidth)
        {
            return;
        }

        string colour = ColourOf(frame.Name) ?? inherited;
        string name = frame.Name.Replace("gor_Gor_", "", StringComparison.Ordinal);
        string share = (100.0 * frame.Count / _root.Count).ToString("0.0", CultureInfo.InvariantCulture);
        int letters = (int)((width - 4) / CharacterWidth);
        string label = letters < 3 ? "" : name.Length <= letters ? name : name[..letters];
        var box = new StringBuilder();
        box.Append(CultureInfo.InvariantCulture, $"<g><title>{SecurityElement.Escape(name)} {share} %</title>");
        box.Append(CultureInfo.InvariantCulture, $"<rect x=\"{x:0.0}\" y=\"{y:0.0}\" width=\"{width - 0.4:0.0}\" height=\"{RowHeight - 1}\" fill=\"{colour}\"/>");
        if (label.Length > 0)
        {
            box.Append(CultureInfo.InvariantCulture, $"<text x=\"{x + 2:0.0}\" y=\"{y + 12:0.0}\">{SecurityElement.Escape(label)}</text>");
        }

        svg.WriteLine(box.Append("</g>"));
        foreach (Frame child in frame.Children.Values.OrderBy(child => child.Name, StringComparer.Ordinal))
        {
            Draw(svg, child, x, y - RowHeight, scale, colour);
            x += child.Count * scale;
        }
    }

    private static string? ColourOf(string name) =>
        Stages.FirstOrDefault(stage => name.Contains(stage.Part, StringComparison.Ordinal)).Colour;

    private sealed class Frame(string name)
    {
        public string Name { get; } = name;

        public long Count { get; set; }

        public Dictionary<string, Frame> Children { get; } = [];

        public Frame Child(string name)
        {
            if (!Children.TryGetValue(name, out Frame? child))
            {
                child = new Frame(name);
                Children.Add(name, child);
            }

            return child;
        }
    }
}
