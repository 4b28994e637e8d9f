namespace Gor.Http;

/// <summary>
/// The dialogues of one worker, by number: as many as connections had calls under way at a time. Between calls a connection keeps a few numbers only,
/// so that one of a hundred thousand, which is far from the processor when its next call comes, is fetched from few places; the dialogue that was left
/// last is taken first and is near. It is a number and no reference, as one that is stored in an object which is there for long makes the garbage
/// collector look through the two kilobytes around it. One thread.
/// </summary>
internal sealed class DialogueRoom(HttpOptions options, Counters counters, IExchangeConsumer next)
{
    private readonly List<Dialogue> _places = [];
    private readonly Stack<int> _free = new();

    public Counters Counters => counters;

    /// <summary>Places where something is.</summary>
    public int Taken => _places.Count - _free.Count;

    public Dialogue this[int number] => _places[number];

    /// <summary>The number of a place where nothing is.</summary>
    public int Enter()
    {
        if (_free.TryPop(out int number))
        {
            return number;
        }

        _places.Add(new Dialogue(options, counters, next));
        return _places.Count - 1;
    }

    /// <summary>Gives a place back; what is still there is forgotten.</summary>
    public void Leave(int number)
    {
        _places[number].Clear();
        _free.Push(number);
    }
}
