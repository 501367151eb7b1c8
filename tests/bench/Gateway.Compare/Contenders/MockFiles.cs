using Gateway.Core.Configuration.Import;

namespace Gateway.Compare.Contenders;

/// <summary>What a mocked resource answers from: a definition, and the script that <c>gateway import --mock</c> makes of it.</summary>
internal static class MockFiles
{
    private const string Definition = """
        openapi: 3.0.1
        info: { title: Bench, version: 1.0.0 }
        paths:
          /item:
            get:
              responses:
                '200':
                  description: an item
                  content:
                    application/json:
                      example: { id: 7, name: item, tags: [a, b], price: 12.5 }
        """;

    public static async Task WriteAsync(string folder)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "mock.yaml"), Definition);
        var imported = Importer.Import(
            new ImportSource("mock.yaml", [new ImportFile("mock.yaml", Definition, "mock.yaml")], IsProject: false), new ImportOptions { Mock = true });
        await File.WriteAllTextAsync(Path.Combine(folder, "mock.js"), imported.Value!.Files.Single().Text);
    }
}
