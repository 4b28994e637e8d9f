using System.Text;
using Gor.Decode;

namespace Gor.Tests.Kit;

/// <summary>The client or the server of a <see cref="Conversation"/>: says what it does next.</summary>
internal sealed class ConversationSide(Conversation conversation, bool isClient)
{
    /// <summary>Bytes sent so far, and one for a FIN.</summary>
    public long Sent { get; private set; }

    private ConversationSide Other => isClient ? conversation.Server : conversation.Client;

    public ConversationSent Sends(string text) => Sends(Encoding.Latin1.GetBytes(text));

    /// <summary>Sends bytes in one segment (see <see cref="ConversationSent.In"/> for more), with all acknowledged that the other side sent.</summary>
    public ConversationSent Sends(byte[] data)
    {
        var sent = new ConversationSent(conversation, Add(TcpFlags.Psh | TcpFlags.Ack, Sent, data));
        Sent += data.Length;
        return sent;
    }

    /// <summary>Sends bytes again.</summary>
    public ConversationSent SendsAgain(long position, byte[] data) =>
        new(conversation, Add(TcpFlags.Psh | TcpFlags.Ack, position, data));

    public ConversationSent Acknowledges() => new(conversation, Add(TcpFlags.Ack, Sent, []));

    /// <summary>Begins the handshake: the client's SYN, or the server's answer to it.</summary>
    public ConversationSent Opens() => new(
        conversation, conversation.Add(new ConversationSegment(isClient, isClient ? TcpFlags.Syn : TcpFlags.Syn | TcpFlags.Ack, -1, isClient ? null : 0, [], 0, 0)));

    public ConversationSent Finishes()
    {
        var sent = new ConversationSent(conversation, Add(TcpFlags.Fin | TcpFlags.Ack, Sent, []));
        Sent++;
        return sent;
    }

    public ConversationSent Resets() => new(conversation, Add(TcpFlags.Rst, Sent, []));

    private ConversationSegment Add(TcpFlags flags, long position, byte[] data) =>
        conversation.Add(new ConversationSegment(isClient, flags, position, Other.Sent, data, 0, 0));
}
