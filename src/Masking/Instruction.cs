namespace Gor.Masking;

/// <summary>One step of a <see cref="LinearProgram"/>.</summary>
/// <param name="Next">The step behind it.</param>
/// <param name="Argument">
/// Unit: the index of the set. Fork: the step to try second. Save: the slot. Forget: the group. Assert: the <see cref="AnchorKind"/>.
/// </param>
internal readonly record struct Instruction(Operation Operation, int Next, int Argument);
