namespace Gor.Http;

/// <summary>
/// What is under way on all connections of one worker, by number. A connection keeps the number: a reference that is stored in an object which is
/// there for long makes the garbage collector look through the two kilobytes around it, which of many connections are far from the processor, and
/// each call would store several. Few calls are under way at a time, and the place that was left last is taken first. One thread.
/// </summary>
internal sealed class OpenCallsRoom
{
    private readonly List<OpenCalls> _places = [];
    private readonly Stack<int> _free = new();

    /// <summary>Places where something is.</summary>
    public int Taken => _places.Count - _free.Count;

    public OpenCalls this[int number] => _places[number];

    /// <summary>The number of a place where nothing is.</summary>
    public int Enter()
    {
        if (_free.TryPop(out int number))
        {
            return number;
        }

        _places.Add(new OpenCalls());
        return _places.Count - 1;
    }

    /// <summary>Gives a place back; what is still there is forgotten.</summary>
    public void Leave(int number)
    {
        _places[number].Clear();
        _free.Push(number);
    }
}
