using System.Net;

namespace Gor.Capture;

/// <summary>
/// Finds out which devices the inputs mean and with what conditions. A device that several inputs mean is one selection with
/// several terms: it is captured once, so that no call is seen twice.
/// </summary>
/// <param name="devices">All there are.</param>
/// <param name="ignored">Names and patterns of those to leave alone.</param>
/// <param name="cluster">What an input that names a part of a cluster means just now.</param>
internal sealed class DeviceSelection(IReadOnlyList<Device> devices, IReadOnlyList<string> ignored, Func<InputAddress, IReadOnlyList<FilterTerm>> cluster)
{
    private readonly Dictionary<string, SelectedDevice> _selected = [];
    private readonly List<SelectedDevice> _inOrder = [];

    public IReadOnlyList<SelectedDevice> Selected => _inOrder;

    /// <exception cref="CaptureException">No device is meant; the message lists those there are.</exception>
    public void Add(InputAddress input)
    {
        switch (input.Kind)
        {
            case InputKind.EveryDevice:
                AddOrdinary(input, new FilterTerm([], input.Ports));
                break;
            case InputKind.Cluster:
                foreach (FilterTerm term in cluster(input))
                {
                    AddOrdinary(input, term);
                }

                break;
            case InputKind.Host:
                AddHost(input);
                break;
            case InputKind.Device when input.Target.AsSpan().IndexOfAny('*', '?') >= 0:
                AddMatching(input);
                break;
            case InputKind.Device:
                AddNamed(input);
                break;
            default:
                throw new ArgumentException("Not a device.", nameof(input));
        }
    }

    private void AddOrdinary(InputAddress input, FilterTerm term)
    {
        List<Device> ordinary = [.. devices.Where(device => device.IsOrdinary && !IsIgnored(device))];
        if (ordinary.Count == 0)
        {
            throw new CaptureException(
                $"No device is up and has an address, so there is nothing to capture for --input-raw {input.Text}. {Known()} Name one: --input-raw DEVICE{PortsOf(input)}");
        }

        ordinary.ForEach(device => Select(device, term, isOneOfMany: true));
    }

    /// <summary>A local address selects its device; another one is watched for on every device, as on a mirror port.</summary>
    private void AddHost(InputAddress input)
    {
        IPAddress[] hosts = input.Target == "localhost" ? [IPAddress.Loopback, IPAddress.IPv6Loopback] : [IPAddress.Parse(input.Target)];
        List<Device> local = [.. devices.Where(device => hosts.Any(device.Has) && !IsIgnored(device))];
        if (local.Count == 0)
        {
            AddOrdinary(input, new FilterTerm(hosts, input.Ports));
        }

        local.ForEach(device => Select(device, new FilterTerm(hosts, input.Ports), isOneOfMany: local.Count > 1));
    }

    private void AddMatching(InputAddress input)
    {
        List<Device> matching = [.. devices.Where(device => device.IsUp && CaptureFileName.IsMatch(input.Target, device.Name) && !IsIgnored(device))];
        if (matching.Count == 0)
        {
            throw new CaptureException($"No device that is up matches \"{input.Target}\" (--input-raw {input.Text}). {Known()}");
        }

        matching.ForEach(device => Select(device, new FilterTerm([], input.Ports), isOneOfMany: true));
    }

    private void AddNamed(InputAddress input)
    {
        Device? device = devices.FirstOrDefault(device => device.Name == input.Target)
            ?? devices.FirstOrDefault(device => string.Equals(device.Description, input.Target, StringComparison.OrdinalIgnoreCase));
        if (device is null)
        {
            throw new CaptureException($"There is no device \"{input.Target}\" (--input-raw {input.Text}). {Known()}{Meant(input)}");
        }

        if (IsIgnored(device))
        {
            throw new CaptureException(
                $"--input-raw {input.Text} asks for the device {device.Name}, and --input-raw-ignore-interface for leaving it alone. Drop one of them.");
        }

        Select(device, new FilterTerm([], input.Ports), isOneOfMany: false);
    }

    private void Select(Device device, FilterTerm term, bool isOneOfMany)
    {
        if (!_selected.TryGetValue(device.Name, out SelectedDevice? selected))
        {
            selected = new SelectedDevice(device);
            _selected.Add(device.Name, selected);
            _inOrder.Add(selected);
        }

        selected.Add(term, isOneOfMany);
    }

    private bool IsIgnored(Device device) => ignored.Any(pattern => CaptureFileName.IsMatch(pattern, device.Name));

    private string Known() => devices.Count == 0
        ? "This machine has no devices that this user may see."
        : $"There are: {string.Join(", ", devices.Select(device => device.Name))}.";

    private string Meant(InputAddress input)
    {
        string? nearest = Nearest.Of(input.Target, devices.Select(device => device.Name));
        return nearest is not null ? $" Was {nearest}{PortsOf(input)} meant?"
            : input.Target.Contains('.', StringComparison.Ordinal) ? " A host is given by its address: --input-raw 10.0.0.5:80; a capture file by its path." : "";
    }

    private static string PortsOf(InputAddress input) => input.Ports.Count == 0 ? "" : $":{string.Join(',', input.Ports)}";
}
