#if RATIOS
Gor.Benchmarks.Masking.RuleRatios.Print(Console.Out, args);
#else
using BenchmarkDotNet.Running;

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
#endif
