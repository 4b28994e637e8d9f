namespace Gor.Cli;

/// <summary>One value that a flag was given.</summary>
/// <param name="Text">As written.</param>
/// <param name="Source">Where it stands: <c>command line</c>, a variable, or <c>FILE:LINE</c>.</param>
/// <param name="Subject">What an error begins with: <c>--name</c>, the variable, or <c>FILE:LINE: name</c>.</param>
internal sealed record GivenValue(string Text, string Source, string Subject);
