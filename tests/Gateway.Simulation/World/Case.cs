namespace Gateway.Simulation.World;

/// <summary>Cases of the protocol's rules that a run can come to. The coverage test demands each of them.</summary>
internal enum Case
{
    // Turns.
    TakeRepeated,
    TakeAnsweredTwice,
    OldSeq,
    SlotOfOldRing,
    SlotSpilled,
    SlotOfLowerEpochDropped,
    LookaheadUsed,
    NewEpochFromCheckpoint,
    RingChanged,

    // Pulls and calls.
    FencedCaller,
    ReportRepeated,
    ReportIgnored,

    // Evidence.
    SecondOpinionAsked,
    OpinionByProbe,
    OpinionByRequest,
    OpinionFine,
    OpinionConfirms,
    PrivateOverlay,
    OverlayTriedByRequest,
    OverlayTriedByProbe,
    PrivateOverlayEnded,
    ProvisionalVerdict,
    ProvisionalOverturned,
    VoteExpired,
    QuorumCapped,
    BurstIsOneStep,
    MarkedTimeout,
    MostSuspended,
    SuspendedByChecks,
    ActiveByChecks,

    // Trials.
    PermitDealt,
    PermitRenewed,
    PermitVoidByEpoch,
    PermitVoidByGen,
    PermitRanOut,
    PermitGivenBack,
    LeaseRefuses,
    UnfencedPermit,
    TrialByProbe,
    TrialByRequest,
    TrialFailed,
    TrialSucceeded,
    TrialGoesElsewhere,
    SuspendedForLonger,

    // Groups.
    FailoverRotated,
    FailoverListed,
    ReturnedToPrimary,
    NoCurrent,
    SlowStart,
    TryAnyway,
    OperatorSuspends,
    OperatorDrains,
    OperatorResumes,

    // Circuit.
    CircuitClosedFirst,
    CircuitOpened,
    HoldDoubled,
    CircuitClosed,
    ServedOverdue,
    DegradedTrial,

    // Storage.
    WrittenOverConflict,
    HigherEpochFound,
    EpochRaised,
    Unfenced,
    RolledBack,
    ClampedSuspension,
    ZombieAnswers,
}
