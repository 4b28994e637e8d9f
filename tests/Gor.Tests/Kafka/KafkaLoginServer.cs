using System.Buffers.Binary;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Gor.Tests.Kafka;

/// <summary>
/// A broker as far as the login: it answers which requests it knows and which mechanisms, and keeps what a client shows of itself (the protocol
/// of Kafka: ApiVersions, SaslHandshake, SaslAuthenticate). Then it hangs up.
/// </summary>
internal sealed class KafkaLoginServer : IAsyncDisposable
{
    private const short SaslHandshake = 17;
    private const short ApiVersions = 18;
    private const short SaslAuthenticate = 36;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2? _certificate;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    /// <param name="certificate">With it: over TLS, and it asks for one.</param>
    public KafkaLoginServer(X509Certificate2? certificate = null)
    {
        _certificate = certificate;
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Host => $"localhost:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>The mechanism that a client named.</summary>
    public TaskCompletionSource<string> Mechanism { get; } = new();

    /// <summary>Its first words.</summary>
    public TaskCompletionSource<string> Words { get; } = new();

    /// <summary>The name of its certificate, once a request came over TLS.</summary>
    public TaskCompletionSource<string> Certificate { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using Socket socket = await _listener.AcceptSocketAsync(_stop.Token);
                try
                {
                    await TalkAsync(new NetworkStream(socket));
                }
                catch (Exception e) when (e is IOException or System.Security.Authentication.AuthenticationException)
                {
                }
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task TalkAsync(Stream stream)
    {
        string shown = "none";
        if (_certificate is not null)
        {
            var secure = new SslStream(stream, leaveInnerStreamOpen: false, (_, certificate, _, _) =>
            {
                shown = certificate?.Subject ?? "none";
                return true;
            });
            stream = secure;
            await secure.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions { ServerCertificate = _certificate, ClientCertificateRequired = true }, _stop.Token);
        }

        await using (stream)
        {
            while (true)
            {
                byte[] length = new byte[4];
                await stream.ReadExactlyAsync(length, _stop.Token);
                byte[] request = new byte[BinaryPrimitives.ReadInt32BigEndian(length)];
                await stream.ReadExactlyAsync(request, _stop.Token);
                Certificate.TrySetResult(shown);
                if (Answer(request) is not { } answer)
                {
                    return;
                }

                BinaryPrimitives.WriteInt32BigEndian(length, answer.Length + 4);
                await stream.WriteAsync((byte[])[.. length, .. request[4..8], .. answer], _stop.Token);
            }
        }
    }

    /// <summary>Behind the header: key and version of the request, its number, and the client's name.</summary>
    private byte[]? Answer(byte[] request)
    {
        short version = BinaryPrimitives.ReadInt16BigEndian(request.AsSpan(2));
        ReadOnlySpan<byte> body = request.AsSpan(10 + BinaryPrimitives.ReadInt16BigEndian(request.AsSpan(8)));
        switch (BinaryPrimitives.ReadInt16BigEndian(request))
        {
            // "Unsupported version" with the list of version 0, as brokers answer to one that is too new for them.
            case ApiVersions:
                return [0, version == 0 ? (byte)0 : (byte)35, 0, 0, 0, 4, .. Range(3, 0, 4), .. Range(SaslHandshake, 0, 1), .. Range(ApiVersions, 0, 0), .. Range(SaslAuthenticate, 0, 1)];
            case SaslHandshake:
                string mechanism = Encoding.ASCII.GetString(body[2..]);
                Mechanism.TrySetResult(mechanism);
                return [0, 0, 0, 0, 0, 1, .. body[..(2 + mechanism.Length)]];
            case SaslAuthenticate:
                Words.TrySetResult(Encoding.ASCII.GetString(body[4..]));
                return null;
            default:
                return null;
        }
    }

    private static byte[] Range(short key, byte first, byte last) => [0, (byte)key, 0, first, 0, last];
}
