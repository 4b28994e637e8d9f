using System.Text.RegularExpressions;

namespace Gor.Masking;

/// <summary>A replacement that would blow its value up beyond use. Whoever handles searches that are slow handles it; it is never tried again.</summary>
internal sealed class ResultTooLongException : RegexMatchTimeoutException;
