using System.Text;
using Gor.Flows;

namespace Gor.Tests.Http;

public class HttpSessionTests
{
    public static TheoryData<HttpCase> Cases => new(HttpCases.All);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Reads_each_conversation_however_it_is_cut(HttpCase one)
    {
        long length = one.Steps.Where(step => step[1] == ':').Sum(step => step.Length - 2);
        Assert.Equal(one.Exchanges, Play(one, int.MaxValue, int.MaxValue).Exchanges);
        Assert.Equal(one.Exchanges, Play(one, 0, 1).Exchanges);
        Assert.Equal(one.Exchanges, Play(one, 0, 3).Exchanges);
        for (int cut = 1; cut < length; cut++)
        {
            Assert.Equal(one.Exchanges, Play(one, cut, int.MaxValue).Exchanges);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Finds_the_client_itself(HttpCase one)
    {
        Assert.Equal(one.Exchanges, Play(one, int.MaxValue, int.MaxValue, knowsClient: false).Exchanges);
        Assert.Equal(one.Exchanges, Play(one, 0, 1, knowsClient: false).Exchanges);
        Assert.Equal(one.Exchanges, Play(one, 0, 1, knowsClient: false, FlowSide.Reverse).Exchanges);
    }

    [Fact]
    public void Takes_the_next_request_where_a_refused_body_is_left_out()
    {
        using var talk = new Talk();
        talk.Client("PUT /e HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 29\r\n\r\n");
        talk.Server("HTTP/1.1 417 No\r\nContent-Length: 0\r\n\r\n");
        talk.Client("GET /b HTTP/1.1\r\nHost: x\r\n\r\n");
        talk.Server("HTTP/1.1 204 No\r\n\r\n");
        talk.Close();
        talk.AssertBalanced();
        Assert.Equal(["PUT /e -> 417", "GET /b -> 204"], talk.Exchanges);
    }

    /// <summary>Plays a case in pieces of at most <paramref name="piece"/> bytes, with one cut more at byte <paramref name="cut"/>.</summary>
    private static Talk Play(HttpCase one, int cut, int piece, bool knowsClient = true, FlowSide clientSide = FlowSide.Forward)
    {
        var talk = new Talk(clientSide: clientSide, knowsClient: knowsClient);
        foreach (string step in one.Steps)
        {
            if (step[1] == '.')
            {
                FlowEnd reason = step.EndsWith("fin", StringComparison.Ordinal) ? FlowEnd.Fin : FlowEnd.Reset;
                (step[0] == 'C' ? (Action<FlowEnd>)talk.EndClient : talk.EndServer)(reason);
                continue;
            }

            byte[] data = Encoding.Latin1.GetBytes(step[2..]);
            for (int at = 0; at < data.Length;)
            {
                int toCut = cut > talk.BytesFed ? (int)Math.Min(int.MaxValue, cut - talk.BytesFed) : int.MaxValue;
                int length = Math.Min(Math.Min(piece, toCut), data.Length - at);
                if (step[0] == 'C')
                {
                    talk.Client(data.AsSpan(at, length));
                }
                else
                {
                    talk.Server(data.AsSpan(at, length));
                }

                at += length;
            }
        }

        talk.Close();
        talk.AssertBalanced();
        Assert.False(talk.Session.HasOpenExchange);
        return talk;
    }
}
