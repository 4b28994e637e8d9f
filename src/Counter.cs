namespace Gor;

/// <summary>
/// Everything that is counted, once, where it dies. The member's name is the name in the ledger, the log and the metrics:
/// <c>PacketsIgnoredNotTcp</c> is <c>packets_ignored_not_tcp</c>.
/// <see cref="Ledger"/> says which sums must be equal: a block's first member is what entered, the others are where it ended.
/// A new reason goes behind the last of its block.
/// </summary>
internal enum Counter
{
    // Messages of tapes: read = handed on + ignored + limited + not played because gor was stopped + malformed. Each call becomes a few packets.
    TapedMessagesRead,
    TapedMessagesHanded,
    TapedMessagesIgnoredReplayed,
    TapedMessagesLimited,
    TapedMessagesUnplayed,
    TapedMessagesMalformed,

    // Packets: received = decoded + ignored + malformed.
    PacketsReceived,
    PacketsDecoded,
    PacketsIgnoredNotIp,
    PacketsIgnoredNotTcp,
    PacketsIgnoredLinkType,
    PacketsIgnoredFilter,
    PacketsIgnoredFragmentMerged,
    PacketsIgnoredLimit,
    PacketsMalformedLink,
    PacketsMalformedIp,
    PacketsMalformedTcp,
    PacketsMalformedTunnel,
    PacketsMalformedFragment,
    PacketsMalformedNesting,

    // Segments: decoded packets = handed to a worker + dropped because its queue was full.
    SegmentsHanded,
    SegmentsDroppedQueueFull,

    // Payload bytes of the segments that reached a worker.
    BytesPayload,
    BytesConsumed,
    BytesDuplicate,
    BytesOverlap,
    BytesTwin,
    BytesOutsideWindow,
    BytesNotHttpTls,
    BytesNotHttpHttp2,
    BytesNotHttpOther,
    BytesTunneled,
    BytesSkippedAfterGap,
    BytesMalformed,
    BytesIncompleteMessage,
    BytesOverLimit,
    BytesLate,

    // Beside the equation: bytes that were never captured.
    BytesGap,

    // Beside the equation: IP fragments some of whose bytes had come before; the first copy was kept.
    FragmentsOverlapping,

    // Beside the equations: messages of a group's topic that come again to its next reader, as an output gave calls up.
    TapedMessagesUncommitted,

    // Connections; twins are those that are captured under another name too, and passed over under this one.
    ConnectionsOpened,
    ConnectionsClosed,
    ConnectionsTwin,

    // Messages: requests = exchanged + orphaned, responses likewise.
    Requests,
    RequestsExchanged,
    RequestsOrphanedNoResponse,
    RequestsOrphanedGap,
    RequestsOrphanedTooMany,
    Responses,
    ResponsesExchanged,
    ResponsesOrphanedNoRequest,
    ResponsesOrphanedGap,

    // Beside the equation: 1xx responses, which no call needs.
    ResponsesInterim,

    // Beside the equation: lines where a message had to begin that are none of HTTP/1, lines of a header section that are
    // no fields, messages whose Content-Length contradicts itself.
    StartLinesRejected,
    FieldLinesRejected,
    FramingConflicts,

    // Exchanges: formed = recorded + discarded + filtered + shed.
    ExchangesFormed,
    ExchangesRecorded,
    ExchangesDiscardedRule,
    ExchangesDiscardedMaskingFailed,
    ExchangesFilteredAllowMethod,
    ExchangesFilteredAllowUrl,
    ExchangesFilteredDisallowUrl,
    ExchangesFilteredAllowHeader,
    ExchangesFilteredDisallowHeader,
    ExchangesFilteredBasicAuth,
    ExchangesFilteredHeaderLimiter,
    ExchangesFilteredParamLimiter,
    ExchangesFilteredInputLimit,
    ExchangesShedMemory,

    /// <summary>gor's own deliveries, where the capture includes them.</summary>
    ExchangesDiscardedOwn,

    // Beside the equation: delivered, but with a body that a gap, a reset or the end of the capture cut.
    ExchangesTruncated,

    // Beside the equation: requests without a response that outputs in GoReplay's format got all the same; those that a filter or
    // a rule kept from them.
    RequestsAloneSent,
    RequestsAloneFiltered,
    RequestsAloneDiscarded,

    // Beside the equation: answers that a replay got, handed to the outputs in GoReplay's format.
    ReplayedResponses,

    // Beside the equation: such answers that a middleware got first; those for which it had no room, or had ended: nobody gets them.
    ReplayedResponsesSeen,
    ReplayedResponsesUnseen,

    // Bodies that are not in their record as they were on the wire; beside the equations.
    BodiesOverLimit,
    BodiesUndecoded,
    BodiesCorrupt,
    BodiesBinary,
    BodiesTruncated,
    BodiesCutMemory,

    // Parameters beyond the number that one record may hold; a form's body still has them.
    ParametersOverLimit,

    // Beside the equations: fields that a rule which was too slow took away, and rules read again on SIGHUP.
    FieldsRemovedTimeout,
    RulesReloaded,
    RulesReloadsRefused,

    // Faults of ours; each cost one connection or one record and was logged.
    ConnectionsFailed,
}
