using System.Text;
using Microsoft.AspNetCore.Http;

namespace Gor.Collector;

/// <summary><c>gor collect</c>: takes the POSTs of gor and of every Resurface logger, where there is no Resurface.</summary>
internal sealed class CollectServer : IDisposable
{
    private const string Name = "gor collect";

    private readonly CollectOptions _options;
    private readonly LineStream _target;
    private readonly bool _keepsRecords;
    private readonly TextWriter _stderr;
    private readonly Lock _writing = new();
    private readonly CancellationTokenSource _stop;
    private bool _failed;

    private CollectServer(CollectOptions options, LineStream target, TextWriter stderr, CancellationToken stop)
    {
        _options = options;
        _target = target;
        _keepsRecords = options.Output.Length > 0;
        _stderr = TextWriter.Synchronized(stderr);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(stop);
    }

    /// <summary>Serves until <paramref name="stop"/>. <paramref name="stdout"/> stays the caller's.</summary>
    /// <returns>The exit code: 0, or 1 where it could not start or standard output was closed.</returns>
    public static async Task<int> RunAsync(CollectOptions options, LineStream stdout, TextWriter stderr, CancellationToken stop)
    {
        try
        {
            using LineStream? file = options.Output is "" or "-" ? null : LineStream.OpenFile(options.Output);
            using var server = new CollectServer(options, file ?? stdout, stderr, stop);
            int code = await WebServer.RunAsync(
                Name, options.Listen, options.BodyLimit, server.AnswerAsync, stderr, server._stop.Token);
            return server._failed ? 1 : code;
        }
        catch (IOException e)
        {
            await stderr.WriteLineAsync($"{Name}: --output {options.Output}: {e.Message}");
            return 1;
        }
    }

    public void Dispose() => _stop.Dispose();

    private async Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Path == "/healthz" && HttpMethods.IsGet(context.Request.Method))
        {
            await context.Response.WriteAsync("ok\n");
            return;
        }

        if (!HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            context.Response.Headers.Allow = HttpMethods.Post;
            return;
        }

        try
        {
            ReadOnlyMemory<byte> body = await PostBody.ReadAsync(context.Request, _options.BodyLimit, context.RequestAborted);
            Keep(Lines(body.Span));
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
        catch (RefusedException e)
        {
            context.Response.StatusCode = e.Status;
            await context.Response.WriteAsync($"{e.Message}\n");
            await _stderr.WriteLineAsync($"{Name}: a POST was refused with {e.Status}: {e.Message}");
        }
    }

    /// <summary>What is kept of a body: all of it or nothing.</summary>
    private byte[] Lines(ReadOnlySpan<byte> body)
    {
        using var lines = new MemoryStream();
        int number = 0;
        foreach (Range range in body.Split((byte)'\n'))
        {
            number++;
            ReadOnlySpan<byte> record = body[range].TrimEnd((byte)'\r');
            if (record.IsEmpty)
            {
                continue;
            }

            try
            {
                CollectedCall call = RecordReader.Read(record);
                lines.Write(_keepsRecords ? record : Encoding.UTF8.GetBytes(call.ToString()));
                lines.WriteByte((byte)'\n');
            }
            catch (FormatException e)
            {
                throw new RefusedException(StatusCodes.Status400BadRequest, $"line {number}: {e.Message}");
            }
        }

        return lines.ToArray();
    }

    private void Keep(byte[] lines)
    {
        try
        {
            lock (_writing)
            {
                _target.Append(lines);
            }
        }
        catch (IOException e)
        {
            if (!_target.IsFile)
            {
                // Nobody reads: nobody will.
                _failed = true;
                _stop.Cancel();
            }

            throw new RefusedException(StatusCodes.Status503ServiceUnavailable, $"the records cannot be kept: {e.Message}");
        }
    }
}
