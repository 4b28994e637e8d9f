using System.Net;
using System.Text;

namespace Gor.Files;

/// <summary>The list of a folder's entries as HTML.</summary>
internal static class FolderPage
{
    public static string Of(DirectoryInfo folder)
    {
        var page = new StringBuilder("<!doctype html>\n<meta charset=\"utf-8\">\n<pre>\n");
        foreach (FileSystemInfo entry in folder.EnumerateFileSystemInfos().OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            string slash = entry is DirectoryInfo ? "/" : "";

            // "./" keeps a name with a colon from being a scheme.
            string link = $"./{Uri.EscapeDataString(entry.Name)}{slash}";
            page.Append("<a href=\"").Append(link).Append("\">").Append(WebUtility.HtmlEncode(entry.Name + slash)).Append("</a>\n");
        }

        return page.Append("</pre>\n").ToString();
    }
}
