#if RATIOS
Gor.Benchmarks.Masking.RuleRatios.Print(Console.Out, args);
#else
using BenchmarkDotNet.Running;

BenchmarkSwitcher.FromAssembly(System.Reflection.Assembly.GetExecutingAssembly()).Run(args);
#endif
