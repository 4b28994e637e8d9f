using System.Diagnostics;

namespace Gor.Tests.Fidelity;

/// <summary>The calls of a capture as tshark sees them: each response that names the request it answers.</summary>
internal static class TsharkTruth
{
    /// <summary>Between the values of one field in one packet; no target has it.</summary>
    private const char Separator = '\u001f';

    private static readonly string[] Fields = ["frame.number", "http.request.method", "http.request.uri", "http.response.code", "http.request_in"];

    /// <summary>Null where tshark runs, else why not.</summary>
    public static string? Absence { get; } = FindAbsence();

    /// <returns>Lines like those of <see cref="SeenCall.Line"/>.</returns>
    public static List<string> CallsOf(string path)
    {
        var requests = new Dictionary<string, Queue<string>>();
        var calls = new List<string>();
        foreach (string[] packet in Run(path))
        {
            string[] methods = packet[1].Split(Separator, StringSplitOptions.RemoveEmptyEntries);
            string[] targets = packet[2].Split(Separator);
            if (methods.Length > 0)
            {
                requests[packet[0]] = new Queue<string>(methods.Zip(targets, (method, target) => $"{method} {target}"));
            }

            string[] answered = packet[4].Split(Separator);
            string[] codes = packet[3].Split(Separator, StringSplitOptions.RemoveEmptyEntries);
            for (int i = 0; i < codes.Length; i++)
            {
                bool isFinal = codes[i] == "101" || !codes[i].StartsWith('1');
                if (isFinal && requests.GetValueOrDefault(answered[Math.Min(i, answered.Length - 1)]) is { Count: > 0 } asked)
                {
                    calls.Add($"{asked.Dequeue()} {codes[i]}");
                }
            }
        }

        return calls;
    }

    private static IEnumerable<string[]> Run(string path)
    {
        string[] arguments =
        [
            "-n", "-2", "-r", path, "-Y", "http && tcp", "-o", "tcp.reassemble_out_of_order:TRUE", "-T", "fields", "-E", "separator=/t", "-E", $"aggregator={Separator}",
            .. Fields.SelectMany(field => new[] { "-e", field }),
        ];
        using Process tshark = Start(arguments);
        string text = tshark.StandardOutput.ReadToEnd();
        tshark.WaitForExit();
        return text.Split('\n').Select(line => line.Split('\t')).Where(fields => fields.Length == Fields.Length);
    }

    private static Process Start(params string[] arguments) => Process.Start(
        new ProcessStartInfo("tshark", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;

    private static string? FindAbsence()
    {
        try
        {
            using Process tshark = Start("--version");
            tshark.StandardOutput.ReadToEnd();
            return tshark.WaitForExit(20_000) && tshark.ExitCode == 0 ? null : "tshark does not run";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "tshark is not installed";
        }
    }
}
