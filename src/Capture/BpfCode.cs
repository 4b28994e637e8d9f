namespace Gor.Capture;

/// <summary>
/// Writes a program for the kernel's classic packet filter (bpf(4); linux/filter.h), instruction by instruction, with marks to jump to.
/// A conditional jump reaches 255 instructions only, so each is one over an unconditional jump, which reaches all.
/// </summary>
internal sealed class BpfCode
{
    /// <summary>BPF_MAXINSNS in linux/bpf_common.h.</summary>
    public const int LongestProgram = 4096;

    /// <summary>struct sock_filter: a code of 16 bits, two jumps of 8 and a number of 32, in the machine's byte order.</summary>
    private const int InstructionLength = 8;

    private const ushort LoadByte = 0x50;
    private const ushort LoadHalf = 0x48;
    private const ushort LoadWord = 0x40;
    private const ushort LoadAbsoluteHalf = 0x28;
    private const ushort LoadIndex = 0x01;
    private const ushort Jump = 0x05;
    private const ushort JumpIfEqual = 0x15;
    private const ushort JumpIfNotLess = 0x35;
    private const ushort And = 0x54;
    private const ushort ShiftLeft = 0x64;
    private const ushort AddIndex = 0x0c;
    private const ushort AccumulatorToIndex = 0x07;
    private const ushort StoreIndexIn = 0x03;
    private const ushort LoadIndexFrom = 0x61;
    private const ushort Return = 0x06;

    private readonly List<(ushort Code, byte IfTrue, byte IfFalse, uint Number, Mark? Target)> _instructions = [];

    public int Length => _instructions.Count;

    /// <summary>Loads from behind the index register.</summary>
    public BpfCode Byte(int offset) => Add(LoadByte, (uint)offset);

    public BpfCode Half(int offset) => Add(LoadHalf, (uint)offset);

    public BpfCode Word(int offset) => Add(LoadWord, (uint)offset);

    /// <summary>Loads from the packet's start.</summary>
    public BpfCode HalfAt(int offset) => Add(LoadAbsoluteHalf, (uint)offset);

    public BpfCode SetIndex(int offset) => Add(LoadIndex, (uint)offset);

    /// <summary>Keeps the index register for <see cref="RestoreIndex"/>.</summary>
    public BpfCode StoreIndex() => Add(StoreIndexIn, 0);

    public BpfCode RestoreIndex() => Add(LoadIndexFrom, 0);

    public BpfCode Masked(uint mask) => Add(And, mask);

    /// <summary>Moves the index register behind an IPv4 header, whose length in words has just been loaded.</summary>
    public BpfCode SkipWords() => Add(ShiftLeft, 2).Add(AddIndex, 0).Add(AccumulatorToIndex, 0);

    public BpfCode IfEqual(uint number, Mark target) => Add(JumpIfEqual, number, 0, 1).GoTo(target);

    public BpfCode UnlessEqual(uint number, Mark target) => Add(JumpIfEqual, number, 1, 0).GoTo(target);

    /// <summary>Jumps where what was loaded lies between the two, both included.</summary>
    public BpfCode IfWithin(uint first, uint last, Mark target)
    {
        if (first == last)
        {
            return IfEqual(first, target);
        }

        return Add(JumpIfNotLess, first, 0, 2).Add(JumpIfNotLess, last + 1, 1, 0).GoTo(target);
    }

    public BpfCode GoTo(Mark target)
    {
        _instructions.Add((Jump, 0, 0, 0, target));
        return this;
    }

    /// <summary>The mark stands for the next instruction.</summary>
    public BpfCode Place(Mark mark)
    {
        mark.Position = _instructions.Count;
        return this;
    }

    /// <summary>Ends: so many bytes of the packet are kept, 0 for none.</summary>
    public BpfCode Keep(int length) => Add(Return, (uint)length);

    /// <summary>As the kernel takes it.</summary>
    public byte[] ToBytes()
    {
        byte[] bytes = new byte[_instructions.Count * InstructionLength];
        for (int i = 0; i < _instructions.Count; i++)
        {
            (ushort code, byte ifTrue, byte ifFalse, uint number, Mark? target) = _instructions[i];
            Span<byte> instruction = bytes.AsSpan(i * InstructionLength);
            BitConverter.TryWriteBytes(instruction, code);
            (instruction[2], instruction[3]) = (ifTrue, ifFalse);
            BitConverter.TryWriteBytes(instruction[4..], target is null ? number : (uint)(target.Position - i - 1));
        }

        return bytes;
    }

    private BpfCode Add(ushort code, uint number, byte ifTrue = 0, byte ifFalse = 0)
    {
        _instructions.Add((code, ifTrue, ifFalse, number, null));
        return this;
    }

    /// <summary>A place in the program, behind every jump to it.</summary>
    internal sealed class Mark
    {
        public int Position { get; set; }
    }
}
