using System.Globalization;
using System.Text;
using Gor.Masking;

namespace Gor.Benchmarks.Masking;

/// <summary>A call as an API of a shop would see it: the headers of a browser, a JSON body each way, a quarter and three.</summary>
internal sealed class SampleRecord
{
    private static readonly (string Name, string Value)[] Before =
    [
        ("request_method", "POST"),
        ("request_url", "http://shop.example:8080/api/v2/orders?ref=42&page=3&sort=created"),
        ("response_code", "200"),
    ];

    private static readonly (string Name, string Value)[] Between =
    [
        ("request_header:host", "shop.example:8080"),
        ("request_header:user-agent", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36"),
        ("request_header:accept", "application/json, text/plain, */*"),
        ("request_header:accept-encoding", "gzip, deflate, br, zstd"),
        ("request_header:accept-language", "en-GB,en;q=0.9,de;q=0.8"),
        ("request_header:content-type", "application/json"),
        ("request_header:content-length", "2512"),
        ("request_header:origin", "https://shop.example"),
        ("request_header:referer", "https://shop.example/cart?step=2"),
        ("request_header:authorization", "Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMDMxIn0.dBjftJeZ4CVPmB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
        ("request_header:cookie", "sid=5f2b1c9e7d; theme=dark; _ga=GA1.2.1234.5678"),
        ("request_param:ref", "42"),
        ("request_param:page", "3"),
        ("request_param:sort", "created"),
        ("response_header:content-type", "application/json; charset=utf-8"),
        ("response_header:content-length", "7536"),
        ("response_header:date", "Thu, 01 Jan 2026 00:00:00 GMT"),
        ("response_header:server", "nginx"),
        ("response_header:cache-control", "no-store"),
        ("response_header:etag", "W/\"1d70-q1w2e3r4\""),
        ("response_header:set-cookie", "sid=5f2b1c9e7d; Path=/; HttpOnly; Secure; SameSite=Lax"),
        ("response_header:x-request-id", "7b2c0f6e-5a3d-4f0e-9c61-0d9a6a3b8f11"),
    ];

    private readonly byte[] _request;
    private readonly byte[] _response;

    /// <param name="size">Bytes of both bodies together.</param>
    public SampleRecord(int size, BodyKind kind = BodyKind.Some)
    {
        _request = Json(size / 4, kind, seed: 1);
        _response = Json(size - (size / 4), kind, seed: 2);
    }

    public byte[] Request => _request;

    public byte[] Response => _response;

    /// <summary>Puts the pairs in the place of those that are there, as the pipeline does for each call.</summary>
    public void Fill(Details details)
    {
        details.Clear();
        Add(details, Before);
        details.Add("request_body", _request);
        Add(details, Between);
        details.Add("response_body", _response);
        details.Add("now", "1767225600123");
        details.Add("interval", "18");
    }

    private static void Add(Details details, (string Name, string Value)[] pairs)
    {
        foreach ((string name, string value) in pairs)
        {
            details.Add(name, value);
        }
    }

    /// <summary>An array of orders.</summary>
    private static byte[] Json(int size, BodyKind kind, int seed)
    {
        var random = new Random(seed);
        string[] words = ["green", "copper", "kettle", "small", "for", "two", "with", "handle", "and", "lid", "garden", "chair", "oak", "set"];
        var text = new StringBuilder("[");
        for (int i = 0; text.Length < size; i++)
        {
            string note = string.Join(' ', Enumerable.Range(0, random.Next(4, 24)).Select(_ => words[random.Next(words.Length)]));
            text.Append(CultureInfo.InvariantCulture, $"{(i > 0 ? "," : "")}{{\"id\":{random.Next(1000, 999999)},\"sku\":\"K-{random.Next(100, 999)}\",");
            text.Append(CultureInfo.InvariantCulture, $"\"price\":{random.Next(1, 900)}.{random.Next(10, 99)},\"created\":\"2026-01-{random.Next(10, 28)}T10:15:{random.Next(10, 59)}Z\",");
            if (i % 4 == 3 && kind != BodyKind.None)
            {
                text.Append(CultureInfo.InvariantCulture, $"\"mail\":\"joe.{random.Next(1000)}@acme.example.com\",");
            }

            if (i % 10 == 9 && kind != BodyKind.None)
            {
                text.Append("\"card\":\"4111 1111 1111 1111\",");
            }

            if (kind == BodyKind.Many)
            {
                text.Append(CultureInfo.InvariantCulture, $"\"customer_no\":\"AB{random.Next(10_000, 99_999)}\",\"first_name\":\"Joe\",\"last_name\":\"Doe {random.Next(100)}\",");
                text.Append(CultureInfo.InvariantCulture, $"\"birthday\":\"19{random.Next(50, 99)}-07-14\",\"phone\":\"+1 555 {random.Next(1000, 9999)}\",");
            }

            text.Append(CultureInfo.InvariantCulture, $"\"inStock\":{(random.Next(2) == 0 ? "true" : "false")},\"note\":\"{note}\"}}");
        }

        text.Append(']');
        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
