namespace Gor.Http;

/// <summary>What a line is that stands where a message can begin.</summary>
internal enum StartLineKind : byte
{
    /// <summary>Neither of the others.</summary>
    None,

    /// <summary><c>method SP request-target SP HTTP/1.x</c> (RFC 9112 section 3).</summary>
    Request,

    /// <summary><c>HTTP/1.x SP status-code [SP reason-phrase]</c> (RFC 9112 section 4).</summary>
    Status,
}
