using Microsoft.Extensions.DependencyInjection;
using Orleans.Providers;
using Orleans.Runtime.Hosting;
using Orleans.Storage;

namespace Gateway.Silo.Storage;

/// <summary>Adds <see cref="FileRecordStorage"/>.</summary>
internal static class FileRecordServices
{
    /// <summary>Makes files in a directory the silo's default storage.</summary>
    public static void AddFileRecords(this ISiloBuilder silo, string directory) => silo.Services.AddGrainStorage(
        ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME,
        (services, _) =>
        {
            Directory.CreateDirectory(directory);
            return new FileRecordStorage(directory, services.GetRequiredService<IGrainStorageSerializer>());
        });
}
