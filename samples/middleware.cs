#:property PublishAot=false

// A middleware for gor --middleware: takes the query off the target of every request, and lets everything else through as it is.
//
//     gor --input-raw :8080 --middleware "dotnet run samples/middleware.cs" --output-stdout
using System.Text;

using Stream stdout = Console.OpenStandardOutput();
while (Console.ReadLine() is { } line)
{
    // "KIND ID TIME LATENCY\n" and the message as HTTP has it.
    byte[] bytes = Convert.FromHexString(line);
    int message = Array.IndexOf(bytes, (byte)'\n') + 1;
    int end = Array.IndexOf(bytes, (byte)'\r', message);
    string[] start = Encoding.Latin1.GetString(bytes, message, Math.Max(0, end - message)).Split(' ');
    if (bytes[0] == '1' && start.Length == 3)
    {
        start[1] = start[1].Split('?')[0];
        bytes = [.. bytes[..message], .. Encoding.Latin1.GetBytes(string.Join(' ', start)), .. bytes[end..]];
    }

    stdout.Write(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(bytes) + "\n"));
    stdout.Flush();
}
