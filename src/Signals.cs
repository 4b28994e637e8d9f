using System.Runtime.InteropServices;

namespace Gor;

/// <summary>What the operator and the service manager tell a running gor.</summary>
internal sealed class Signals : IDisposable
{
    /// <summary>SIGUSR1 on Linux; .NET takes numbers of signals that it has no name for.</summary>
    private const PosixSignal Usr1OnLinux = (PosixSignal)10;

    private const PosixSignal Usr1OnMac = (PosixSignal)30;

    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly CancellationTokenSource _stop = new();

    /// <summary>SIGINT (Ctrl-C) and SIGTERM, the first time. The second time the process ends at once.</summary>
    public CancellationToken Stop => _stop.Token;

    public void OnStop()
    {
        Add(PosixSignal.SIGINT, End);
        Add(PosixSignal.SIGTERM, End);
    }

    public void OnReload(Action action) => OnPosix(PosixSignal.SIGHUP, action);

    public void OnReport(Action action) => OnPosix(OperatingSystem.IsMacOS() ? Usr1OnMac : Usr1OnLinux, action);

    public void Dispose()
    {
        _registrations.ForEach(registration => registration.Dispose());
        _stop.Dispose();
    }

    private void OnPosix(PosixSignal signal, Action action)
    {
        if (!OperatingSystem.IsWindows())
        {
            Add(signal, action);
        }
    }

    private void Add(PosixSignal signal, Action action) => _registrations.Add(PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        action();
    }));

    private void End()
    {
        if (_stop.IsCancellationRequested)
        {
            Environment.Exit(ExitCode.Failed);
        }

        _stop.Cancel();
    }
}
