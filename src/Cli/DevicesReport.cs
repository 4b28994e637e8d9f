using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gor.Capture;

namespace Gor.Cli;

/// <summary>Prints the devices of this host, for people or for programs.</summary>
internal sealed class DevicesReport(IReadOnlyList<Device> devices, string? missing)
{
    private static readonly FilterTerm Port80 = new([], [80]);

    /// <summary>Nothing in it is put into a page: filters shall look as they are written.</summary>
    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>For this process, on this host.</summary>
    public static int Print(bool isJson, TextWriter stdout, TextWriter stderr)
    {
        var report = new DevicesReport(DeviceList.Read(), CapturePrivileges.Missing());
        if (isJson)
        {
            stdout.WriteLine(report.ToJson());
        }
        else
        {
            stdout.Write(report.ToTable());
            if (report.Missing is { } remedy)
            {
                Paragraph.Write(stderr, "gor: ", $"This user may not capture from them. {remedy}", 100);
            }
        }

        return ExitCode.Done;
    }

    /// <summary>What this process lacks to capture, and the remedy; null for nothing.</summary>
    public string? Missing => missing;

    public string ToTable()
    {
        string[][] rows =
        [
            ["NAME", "STATE", "LINK", "--input-raw :80", "ADDRESSES"],
            .. devices.Select(device => (string[])[device.Name, StateOf(device), LinkOf(device), CapturedOf(device), string.Join(" ", device.Addresses)]),
        ];
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        var text = new StringBuilder();
        foreach (string[] row in rows)
        {
            text.AppendLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }

        return text.ToString();
    }

    public string ToJson()
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Readable))
        {
            json.WriteStartObject();
            json.WriteStartArray("devices");
            foreach (Device device in devices)
            {
                Write(json, device);
            }

            json.WriteEndArray();
            json.WriteString("missing", missing);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    private static void Write(Utf8JsonWriter json, Device device)
    {
        json.WriteStartObject();
        json.WriteString("name", device.Name);
        json.WriteString("description", device.Description);
        json.WriteBoolean("up", device.IsUp);
        json.WriteBoolean("running", device.IsRunning);
        json.WriteBoolean("loopback", device.IsLoopback);
        json.WriteString("link_type", device.LinkType?.ToString());
        json.WriteStartArray("addresses");
        foreach (System.Net.IPAddress address in device.Addresses)
        {
            json.WriteStringValue(address.ToString());
        }

        json.WriteEndArray();
        json.WriteBoolean("captured_by_default", device.IsOrdinary);
        json.WriteString("filter_for_port_80", BpfFilter.Of([Port80], device.LinkType ?? LinkType.Ethernet));
        json.WriteEndObject();
    }

    private static string StateOf(Device device) => device switch
    {
        { IsUp: false } => "down",
        { IsRunning: false } => "up, no carrier",
        _ => "up",
    };

    private static string LinkOf(Device device) => device.LinkType?.ToString() ?? "-";

    private static string CapturedOf(Device device) => device switch
    {
        { IsUp: false } => "no: it is down",
        { Name: "any" } => "no: only by its name",
        { Addresses.Count: 0 } => "no: it has no address",
        _ => BpfFilter.Summary([Port80]),
    };
}
