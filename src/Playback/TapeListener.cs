using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gor.Tape;
using Serilog;

namespace Gor.Playback;

/// <summary>
/// <c>--input-tcp</c>: takes tapes from other gors, as they are recorded. Senders are held back where the pipeline is, and one that
/// sends anything else loses its connection, not more.
/// </summary>
internal sealed class TapeListener : ITapeSource
{
    private const int PieceLength = 64 << 10;
    private const int LongestMessage = 64 << 20;
    private const int MostConnections = 1024;

    /// <summary>A message whose separator has come is not held longer.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly TcpListener _listener;
    private readonly X509Certificate2? _certificate;
    private readonly ILogger _log;
    private readonly TimeProvider _time;
    private readonly TapeFeed _feed;
    private int _connections;

    private TapeListener(TcpListener listener, X509Certificate2? certificate, Counters counters, ILogger log, TimeProvider time)
    {
        _listener = listener;
        _certificate = certificate;
        _log = log;
        _time = time;
        _feed = new TapeFeed(counters, time);
        Endpoint = (IPEndPoint)listener.LocalEndpoint;
        Name = $"tcp {Endpoint}";
    }

    public string Name { get; }

    public IPEndPoint Endpoint { get; }

    public string Description => $"{Name}: taped calls{(_certificate is null ? "" : ", over TLS")}";

    public long Held => _feed.Held;

    /// <exception cref="PlaybackException">The address is taken, or the certificate cannot be used.</exception>
    public static TapeListener Open(IPEndPoint endpoint, PlaybackOptions options, Counters counters, ILogger log, TimeProvider time)
    {
        X509Certificate2? certificate = options.IsSecure ? ReadCertificate(options) : null;
        var listener = new TcpListener(endpoint);
        try
        {
            listener.Start();
            return new TapeListener(listener, certificate, counters, log, time);
        }
        catch (SocketException e)
        {
            listener.Dispose();
            throw new PlaybackException($"--input-tcp {endpoint}: {e.Message}. Name an address of this host and a port that is free.", e);
        }
    }

    public void Run(CallSegments calls, CancellationToken stop)
    {
        Task accepting = Task.Run(() => AcceptAllAsync(stop), CancellationToken.None);
        _feed.Run(calls, () => accepting.GetAwaiter().GetResult(), stop);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _certificate?.Dispose();
    }

    private static X509Certificate2 ReadCertificate(PlaybackOptions options)
    {
        if (OpenSsl.IsMissing)
        {
            throw new PlaybackException($"--input-tcp-secure {OpenSsl.Remedy}");
        }

        try
        {
            using var pem = X509Certificate2.CreateFromPemFile(options.CertificateFile, options.KeyFile.Length > 0 ? options.KeyFile : null);

            // A key that is only in memory is none to every TLS library.
            return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), password: null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new PlaybackException(
                $"--input-tcp-certificate {options.CertificateFile}: {e.Message.TrimEnd('.')}. Name PEM files: the certificate here, its key by --input-tcp-certificate-key.", e);
        }
    }

    private async Task AcceptAllAsync(CancellationToken stop)
    {
        List<Task> connections = [];
        try
        {
            while (true)
            {
                Socket socket = await _listener.AcceptSocketAsync(stop);
                if (Interlocked.Increment(ref _connections) > MostConnections)
                {
                    Interlocked.Decrement(ref _connections);
                    socket.Dispose();
                    continue;
                }

                connections.RemoveAll(connection => connection.IsCompleted);
                connections.Add(ServeAsync(socket, stop));
            }
        }
        catch (OperationCanceledException)
        {
        }

        await Task.WhenAll(connections);
    }

    private async Task ServeAsync(Socket socket, CancellationToken stop)
    {
        var parser = new TapeParser(LongestMessage);
        try
        {
            await using Stream stream = await OpenAsync(socket, stop);
            await ReadAllAsync(stream, parser, stop);
        }
        catch (Exception e) when (e is IOException or SocketException or AuthenticationException or OperationCanceledException)
        {
            _log.Debug("{Input:l}: a connection ended: {Reason:l}", Name, e.Message);
        }

        _feed.AddMalformed(parser.Malformed + (parser.Waiting > 0 ? 1 : 0));
        Interlocked.Decrement(ref _connections);
    }

    private async Task<Stream> OpenAsync(Socket socket, CancellationToken stop)
    {
        var plain = new NetworkStream(socket, ownsSocket: true);
        if (_certificate is null)
        {
            return plain;
        }

        var secure = new SslStream(plain);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(TimeSpan.FromSeconds(10));
        await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, patience.Token);
        return secure;
    }

    private async Task ReadAllAsync(Stream stream, TapeParser parser, CancellationToken stop)
    {
        byte[] piece = new byte[PieceLength];
        Task<int> reading = stream.ReadAsync(piece, stop).AsTask();
        while (true)
        {
            Task first = await Task.WhenAny(reading, Task.Delay(Pause, _time, stop));
            if (first != reading)
            {
                stop.ThrowIfCancellationRequested();
                parser.Pause();
                await HandOnAsync(parser, stop);
                await reading.WaitAsync(stop);
            }

            int length = await reading;
            if (length == 0)
            {
                parser.Pause();
                await HandOnAsync(parser, stop);
                return;
            }

            piece.AsSpan(0, length).CopyTo(parser.Room(length));
            parser.Advance(length);
            await HandOnAsync(parser, stop);
            reading = stream.ReadAsync(piece, stop).AsTask();
        }
    }

    private async Task HandOnAsync(TapeParser parser, CancellationToken stop)
    {
        try
        {
            while (parser.Next() is { } message)
            {
                await _feed.WriteAsync(message, stop);
            }
        }
        catch (OperationCanceledException)
        {
            // The one that was just taken, and what stands behind it.
            long unplayed = 1;
            while (parser.Next() is not null)
            {
                unplayed++;
            }

            _feed.AddUnplayed(unplayed);
            throw;
        }
    }
}
