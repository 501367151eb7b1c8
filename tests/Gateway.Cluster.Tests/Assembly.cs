// Every test is a cluster of six to nine processes with times to be kept: two at once would measure each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
