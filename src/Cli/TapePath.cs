
namespace Gor.Cli;

/// <summary>The path of a file in GoReplay's format, with a limit behind <c>|</c> if need be. S3 is refused.</summary>
internal static class TapePath
{
    public static bool TryParse(string text, out LimitedAddress value, out string? error)
    {
        bool isRead = LimitedAddress.TryParse(text, out value, out error);
        if (isRead && value.Address.StartsWith("s3://", StringComparison.OrdinalIgnoreCase))
        {
            error = "refused: gor carries no S3 client. Name a local file, and copy it: aws s3 sync FOLDER s3://BUCKET (docs/goreplay.md)";
        }

        return error is null;
    }
}
