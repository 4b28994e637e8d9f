namespace Gor.Capture;

/// <summary>
/// Keeps the packets of some virtual networks: those named, less those named with a minus sign; all but the latter where only such are named.
/// </summary>
internal readonly struct VniSelection(IReadOnlyList<int> vnis)
{
    public bool Accepts(int vni)
    {
        bool isNamed = true;
        for (int i = 0; i < vnis.Count; i++)
        {
            if (vnis[i] < 0 && vnis[i] == -vni)
            {
                return false;
            }
        }

        for (int i = 0; i < vnis.Count; i++)
        {
            if (vnis[i] == vni)
            {
                return true;
            }

            isNamed &= vnis[i] < 0;
        }

        return isNamed;
    }
}
