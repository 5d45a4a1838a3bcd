using System.Globalization;
using CsCheck;
using Stillso.Testing;

namespace Stillso.Sqlite.Tests;

/// <summary>
/// Random graphs of jobs, and everything that happens to jobs, in the file and in a model: the store in memory, which is another implementation of the
/// same contract. After every step both say the same.
/// </summary>
public sealed class ModelTests(ITestOutputHelper output)
{
    static readonly DateTimeOffset Start = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
    static readonly string[] Queues = ["default", "other"];
    static readonly string?[] Keys = [null, null, "k1", "k2"];
    static readonly string[] Batches = ["b1", "b2"];

    /// <summary>One step: what, and three numbers that say of what.</summary>
    readonly record struct Step(string What, int A, int B, int C);

    static readonly Gen<Step[]> Steps = Gen.Select(
        Gen.Frequency(
            (8, Gen.Const("enqueue")), (8, Gen.Const("lease")), (6, Gen.Const("enter")), (8, Gen.Const("finish")), (3, Gen.Const("time")), (1, Gen.Const("end")),
            (1, Gen.Const("lose")), (1, Gen.Const("pause")), (1, Gen.Const("resume")), (1, Gen.Const("limit")), (1, Gen.Const("cancel")), (1, Gen.Const("cancel key")),
            (1, Gen.Const("cancel batch")), (1, Gen.Const("seal")), (1, Gen.Const("replay")), (1, Gen.Const("discard"))),
        Gen.Int[0, 99], Gen.Int[0, 99], Gen.Int[0, 99], (what, a, b, c) => new Step(what, a, b, c)).Array[1, 60];

    [Fact]
    public void Whatever_happens_to_jobs_the_file_says_what_the_model_says() => Steps.Sample(
        steps =>
        {
            using var file = new TemporaryFile();
            using var store = SqliteStore.Open(file.Path);
            using var model = new InMemoryStore(TimeProvider.System);
            var (real, expected) = (new World<SqliteStore>(store), new World<InMemoryStore>(model));
            for (var n = 0; n < steps.Length; n++)
            {
                var said = (Model: expected.Do(steps[n]), Real: real.Do(steps[n]));
                Assert.True(said.Model == said.Real, $"Step {n}, {steps[n]}:\nmodel {said.Model}\nfile  {said.Real}");
            }
        },
        output.WriteLine, iter: 150, threads: 1);

    sealed class World<TStore>(TStore store) where TStore : IJobStore, ILedger
    {
        readonly List<long> epochs = [store.BeginEpoch("one").Number, store.BeginEpoch("two").Number];
        readonly List<LeasedJob> leased = [];
        readonly HashSet<long> entered = [];
        // Stores number jobs as they like, upwards: here they are named in that order.
        readonly List<long> ids = [];
        DateTimeOffset now = Start;

        public string Do(Step step)
        {
            string answer;
            try
            {
                answer = Answer(step);
            }
            catch (Exception e) when (e is InvalidOperationException or EpochOverException or ArgumentException or DuplicateJobException)
            {
                answer = e.GetType().Name;
            }
            return $"{answer}\n{State()}";
        }

