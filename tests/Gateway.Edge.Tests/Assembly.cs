// A meter's listeners hear every edge of the process: only one after the other can a test count what its own has done.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
