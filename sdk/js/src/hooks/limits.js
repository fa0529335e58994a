/// Limits of hooks (docs/spec/hooks.md).
export const limits = Object.freeze({
    seats: 16, // per target and epoch
    perTx: 16, // hooks that one transaction sets off
    orders: 1024, // per auction
    filter: 8, // bytes
    body: 65_536, // bytes
    computeUnits: 1_400_000,
    perSlot: 1000,
    actAccounts: 251,
});
