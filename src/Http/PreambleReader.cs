using Gor.Flows;

namespace Gor.Http;

/// <summary>Takes the preamble off the begin of one flow, however its segments cut it. See <see cref="Preamble"/>.</summary>
internal sealed class PreambleReader(bool isClient, Counters counters)
{
    private const int Longest = 4096;

    private Preamble _preamble = new(isClient);
    private byte[] _held = [];
    private Arrival _heldFrom;

    /// <summary>True once the flow's first message can begin.</summary>
    public bool IsOver { get; private set; }

    /// <returns>What is behind the preamble; empty while its end is not in sight.</returns>
    /// <param name="data">The flow's next bytes.</param>
    /// <param name="arrival">Of the first of them; on return of the first returned.</param>
    public ReadOnlySpan<byte> Read(ReadOnlySpan<byte> data, scoped ref Arrival arrival)
    {
        if (_held.Length > 0)
        {
            data = (byte[])[.. _held, .. data];
            arrival = _heldFrom;
            _held = [];
        }

        while (!IsOver && !data.IsEmpty)
        {
            int length = _preamble.Measure(data);
            if (length < 0 && data.Length <= Longest)
            {
                _held = data.ToArray();
                _heldFrom = arrival;
                return default;
            }

            if (length > 0)
            {
                _preamble.Take(data[..length]);
                counters.Add(Counter.BytesNotHttpOther, length);
                arrival = arrival with { Position = arrival.Position + length };
                data = data[length..];
            }

            IsOver = length <= 0 || _preamble.IsOver;
        }

        return data;
    }

    /// <summary>The flow ends or has a gap here: gives back what was held for the rest of a part.</summary>
    public ReadOnlySpan<byte> Abandon(scoped out Arrival arrival)
    {
        byte[] held = _held;
        arrival = _heldFrom;
        _held = [];
        IsOver = true;
        return held;
    }
}
