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

    private const string Script = """
        var accept = mc.getProperty('AcceptHeader');
        var responseCode = mc.getProperty('query.param.responseCode');
        var responseCodeSC;
        var responses = [];
        if (!responses[200]) {
          responses [200] = [];
        }
        responses[200]["application/json"] = {"id":7,"name":"item","tags":["a","b"],"price":12.5};


        responses[501] = [];
        responses[501]["application/json"] = {
        "code" : 501,
        "description" : "Not Implemented"}
        responses[501]["application/xml"] = <response><code>501</code><description>Not Implemented</description></response>;

        if (responseCode == null) {
         responseCode = 200;
        }

        if (!responses[responseCode]) {
          if (responses["default"]) {
            responseCode = "default"
          } else {
            responseCode = 501;
          }
        }
        if (responseCode === "default") {
          responseCodeSC = mc.getProperty('query.param.responseCode');
        } else {
          responseCodeSC = responseCode;
        }
        if (accept == null || !responses[responseCode][accept]) {
         accept = "application/json";
        }

        if (accept == "application/json") {
         mc.setProperty('CONTENT_TYPE', 'application/json');
         mc.setProperty('HTTP_SC', responseCodeSC + "");
         mc.setPayloadJSON(responses[responseCode]["application/json"]);
        }
        """;

    public static async Task WriteAsync(string folder)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "mock.yaml"), Definition);
        await File.WriteAllTextAsync(Path.Combine(folder, "mock.js"), Script);
    }
}
