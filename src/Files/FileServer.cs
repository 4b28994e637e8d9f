using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticFiles;

namespace Gor.Files;

/// <summary><c>gor file-server</c>: a folder over HTTP, to read only.</summary>
internal sealed class FileServer
{
    private const string Name = "gor file-server";
    private const int BodyLimit = 1 << 20;

    private readonly FileExtensionContentTypeProvider _types = new();
    private readonly string _root;
    private readonly TextWriter _stderr;

    private FileServer(string root, TextWriter stderr)
    {
        _root = root;
        _stderr = stderr;
    }

    /// <summary>Serves <paramref name="root"/> until <paramref name="stop"/>.</summary>
    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync(IPEndPoint listen, string root, TextWriter stderr, CancellationToken stop)
    {
        TextWriter log = TextWriter.Synchronized(stderr);
        return WebServer.RunAsync(Name, listen, BodyLimit, new FileServer(root, log).ServeAsync, log, stop);
    }

    private async Task ServeAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        try
        {
            await Answer(request, context.Response).ExecuteAsync(context);
        }
        catch (Exception e) when ((e is IOException or UnauthorizedAccessException) && !context.Response.HasStarted)
        {
            context.Response.Clear();
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
        finally
        {
            // As the client wrote it, so without control characters; a query may hold secrets.
            await _stderr.WriteLineAsync($"{request.Method} {request.Path.ToUriComponent()} {context.Response.StatusCode}");
        }
    }

    private IResult Answer(HttpRequest request, HttpResponse response)
    {
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
        {
            response.Headers.Allow = "GET, HEAD";
            return Results.StatusCode(StatusCodes.Status405MethodNotAllowed);
        }

        string path = request.Path.Value ?? "/";
        return ServedPath.Find(_root, path) switch
        {
            FileInfo file when !path.EndsWith('/') => Content(file),
            DirectoryInfo folder when path.EndsWith('/') => ServedPath.Find(folder.FullName, "index.html") is FileInfo index
                ? Content(index)
                : Results.Content(FolderPage.Of(folder), "text/html; charset=utf-8"),

            // Relative, so that no name makes it lead to another host.
            DirectoryInfo folder => Results.Redirect($"./{Uri.EscapeDataString(folder.Name)}/", permanent: true),
            _ => Results.NotFound(),
        };
    }

    /// <summary>Nothing is opened for nothing: an empty file may be a pipe, which would not come back.</summary>
    private IResult Content(FileInfo file)
    {
        string type = _types.TryGetContentType(file.Name, out string? known) ? known : "application/octet-stream";
        return file.Length == 0
            ? Results.Bytes(Array.Empty<byte>(), type, lastModified: file.LastWriteTimeUtc)
            : Results.File(file.FullName, type, lastModified: file.LastWriteTimeUtc, enableRangeProcessing: true);
    }
}
