namespace Gor.Masking;

/// <summary>What came of reading the rules again.</summary>
internal enum ReloadOutcome
{
    Reloaded,

    /// <summary>The file is unreadable or wrong; the old rules stay.</summary>
    Refused,

    /// <summary>The rules did not come from a file.</summary>
    NoFile,
}
