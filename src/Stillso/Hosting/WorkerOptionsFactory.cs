using Microsoft.Extensions.Options;

namespace Stillso;

/// <summary>A host's options begin as its builder of that name has set them; what it configures, from its settings for example, comes on top.</summary>
sealed class WorkerOptionsFactory(
    IEnumerable<StillsoBuilder> builders, IEnumerable<IConfigureOptions<WorkerOptions>> setups, IEnumerable<IPostConfigureOptions<WorkerOptions>> postConfigures,
    IEnumerable<IValidateOptions<WorkerOptions>> validations) : OptionsFactory<WorkerOptions>(setups, postConfigures, validations)
{
    protected override WorkerOptions CreateInstance(string name) =>
        builders.LastOrDefault(b => (b.Key ?? Options.DefaultName) == name) is { } builder ? builder.Worker with { } : base.CreateInstance(name);
}
