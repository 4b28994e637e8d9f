using System.Net;
using Microsoft.AspNetCore.Http;

namespace Gor.Metrics;

/// <summary><c>--http</c>: lets monitors and orchestrators look at a run. Shows numbers and names, never what a call carried.</summary>
internal sealed class StatusServer(StatusSource source)
{
    private const string Name = "gor --http";
    private const string Paths = "gor answers to /metrics, /debug/vars, /healthz and /readyz\n";

    /// <summary>Serves until <paramref name="stop"/>.</summary>
    /// <returns>The exit code: 0, or 1 where the address cannot be had.</returns>
    public static Task<int> RunAsync(IPEndPoint listen, StatusSource source, TextWriter stderr, CancellationToken stop) =>
        WebServer.RunAsync(Name, listen, bodyLimit: 0, new StatusServer(source).AnswerAsync, stderr, stop);

    private async Task AnswerAsync(HttpContext context)
    {
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            context.Response.Headers.Allow = "GET, HEAD";
            return;
        }

        context.Response.Headers.CacheControl = "no-store";
        switch (context.Request.Path.Value)
        {
            case "/metrics":
                await WriteAsync(context, PrometheusText.ContentType, PrometheusText.Write(source.Report()));
                break;
            case "/debug/vars":
                context.Response.ContentType = "application/json";
                await context.Response.Body.WriteAsync(VariablesJson.Write(source.Report()), context.RequestAborted);
                break;
            case "/healthz":
                await WriteAsync(context, source.Faults());
                break;
            case "/readyz":
                await WriteAsync(context, [.. source.Faults(), .. source.Obstacles()]);
                break;
            default:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                await WriteAsync(context, "text/plain", Paths);
                break;
        }
    }

    private static Task WriteAsync(HttpContext context, IReadOnlyList<string> problems)
    {
        context.Response.StatusCode = problems.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        return WriteAsync(context, "text/plain", problems.Count == 0 ? "ok\n" : string.Join('\n', problems) + "\n");
    }

    private static Task WriteAsync(HttpContext context, string type, string text)
    {
        context.Response.ContentType = type;
        return context.Response.WriteAsync(text, context.RequestAborted);
    }
}
