using Gor.Http;

namespace Gor;

/// <summary>Takes the finished records of one worker. One thread; no member throws.</summary>
internal interface IRecordSink
{
    /// <summary>Takes one call.</summary>
    /// <param name="order">The place of its exchange.</param>
    /// <param name="isByTick">True where the capture's clock completed it, not a packet: it comes behind those of that packet.</param>
    void Write(in Rendition call, in ExchangeOrder order, bool isByTick);

    /// <summary>All that belongs before this packet number, and to it, was written.</summary>
    void Advance(long ordinal);

    /// <summary>Called every 250 ms at least, and each second where no packets come.</summary>
    /// <param name="isBehind">True while the worker is behind: rather spend little on a record than lose the next one.</param>
    void Tick(bool isBehind);

    /// <summary>Nothing is written afterwards.</summary>
    void Close();
}