        string Answer(Step step)
        {
            switch (step.What)
            {
                case "enqueue":
                    return Text(store.Write(tx =>
                    {
                        foreach (var batch in Batches) tx.Open(new NewBatch(batch) { StaysOpen = batch == "b2", OnSuccess = new("success", "{}"), OnFailure = new("failure", "{}"), OnComplete = new("complete", "{}") });
                        return tx.Enqueue([.. Enumerable.Range(0, 1 + (step.C % 3)).Select(n => New(step, n))], now);
                    }));
                case "lease":
                    var request = new LeaseRequest(epochs[step.A % 2], step.B % 2 == 0 ? Queues : [.. Queues.Reverse()], now, 1 + (step.C % 4)) { Kinds = step.A % 5 == 0 ? [new("j0"), new("j1")] : null };
                    var jobs = store.Lease(request);
                    leased.AddRange(jobs);
                    return string.Join(' ', jobs.Select(j => $"{Name(j.Id)}:{j.Attempt}:{j.LostWith}:{(j.RunAt - Start).TotalSeconds}"));
                case "enter" when leased.Count > 0:
                    var entering = leased[step.A % leased.Count];
                    var was = store.Write(tx => tx.Enter(entering.Epoch, [entering.Id]));
                    entered.UnionWith(was);
                    return Text(was);
                case "finish" when leased.Find(j => entered.Contains(j.Id)) is { } ending:
                    var kind = (JobEndKind)(step.A % 7);
                    store.Write(tx =>
                    {
                        tx.Fence(ending.Epoch);
                        tx.Finish([new JobEnd(ending, kind, now.AddSeconds(step.B % 5), "so")], now);
                        return true;
                    });
                    Forget(j => j.Id == ending.Id);
                    return $"{kind}";
                case "time":
                    now = now.AddSeconds(step.A % 4);
                    return "";
                case "end":
                    var at = step.A % 2;
                    store.EndEpoch(epochs[at]);
                    Forget(j => j.Epoch == epochs[at]);
                    epochs[at] = store.BeginEpoch("anew").Number;
                    return "";
                case "lose":
                    var returned = store.ReturnLost(TimeSpan.Zero);
                    Forget(_ => true);
                    for (var n = 0; n < 2; n++) epochs[n] = store.BeginEpoch("anew").Number;
                    return $"{returned}";
                case "pause":
                    return $"{store.Queues.Pause(Queues[step.A % 2])}";
                case "resume":
                    return $"{store.Queues.Resume(Queues[step.A % 2])}";
                case "limit":
                    if (step.A % 4 == 0) return $"{store.Queues.RemoveLimit("l", now)}";
                    store.Queues.Set(step.A % 2 == 0 ? new Limit("l") { Concurrency = 1 } : new Limit("l") { Starts = 1, Per = TimeSpan.FromSeconds(1 + (step.B % 3)), Burst = 1 + (step.C % 2) }, now);
                    return "";
                case "cancel":
                    return $"{store.Write(tx => tx.CancelJob(Id(step.A % 30), now))}";
                case "cancel key":
                    return Text(store.Write(tx => tx.Cancel(Keys[2 + (step.A % 2)]!, j => Name(j.Id) % 2 == step.B % 2, now)).Select(j => j.Id));
                case "cancel batch" when step.B % 3 == 0:
                    return $"{store.Write(tx => tx.CancelBatch(Batches[step.A % 2], now))}";
                case "seal":
                    return $"{store.Write(tx =>
                    {
                        tx.Seal(Batches[step.A % 2], now);
                        return true;
                    })}";
                case "replay":
                    return $"{store.Write(tx => tx.Replay(Which(step), now))}";
                case "discard":
                    return $"{store.Write(tx => tx.Discard(Which(step), "so be it", now))}";
                default:
                    return "";
            }
        }

        StoppedJobs Which(Step step) => new()
        {
            Id = step.A % 4 == 0 ? Id(step.B % 30) : null, Kind = step.A % 4 == 1 ? $"j{step.B % 3}" : null, Queue = step.B % 4 == 1 ? Queues[step.C % 2] : null,
            OrderingKey = step.C % 5 == 2 ? "k1" : null, IsDead = step.C % 3 == 0 ? step.B % 2 == 0 : null, First = step.C % 2 == 0 ? 1 : null,
        };

        NewJob New(Step step, int n)
        {
            var (a, b, c) = (step.A + n, step.B + (3 * n), step.C + (7 * n));
            var unique = a % 6 == 0;
            return new NewJob($"j{a % 3}", $"{{\"n\":{a}}}")
            {
                Queue = Queues[b % 2], OrderingKey = Keys[c % 4], Priority = (a % 5) - 1, RunAt = now.AddSeconds(b % 3), Batch = !unique && c % 3 == 0 ? Batches[b % 2] : null,
                After = !unique && b % 4 == 0 ? [Id(a % 20), Id(c % 20)] : [], AfterBatches = !unique && a % 3 == 0 ? [Batches[c % 2], Batches[a % 2]] : [], UniqueKey = unique ? $"u{b % 2}" : null,
                UniqueUntil = unique && c % 2 == 0 ? UniqueUntil.Begun : UniqueUntil.Ended, UniqueFor = unique && c % 5 == 0 ? TimeSpan.FromSeconds(4) : null,
                OnDuplicate = unique ? (Duplicate)(c % 3) : Duplicate.KeepFirst, Limit = c % 4 == 1 ? "l" : null, LimitKey = b % 2 == 0 ? "x" : "y",
            };
        }

        string State() => store.Read(tx => string.Join('\n',
            $"waiting {string.Join(' ', Named(store.Waiting()).Select(j => $"{Name(j.Id)}:{j.Kind}:{(j.RunAt - Start).TotalSeconds}"))}",
            $"stopped {string.Join(' ', store.Stopped().Select(j => $"{Name(j.Id)}:{j.IsDead}"))}",
            $"discarded {string.Join(' ', tx.Discarded().Select(d => $"{Name(d.Id)}:{d.Kind}:{(d.At - Start).TotalSeconds}"))}",
            $"queues {string.Join(' ', store.Queues.All())}",
            $"batches {string.Join(' ', Batches.Select(b => tx.FindBatch(b)))}",
            $"due {store.NextDue(Queues)?.ToString("O", CultureInfo.InvariantCulture)}"));

        void Forget(Predicate<LeasedJob> which)
        {
            foreach (var job in leased.Where(j => which(j))) entered.Remove(job.Id);
            leased.RemoveAll(which);
        }

        string Text(IEnumerable<long> jobs) => string.Join(' ', jobs.Order().Select(Name).Order());

        IReadOnlyList<WaitingJob> Named(IReadOnlyList<WaitingJob> waiting)
        {
            foreach (var job in waiting.OrderBy(j => j.Id)) Name(job.Id);
            return waiting;
        }

        int Name(long id)
        {
            if (id == 0) return -1;
            if (!ids.Contains(id)) ids.Add(id);
            return ids.IndexOf(id);
        }

        long Id(int name) => name < ids.Count ? ids[name] : 1_000_000;
    }
}
