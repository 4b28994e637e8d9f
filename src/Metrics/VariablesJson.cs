using System.Text.Json;

namespace Gor.Metrics;

/// <summary>
/// Metrics as one JSON object in the manner of Go's expvar: a number by its name, or an object of numbers by their labels.
/// </summary>
internal static class VariablesJson
{
    public static byte[] Write(IEnumerable<Metric> metrics)
    {
        using var content = new MemoryStream();
        using (var json = new Utf8JsonWriter(content, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            foreach (Metric metric in metrics.Where(metric => metric.Samples.Count > 0))
            {
                Write(json, metric);
            }

            json.WriteEndObject();
        }

        return content.ToArray();
    }

    private static void Write(Utf8JsonWriter json, Metric metric)
    {
        if (metric.Samples is [{ Labels.Count: 0 } only])
        {
            json.WriteNumber(metric.Name, only.Value);
            return;
        }

        json.WriteStartObject(metric.Name);
        foreach (Sample sample in metric.Samples)
        {
            string labels = string.Join(',', sample.Labels.Select(label => $"{label.Name}={label.Value}"));
            json.WriteNumber(sample.Suffix.Length == 0 ? labels : $"{sample.Suffix.TrimStart('_')}:{labels}", sample.Value);
        }

        json.WriteEndObject();
    }
}
