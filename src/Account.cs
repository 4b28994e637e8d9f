using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Gor;

/// <summary>Whom a run goes on as: a user with a group and the supplementary groups of both.</summary>
internal sealed record Account(string Name, uint UserId, uint GroupId, IReadOnlyList<uint> Groups)
{
    /// <param name="text"><c>NAME[:GROUP]</c>; either may be a number.</param>
    /// <param name="passwd">The text of <c>/etc/passwd</c> (passwd(5)).</param>
    /// <param name="group">The text of <c>/etc/group</c> (group(5)).</param>
    /// <param name="account">The account, where there is one.</param>
    /// <param name="error">A sentence that says what there is not.</param>
    public static bool TryFind(
        string text, string passwd, string group, [NotNullWhen(true)] out Account? account, [NotNullWhen(false)] out string? error)
    {
        account = null;
        string[] words = text.Split(':', 2);
        string[]? user = LinesOf(passwd, 7).FirstOrDefault(line => line[0] == words[0]) ?? LinesOf(passwd, 7).FirstOrDefault(line => line[2] == words[0]);
        uint userId = 0;
        if (user is null ? !IsNumber(words[0], out userId) : !IsNumber(user[2], out userId))
        {
            error = $"There is no user \"{words[0]}\" on this machine (--user). Add one: useradd --system {words[0]}";
            return false;
        }

        uint groupId = 0;
        string groupName = words.Length > 1 ? words[1] : user?[3] ?? "";
        string? named = LinesOf(group, 4).FirstOrDefault(line => line[0] == groupName)?[2];
        if (!IsNumber(named ?? groupName, out groupId))
        {
            error = groupName.Length == 0
                ? $"The user {words[0]} has no entry in /etc/passwd, so its group must be named: --user {words[0]}:GROUP"
                : $"There is no group \"{groupName}\" on this machine (--user). Add one: groupadd --system {groupName}";
            return false;
        }

        if (userId == 0)
        {
            error = "--user names root, whose rights it is there to give up. Name another user, or drop the flag.";
            return false;
        }

        error = null;
        uint[] supplementary = [.. LinesOf(group, 4)
            .Where(line => user is not null && line[3].Split(',').Contains(user[0]) && IsNumber(line[2], out _))
            .Select(line => uint.Parse(line[2], CultureInfo.InvariantCulture))];
        account = new Account(user?[0] ?? words[0], userId, groupId, [.. supplementary.Prepend(groupId).Distinct()]);
        return true;
    }

    private static IEnumerable<string[]> LinesOf(string text, int fields) => text.Split('\n').Select(line => line.Split(':')).Where(line => line.Length == fields);

    /// <summary>The largest number is no user's: to the system calls it means "leave it as it is".</summary>
    private static bool IsNumber(string text, out uint number) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number != uint.MaxValue;
}
