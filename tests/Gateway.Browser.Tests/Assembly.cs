// One browser and a few processes at a time: what is measured here is what a person would see.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
