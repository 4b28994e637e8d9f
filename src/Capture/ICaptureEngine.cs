namespace Gor.Capture;

/// <summary>A way to capture from devices.</summary>
internal interface ICaptureEngine
{
    /// <summary>The devices there are now.</summary>
    /// <exception cref="CaptureException">They cannot be listed.</exception>
    IReadOnlyList<Device> ListDevices();

    /// <summary>Opens one of the devices that were listed last.</summary>
    /// <param name="selected">What is wanted of it.</param>
    /// <param name="bufferSize">Kernel buffer in bytes; 0 for the engine's default.</param>
    /// <param name="capturePoint">Its number.</param>
    /// <exception cref="CaptureException">It cannot be opened; the message says why and what to do.</exception>
    IPacketSource Open(SelectedDevice selected, int bufferSize, int capturePoint);
}
