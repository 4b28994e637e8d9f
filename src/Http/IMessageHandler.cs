using Gor.Flows;

namespace Gor.Http;

/// <summary>
/// What a <see cref="MessageReader"/> tells of its flow: per message OnStart, fields, OnHead, content, OnEnd; or OnStart and
/// OnHeadLost. Requests and responses are the two kinds.
/// </summary>
internal interface IMessageHandler
{
    StartLineKind Kind { get; }

    /// <summary>Of the message between OnStart and OnHead.</summary>
    FieldList Fields { get; }

    /// <summary>Of the message between OnHead and OnEnd.</summary>
    MessageBody Body { get; }

    void OnStart(in StartLine line, in MessageStart start);

    /// <summary>The header section is complete: says how the body is framed.</summary>
    BodyFraming OnHead();

    /// <summary>The message is over; where its content is cut, the body is marked.</summary>
    /// <param name="position">Position behind it.</param>
    void OnEnd(long position, in Arrival arrival);

    /// <summary>The message broke within its head: it never was one.</summary>
    void OnHeadLost();

    /// <summary>Bytes up to <paramref name="position"/> could not be read: messages may be lost.</summary>
    void OnLost(long position);
}
