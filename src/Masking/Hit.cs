namespace Gor.Masking;

/// <summary>Where one of the runs that a <see cref="RunSearch"/> looks for begins.</summary>
/// <param name="Owner">Whose run it is.</param>
internal readonly record struct Hit(int Place, int Owner);
