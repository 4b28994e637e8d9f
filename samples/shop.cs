#:sdk Microsoft.NET.Sdk.Web
#:property PublishAot=false

// A small web shop for bin/demo to watch: plain, chunked, compressed, empty, redirected and slow answers.
// Run it by itself with: dotnet run samples/shop.cs --urls http://127.0.0.1:8080
using System.IO.Compression;
using System.Text;

WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
WebApplication shop = builder.Build();
const string Tag = "\"v1\"";

shop.MapGet("/", () => Results.Content("<h1>shop</h1>", "text/html"));
shop.MapGet("/items", (string? page) => Json($$"""{"page":{{page ?? "1"}},"items":[{"id":7,"name":"cup"},{"id":8,"name":"saucer"}]}"""));
shop.MapMethods("/items/{id:int}", ["GET", "HEAD"], (int id, HttpContext context) =>
{
    context.Response.Headers.ETag = Tag;
    return context.Request.Headers.IfNoneMatch == Tag ? Results.StatusCode(304) : Json($$"""{"id":{{id}},"name":"cup"}""");
});
shop.MapPost("/items", async (HttpContext context) =>
{
    using var reader = new StreamReader(context.Request.Body);
    string item = await reader.ReadToEndAsync();
    context.Response.Headers.Location = "/items/9";
    return Json($$"""{"id":9,"received":{{item.Length}}}""", 201);
});
shop.MapPut("/items/{id:int}", (int id) => Json($$"""{"id":{{id}},"stored":true}"""));
shop.MapDelete("/items/{id:int}", (int id) => Results.NoContent());
shop.MapPost("/login", (HttpContext context) =>
{
    context.Response.Cookies.Append("sid", "s3cr3t");
    return Results.Redirect("/");
});
shop.MapGet("/stream", async (HttpContext context) =>
{
    for (int i = 1; i <= 5; i++)
    {
        await context.Response.WriteAsync($"part {i}\n");
        await context.Response.Body.FlushAsync();
    }
});
shop.MapGet("/packed", async (HttpContext context) =>
{
    context.Response.Headers.ContentEncoding = "gzip";
    context.Response.ContentType = "text/plain";
    await using var gzip = new GZipStream(context.Response.Body, CompressionLevel.Fastest);
    await gzip.WriteAsync(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("the quick brown fox\n", 200))));
});
shop.MapGet("/slow", async () =>
{
    await Task.Delay(TimeSpan.FromSeconds(3));
    return Json("""{"was":"slow"}""");
});
shop.Run();

static IResult Json(string text, int status = 200) => Results.Content(text, "application/json", Encoding.UTF8, status);
