using Gor.Flows;

namespace Gor.Tests.Http;

/// <summary>Connections whose handshake was not captured.</summary>
public class MidStreamTests
{
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    [Fact]
    public void Finds_the_client_behind_the_rest_of_a_body()
    {
        using var talk = new Talk(sawSyn: false, knowsClient: false);
        talk.Server("the rest of a body");
        talk.Client("GET /a HTTP/1.1\r\n\r\n");
        talk.Server(Ok);
        talk.Client("GET /b HTTP/1.1\r\n\r\n");
        talk.Server(Ok);
        talk.Close();
        talk.AssertBalanced();
        Assert.Equal(["GET /a -> 200 [ok]", "GET /b -> 200 [ok]"], talk.Exchanges);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Believes_in_an_exchange_although_what_comes_behind_it_is_lost(bool losesRequests)
    {
        using var talk = new Talk(sawSyn: false, knowsClient: false);
        talk.Client("GET /a HTTP/1.1\r\n\r\n");
        talk.Server(Ok);
        if (losesRequests)
        {
            talk.LoseClient(500);
        }

        talk.LoseServer(500);
        talk.Client("GET /b HTTP/1.1\r\n\r\n");
        talk.Close();
        talk.AssertBalanced();
        Assert.Equal(["GET /a -> 200 [ok]"], talk.Exchanges);
    }

    [Fact]
    public void Takes_the_order_of_messages_that_acknowledge_nothing()
    {
        using var talk = new Talk(sawSyn: false, knowsClient: false);
        for (int i = 0; i < 2; i++)
        {
            talk.Client("GET /a HTTP/1.1\r\n\r\n"u8, Arrival.Unknown);
            talk.Server("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"u8, Arrival.Unknown);
        }

        talk.Close();
        talk.AssertBalanced();
        Assert.Equal(["GET /a -> 200 [ok]", "GET /a -> 200 [ok]"], talk.Exchanges);
    }

    [Fact]
    public void Doubts_messages_that_acknowledge_nothing_where_bytes_are_lost()
    {
        using var talk = new Talk(sawSyn: false, knowsClient: false);
        talk.Client("GET /a HTTP/1.1\r\n\r\n"u8, Arrival.Unknown);
        talk.LoseServer(9);
        talk.Server("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"u8, Arrival.Unknown);
        talk.Close();
        talk.AssertBalanced();
        Assert.Empty(talk.Exchanges);
    }

    [Fact]
    public void Doubts_an_exchange_that_is_lost_in_part()
    {
        using var talk = new Talk(sawSyn: false, knowsClient: false);
        talk.Client("GET /a HTTP/1.1\r\n\r\n");
        talk.LoseServer(100);
        talk.Server(Ok);
        talk.Close();
        talk.AssertBalanced();
        Assert.Empty(talk.Exchanges);
    }
}
