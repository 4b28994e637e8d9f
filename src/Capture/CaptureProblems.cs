namespace Gor.Capture;

/// <summary>Gathers what is wrong with several inputs, so that one start tells all of it.</summary>
internal sealed class CaptureProblems
{
    private readonly List<CaptureException> _problems = [];

    public IEnumerable<string> Messages => _problems.Select(problem => problem.Message);

    public void Try(Action step)
    {
        try
        {
            step();
        }
        catch (CaptureException problem)
        {
            _problems.Add(problem);
        }
    }

    public void Add(string problem) => _problems.Add(new CaptureException(problem));

    /// <exception cref="CaptureException">There were problems: one paragraph for each.</exception>
    public void ThrowIfAny()
    {
        switch (_problems)
        {
            case []:
                return;
            case [CaptureException single]:
                throw single;
            default:
                throw new CaptureException(string.Join(Environment.NewLine, Messages.Distinct()), _problems[0]);
        }
    }
}
