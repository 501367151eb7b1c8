// Metric listeners hear every meter of the process: two nodes at once would count each other's requests.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
