/// What the Hooks program's custom errors are called: numbers from 100 on.
const names = [
    "NotInitialized",
    "AlreadyInitialized",
    "ForeignSigner",
    "BodyProgram",
    "BodyTooLarge",
    "BadBody",
    "BadCuLimit",
    "BadFilter",
    "BadCap",
    "BadFeePayer",
    "WrongEpoch",
    "BelowFloor",
    "AlreadyBid",
    "BookFull",
    "SeatHeld",
    "HookNotActive",
    "EpochNotOver",
    "NotAuthority",
    "NotTopLevel",
    "NotInHook",
    "Overflow",
];

/// The name of a custom error; undefined for a number that isn't one of the program's.
export const errorName = (custom) => names[custom - 100];
