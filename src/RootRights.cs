using System.Globalization;
using System.Runtime.InteropServices;

namespace Gor;

/// <summary>Gives root's rights up for good, once everything is open that needs them.</summary>
internal static class RootRights
{
    /// <param name="user">The value of <c>--user</c>; empty: nothing is given up.</param>
    /// <exception cref="StartException">They cannot be given up, or not all of them.</exception>
    public static void GiveUp(string user)
    {
        if (user.Length == 0)
        {
            return;
        }

        if (!OperatingSystem.IsLinux())
        {
            throw Refused("--user is for Linux. Start gor as the user it shall be, and give that user the right to capture.");
        }

        if (!Account.TryFind(user, Read("/etc/passwd"), Read("/etc/group"), out Account? account, out string? error))
        {
            throw Refused(error);
        }

        uint[] groups = [.. account.Groups];

        // The C library does each for all threads of the process (nptl(7)). Groups first: afterwards there is no right to.
        bool isDone = SetGroups((nuint)groups.Length, groups) == 0
            && SetGroupIds(account.GroupId, account.GroupId, account.GroupId) == 0
            && SetUserIds(account.UserId, account.UserId, account.UserId) == 0;
        if (!isDone)
        {
            throw Refused($"gor cannot become {account.Name} (--user): {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}. Only root can: start it as root, or drop the flag.");
        }

        Verify(account);
    }

    /// <summary>The law for a security promise: look, do not trust.</summary>
    private static void Verify(Account account)
    {
        string ids = string.Create(CultureInfo.InvariantCulture, $"{account.UserId}\t{account.UserId}\t{account.UserId}\t{account.UserId}");
        foreach (string thread in Directory.EnumerateDirectories("/proc/self/task"))
        {
            string[] status;
            try
            {
                status = File.ReadAllLines(Path.Combine(thread, "status"));
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
            {
                // The thread has ended since.
                continue;
            }

            bool isRid = status.Contains($"Uid:\t{ids}") && status.Contains("CapPrm:\t0000000000000000") && status.Contains("CapEff:\t0000000000000000");
            if (!isRid)
            {
                throw Refused($"gor is {account.Name} now, but has kept rights of root (--user): securebits of its parent forbid giving them up. Start it without those.");
            }
        }
    }

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // A container from scratch has neither file; numbers need none.
            return "";
        }
    }

    private static StartException Refused(string error) => new(ExitCode.Failed, [error]);

    [DllImport("libc", EntryPoint = "setgroups", SetLastError = true)]
    private static extern int SetGroups(nuint count, uint[] groups);

    [DllImport("libc", EntryPoint = "setresgid", SetLastError = true)]
    private static extern int SetGroupIds(uint real, uint effective, uint saved);

    [DllImport("libc", EntryPoint = "setresuid", SetLastError = true)]
    private static extern int SetUserIds(uint real, uint effective, uint saved);
}
