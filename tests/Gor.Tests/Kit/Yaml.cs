using YamlDotNet.RepresentationModel;

namespace Gor.Tests.Kit;

/// <summary>A place in a YAML document, that can be walked without a look at what is there.</summary>
internal sealed record Yaml(YamlNode? Node)
{
    public static IReadOnlyList<Yaml> ReadAll(string path) => ParseAll(File.ReadAllText(path));

    public static IReadOnlyList<Yaml> ParseAll(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return [.. stream.Documents.Select(document => new Yaml(document.RootNode))];
    }

    public Yaml this[string name] =>
        new(Node is YamlMappingNode mapping && mapping.Children.TryGetValue(new YamlScalarNode(name), out YamlNode? child) ? child : null);

    public string Text => (Node as YamlScalarNode)?.Value ?? "";

    public IReadOnlyList<Yaml> Items => Node is YamlSequenceNode sequence ? [.. sequence.Select(item => new Yaml(item))] : [];

    public IReadOnlyList<string> Texts => [.. Items.Select(item => item.Text)];

    public IReadOnlyDictionary<string, Yaml> Members => Node is YamlMappingNode mapping
        ? mapping.Children.ToDictionary(pair => ((YamlScalarNode)pair.Key).Value ?? "", pair => new Yaml(pair.Value))
        : new Dictionary<string, Yaml>();

    /// <summary>Itself and all below.</summary>
    public IEnumerable<Yaml> All() => [this, .. Items.SelectMany(item => item.All()), .. Members.Values.SelectMany(member => member.All())];
}
