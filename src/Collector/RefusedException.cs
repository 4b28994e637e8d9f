namespace Gor.Collector;

/// <summary>A POST that is not taken. The message goes to the client.</summary>
internal sealed class RefusedException(int status, string message) : Exception(message)
{
    public int Status => status;
}
