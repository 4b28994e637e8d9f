namespace Gor.Output;

/// <param name="Age">How long a record may wait before it is written.</param>
/// <param name="EndsAtError">True for a pipe, whose reader does not come back; false for a disk, which may have room again.</param>
internal sealed record StreamSettings(TimeSpan Age, bool EndsAtError)
{
    public OutputForm Form { get; init; } = OutputForm.Record;
}
