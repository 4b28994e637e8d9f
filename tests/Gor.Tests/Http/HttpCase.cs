namespace Gor.Tests.Http;

/// <summary>
/// A conversation and what must come of it. Each step is <c>C:</c> or <c>S:</c> and the bytes (Latin-1) that client or server
/// sends, or one of <c>C.fin S.fin C.reset S.reset</c>.
/// </summary>
public sealed record HttpCase(string Name, string[] Steps, string[] Exchanges)
{
    public override string ToString() => Name;
}
