using Gor.Http;

namespace Gor.Tests.Http;

public class OpenCallsRoomTests
{
    private readonly OpenCallsRoom _room = new();

    [Fact]
    public void Gives_each_a_place_of_its_own()
    {
        int[] numbers = [.. Enumerable.Range(0, 100).Select(_ => _room.Enter())];
        Assert.Equal(100, numbers.Distinct().Count());
        Assert.Equal(100, numbers.Select(number => _room[number]).Distinct().Count());
    }

    [Fact]
    public void Forgets_what_was_left_behind()
    {
        int number = _room.Enter();
        OpenCalls calls = _room[number];
        calls.Request = new HttpRequest("GET"u8.ToArray(), "/"u8.ToArray(), 1, 0);
        calls.Response = new HttpResponse(200, 1, 0);
        calls.Asked = calls.Answered = calls.Current = new OpenExchange(calls.Request, default);
        calls.AnswerStart = default(MessageStart);
        calls.Waiting.Add(calls.Current);
        Assert.False(calls.IsEmpty);
        _room.Leave(number);
        Assert.Equal(number, _room.Enter());
        Assert.True(_room[number].IsEmpty);
    }

    /// <summary>Places are as many as calls were under way at a time, not as there were connections.</summary>
    [Fact]
    public void Connections_at_rest_take_none()
    {
        var talk = new Talk();
        for (int i = 0; i < 10; i++)
        {
            talk.Client("GET / HTTP/1.1\r\n\r\n");
            talk.Server("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            Assert.Equal(0, talk.Taken);
        }

        talk.Client("GET / HTTP/1.1\r\n");
        Assert.Equal(1, talk.Taken);
        talk.Close();
        Assert.Equal(0, talk.Taken);
    }
}
