using System.Net;
using System.Text;
using Gor.Decode;
using Gor.Http;

namespace Gor.Tests.Masking;

/// <summary>A call put together without a parser: <c>GET /</c> answered by an empty 200, until a test says otherwise.</summary>
internal sealed class SampleExchange
{
    public const long RequestNs = 1_767_225_600_105_999_999;

    public byte[] Method { get; init; } = "GET"u8.ToArray();

    public byte[] Target { get; init; } = "/"u8.ToArray();

    public int Status { get; init; } = 200;

    public (string Name, string Value)[] RequestFields { get; init; } = [("Host", "shop.example")];

    public (string Name, string Value)[] ResponseFields { get; init; } = [];

    public byte[] RequestBody { get; init; } = [];

    public byte[] ResponseBody { get; init; } = [];

    public long RequestMissing { get; init; }

    public long ResponseMissing { get; init; }

    public long ResponseNs { get; init; } = RequestNs + 18_000_000;

    public string Client { get; init; } = "10.0.0.1";

    public string Server { get; init; } = "10.0.0.2";

    public ushort ServerPort { get; init; } = 8080;

    public int BodyLimit { get; init; } = 1 << 20;

    public Exchange Make()
    {
        HttpRequest request = new(Method, Target, 1, BodyLimit) { FirstTimestampNs = RequestNs };
        HttpResponse response = new(Status, 1, BodyLimit) { FirstTimestampNs = ResponseNs };
        Fill(request.Fields, RequestFields, request.Body, RequestBody, RequestMissing);
        Fill(response.Fields, ResponseFields, response.Body, ResponseBody, ResponseMissing);
        FlowKey key = new(new Endpoint(AddressOf(Client), 50123), new Endpoint(AddressOf(Server), ServerPort), 0);
        return new Exchange(key, request, response) { Order = default };
    }

    private static Address AddressOf(string text) => Address.From(IPAddress.Parse(text));

    private static void Fill(FieldList fields, (string Name, string Value)[] lines, MessageBody body, byte[] content, long missing)
    {
        foreach ((string name, string value) in lines)
        {
            fields.Add(Encoding.Latin1.GetBytes(name), Encoding.Latin1.GetBytes(value));
        }

        body.Append(content);
        if (missing > 0)
        {
            body.MarkMissing(missing);
        }
    }
}
