using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Stillso.Conformance;

// Jobs that run many at a time.
public abstract partial class EngineConformance<TStore>
{
    sealed class Chunked(int size, Func<IReadOnlyList<ChunkedJob<Task1>>, CancellationToken, Task> run) : IChunkHandler<Task1>
    {
        public int Size => size;

        public Task RunAsync(IReadOnlyList<ChunkedJob<Task1>> jobs, CancellationToken cancellation) => run(jobs, cancellation);
    }

    sealed class TurningAway(string name) : IJobMiddleware
    {
        public Task InvokeAsync(Work work, Func<Task> next, CancellationToken cancellation) =>
            ((Work<Task1>)work).Job.Name == name ? throw new InvalidOperationException("not this one") : next();
    }

    static NewJob[] Many(int jobs) => [.. Enumerable.Range(0, jobs).Select(n => New($"{n:00}", 0))];

    [Fact]
    public async Task Many_jobs_run_in_one_call_and_no_more_than_its_handler_takes()
    {
        var calls = new List<int>();
        var ran = new List<string>();
        await RunAsync(Registry(10, jobs => Called(jobs, calls, ran)), null, Many(25));
        Assert.Equal([5, 10, 10], calls.Order());
        Assert.Equal(Enumerable.Range(0, 25).Select(n => $"{n:00}"), ran.Order(StringComparer.Ordinal));
        Assert.Empty(Store.Waiting());
    }

    [Fact]
    public async Task Of_jobs_that_run_together_one_may_fail_alone()
    {
        var ran = new List<string>();
        await RunAsync(
            Registry(10, jobs =>
            {
                lock (ran) ran.Add(string.Join(' ', jobs.Select(j => j.Job.Name)));
                foreach (var job in jobs.Where(j => j.Job.Name == "02" && j.Lease.Attempt < 3)) job.Fail(new InvalidOperationException("02 is not well"));
                return Task.CompletedTask;
            }),
            null, Many(4));
        Assert.Equal(["00 01 02 03", "02", "02"], ran);
        Assert.Empty(Store.Stopped());
    }

    [Fact]
    public async Task One_that_fails_its_whole_chunk_is_soon_alone_and_takes_no_other_with_it()
    {
        var (sizes, ran) = (new List<(int Attempt, int Jobs)>(), new List<string>());
        await RunAsync(
            Registry(16, jobs =>
            {
                Assert.Single(jobs.Select(j => j.Lease.Attempt).Distinct());
                lock (ran)
                {
                    sizes.Add((jobs[0].Lease.Attempt, jobs.Count));
                    if (jobs.Any(j => j.Job.Name == "07")) throw new InvalidOperationException("07 is poison");
                    ran.AddRange(jobs.Select(j => j.Job.Name));
                }
                return Task.CompletedTask;
            }),
            null, [.. Many(16).Select(j => j with { MaxAttempts = 6 })], random: () => 1);
        Assert.Equal(15, ran.Distinct().Count());
        Assert.Equal(15, ran.Count);
        Assert.Contains("07 is poison", Assert.Single(Store.Stopped()).Reason!, StringComparison.Ordinal);
        Assert.All(sizes, s => Assert.InRange(s.Jobs, 1, Math.Max(1, 16 >> (s.Attempt - 1))));
    }

    [Fact]
    public async Task A_middleware_surrounds_each_of_many_and_one_that_it_refuses_holds_up_no_other()
    {
        var ran = new List<string>();
        Enqueue([.. Many(3).Select(j => j with { MaxAttempts = 1 })]);
        using var worker = new Worker(
            Store, Store, Registry(10, jobs => Called(jobs, [], ran)), [facts], clock, new WorkerOptions { Simulated = clock }, NullLogger<Worker>.Instance, [new TurningAway("01")]);
        await worker.RunAsync("test", CancellationToken.None);
        Assert.Equal(["00", "02"], ran);
        Assert.Contains("not this one", Assert.Single(Store.Stopped()).Reason!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_so_any_more_keeps_its_own_job_out_of_the_call()
    {
        var ran = new List<string>();
        await RunAsync(Registry(10, jobs => Called(jobs, [], ran)), null, [New("a", 0), New("b", 0) with { Premises = [Believed("other")] }, New("c", 0) with { Premises = [Believed("old")] }]);
        Assert.Equal(["a", "c"], ran);
        Assert.False(Assert.Single(Store.Stopped()).IsDead);
    }

    [Fact]
    public async Task A_call_is_cancelled_when_all_its_jobs_are()
    {
        var told = new List<string>();
        var stopped = false;
        var registry = Registry(10, async (jobs, cancellation) =>
        {
            using var registrations = new CompositeRegistration(jobs.Select(j => j.Cancellation.Register(() => Note(told, j.Job.Name))));
            await Task.Delay(TimeSpan.FromSeconds(30), TimeProvider.System, cancellation).ContinueWith(_ => Note(told, "all"), TaskScheduler.Default);
            stopped = true;
        });
        var now = TimeProvider.System.GetUtcNow();
        Enqueue(New("late", 0) with { RunAt = now, Deadline = now.AddSeconds(6) }, New("early", 0) with { RunAt = now, Deadline = now.AddSeconds(3) });
        using var worker = new Worker(Store, Store, registry, [], TimeProvider.System, new WorkerOptions { StopWhen = () => stopped }, NullLogger<Worker>.Instance);
        await worker.RunAsync("test", CancellationToken.None);
        Assert.Equal(["early", "late", "all"], told);
    }

    sealed class CompositeRegistration(IEnumerable<CancellationTokenRegistration> registrations) : IDisposable
    {
        readonly List<CancellationTokenRegistration> all = [.. registrations];

        public void Dispose() => all.ForEach(r => r.Dispose());
    }

    static JobRegistry Registry(int size, Func<IReadOnlyList<ChunkedJob<Task1>>, Task> run) => Registry(size, (jobs, _) => run(jobs));

    static JobRegistry Registry(int size, Func<IReadOnlyList<ChunkedJob<Task1>>, CancellationToken, Task> run) => new JobRegistry().Add("task", new Chunked(size, run));

    static Task Called(IReadOnlyList<ChunkedJob<Task1>> jobs, List<int> calls, List<string> ran)
    {
        lock (ran)
        {
            calls.Add(jobs.Count);
            ran.AddRange(jobs.Select(j => j.Job.Name));
        }
        return Task.CompletedTask;
    }
}
