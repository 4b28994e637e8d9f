using System.Globalization;
using System.Text;
using Gor.Capture;
using Gor.Output;

namespace Gor;

/// <summary>
/// All threads' counters, summed, with the sums that must be equal: what entered a stage was delivered by it or ended there
/// under a name.
/// </summary>
internal sealed class Ledger(IReadOnlyList<Counters> blocks, IReadOnlyList<IOutput> outputs, DropWatch? drops = null)
{
    /// <summary>The sum of blocks whose threads have ended.</summary>
    private Counters _retired = new();

    private readonly Lock _adding = new();

    /// <summary>Never changed, only exchanged: who sums does not wait for a thread that starts.</summary>
    private volatile Counters[] _blocks = [.. blocks];

    /// <summary>In the order of the pipeline.</summary>
    public static IReadOnlyList<Equation> Equations { get; } =
    [
        new("taped", Counter.TapedMessagesRead, Block(Counter.TapedMessagesHanded, Counter.PacketsReceived)),
        new("packets", Counter.PacketsReceived, Block(Counter.PacketsDecoded, Counter.SegmentsHanded)),
        new("segments", Counter.PacketsDecoded, Block(Counter.SegmentsHanded, Counter.BytesPayload)),
        new("payload bytes", Counter.BytesPayload, Block(Counter.BytesConsumed, Counter.BytesGap)),
        new("requests", Counter.Requests, Block(Counter.RequestsExchanged, Counter.Responses)),
        new("responses", Counter.Responses, Block(Counter.ResponsesExchanged, Counter.ResponsesInterim)),
        new("exchanges", Counter.ExchangesFormed, Block(Counter.ExchangesRecorded, Counter.ExchangesTruncated)),
    ];

    /// <summary>Counters that stand beside the equations.</summary>
    private static readonly Counter[] Beside = Enum.GetValues<Counter>()
        .Except(Equations.SelectMany(equation => equation.Ends.Append(equation.Entered)))
        .ToArray();

    /// <summary>Packets that no counter has seen: lost before, or not asked for.</summary>
    public IReadOnlyList<SourceLosses> Losses => drops?.Losses ?? [];

    public long this[Counter counter] => _blocks.Sum(block => block[counter]);

    /// <summary>True where each call goes to one of the outputs only.</summary>
    public bool IsShared { get; init; }

    /// <summary>True where every equation and every output's tally balances. Holds when nothing is under way.</summary>
    public bool IsBalanced => Equations.All(equation => equation.Difference(this) == 0)
        && outputs.All(output => output.Tally.Waiting == 0) && AreHanded;

    /// <summary>A block for one more thread.</summary>
    public Counters NewBlock()
    {
        lock (_adding)
        {
            var block = new Counters();
            _blocks = [.. _blocks, block];
            return block;
        }
    }

    /// <summary>The block's thread has ended: what it counted stays, and the block goes.</summary>
    public void Retire(Counters block)
    {
        lock (_adding)
        {
            var sum = new Counters();
            foreach (Counter counter in Enum.GetValues<Counter>())
            {
                sum.Add(counter, _retired[counter] + block[counter]);
            }

            _blocks = [sum, .. _blocks.Where(other => other != block && other != _retired)];
            _retired = sum;
        }
    }

    /// <summary>The name of a counter in the log and the metrics: <c>packets_ignored_not_tcp</c>.</summary>
    public static string NameOf(Counter counter)
    {
        string member = counter.ToString();
        var name = new StringBuilder();
        for (int i = 0; i < member.Length; i++)
        {
            if (char.IsUpper(member[i]) && i > 0)
            {
                name.Append('_');
            }

            name.Append(char.ToLowerInvariant(member[i]));
        }

        return name.ToString();
    }

    /// <summary>The whole ledger for a person: a line an equation, the outputs, then what stands beside. Zero terms are left out.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append("ledger: ").AppendLine(IsBalanced ? "balanced" : "NOT BALANCED");
        foreach (Equation equation in Equations.Where(equation => equation.Entered != Counter.TapedMessagesRead || this[equation.Entered] != 0))
        {
            text.Append(CultureInfo.InvariantCulture, $"  {equation.Name,-14}{this[equation.Entered]} = ");
            string[] terms = equation.Ends.Where(end => this[end] != 0).Select(Term).ToArray();
            text.Append(terms.Length == 0 ? "0" : string.Join(" + ", terms));
            long difference = equation.Difference(this);
            text.AppendLine(difference == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"  (off by {difference})"));
        }

        foreach (IOutput output in outputs)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {output.Name}: {output.Tally}").AppendLine();
        }

        string[] beside = Beside.Where(counter => this[counter] != 0).Select(Term).ToArray();
        if (beside.Length > 0)
        {
            text.Append("  beside        ").AppendJoin(", ", beside).AppendLine();
        }

        WriteLosses(text);
        return text.ToString();
    }

    private void WriteLosses(StringBuilder text)
    {
        if (drops is null)
        {
            return;
        }

        IReadOnlyList<SourceLosses> losses = Losses;
        text.Append(CultureInfo.InvariantCulture, $"  dropped       {losses.Sum(of => of.Kernel)} by the kernel, {losses.Sum(of => of.Interface)} by interfaces").AppendLine();
        foreach (SourceLosses of in losses.Where(of => of.IsAny))
        {
            text.Append(CultureInfo.InvariantCulture, $"  {of.Name}: {of.Kernel} dropped by the kernel, {of.Interface} by the interface, {of.LeftOut} left out (VLAN, VNI or filter)").AppendLine();
        }
    }

    private bool AreHanded => !IsShared ? outputs.All(output => output.Tally.Accepted == Handed(output))
        : outputs.Count == 0 || outputs.Sum(output => output.Tally.Accepted) == this[Counter.ExchangesRecorded] + this[Counter.RequestsAloneSent]
            + (outputs.Count(output => output.TakesAnswers) * this[Counter.ReplayedResponses]);

    /// <summary>Calls that were handed to an output.</summary>
    private long Handed(IOutput output) =>
        this[Counter.ExchangesRecorded] + (output.Form == OutputForm.Tape ? this[Counter.RequestsAloneSent] : 0)
        + (output.TakesAnswers ? this[Counter.ReplayedResponses] : 0);

    private string Term(Counter counter) => string.Create(CultureInfo.InvariantCulture, $"{this[counter]} {NameOf(counter)}");

    /// <summary>The counters from <paramref name="first"/> to the one before <paramref name="next"/>: a new reason needs no change here.</summary>
    private static Counter[] Block(Counter first, Counter next) =>
        Enum.GetValues<Counter>().Where(counter => counter >= first && counter < next).ToArray();
}
