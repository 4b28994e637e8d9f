using System.Runtime.InteropServices;
using Gor.Fuzz.Targets;
using SharpFuzz.Common;

// Instrumented code counts its branches in a map; before AFL brings its own, a line of that code may run already.
unsafe
{
    const int mapSize = 65536;
    Trace.SharedMem = (byte*)NativeMemory.AllocZeroed(mapSize);
}

return args switch
{
    ["afl", var name] => Fuzz(TargetOf(name)),
    ["replay", var name, .. var files] => Replay(TargetOf(name), files),
    _ => Usage(),
};

static int Fuzz(IFuzzTarget target)
{
    using var input = new MemoryStream();
    SharpFuzz.Fuzzer.Run(stream =>
    {
        input.SetLength(0);
        stream.CopyTo(input);
        target.Run(input.GetBuffer().AsSpan(0, (int)input.Length));
    });
    return 0;
}

static int Replay(IFuzzTarget target, string[] files)
{
    foreach (string file in files)
    {
        target.Run(File.ReadAllBytes(file));
    }

    Console.WriteLine($"{target.Name}: {files.Length} inputs replayed");
    return 0;
}

static IFuzzTarget TargetOf(string name) => FuzzTargets.All.FirstOrDefault(target => target.Name == name)
    ?? throw new ArgumentException($"no target \"{name}\"; there are {string.Join(", ", FuzzTargets.All.Select(target => target.Name))}");

static int Usage()
{
    Console.Error.WriteLine("usage: Gor.Fuzz afl TARGET (under afl-fuzz) | replay TARGET FILE...");
    return 2;
}
