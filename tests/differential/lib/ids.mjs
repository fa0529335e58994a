// Addresses that Solana fixes.
export const ids = {
    system: "11111111111111111111111111111111",
    computeBudget: "ComputeBudget111111111111111111111111111111",
    lookupTable: "AddressLookupTab1e1111111111111111111111111",
    nativeLoader: "NativeLoader1111111111111111111111111111111",
    loaderV1: "BPFLoader1111111111111111111111111111111111",
    loaderV2: "BPFLoader2111111111111111111111111111111111",
    loaderV3: "BPFLoaderUpgradeab1e11111111111111111111111",
    vote: "Vote111111111111111111111111111111111111111",
    stake: "Stake11111111111111111111111111111111111111",
    token: "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA",
    token2022: "TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb",
    associatedToken: "ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL",
    memoV1: "Memo1UhkJRfHyvLMcVucJwxXeuD728EqVDDwQDxFMNo",
    memo: "MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr",
    nativeMint: "So11111111111111111111111111111111111111112",
    nativeMint2022: "9pan9bMn5HatX4EJdBwg9VgCa7Uz5HL8N1m5D3NdXejP",
    incinerator: "1nc1nerator11111111111111111111111111111111",
};

export const sysvars = {
    clock: "SysvarC1ock11111111111111111111111111111111",
    rent: "SysvarRent111111111111111111111111111111111",
    epochSchedule: "SysvarEpochSchedu1e111111111111111111111111",
    epochRewards: "SysvarEpochRewards1111111111111111111111111",
    slotHashes: "SysvarS1otHashes111111111111111111111111111",
    stakeHistory: "SysvarStakeHistory1111111111111111111111111",
    lastRestartSlot: "SysvarLastRestartS1ot1111111111111111111111",
    recentBlockhashes: "SysvarRecentB1ockHashes11111111111111111111",
    fees: "SysvarFees111111111111111111111111111111111",
    slotHistory: "SysvarS1otHistory11111111111111111111111111",
    instructions: "Sysvar1nstructions1111111111111111111111111",
};

/// Native accounts and the sysvars' owner: they exist, or are absent, as LiteSVM has them.
export const builtins = [
    ids.system,
    ids.computeBudget,
    ids.loaderV1,
    ids.loaderV2,
    ids.loaderV3,
    ids.vote,
    "ZkE1Gama1Proof11111111111111111111111111111",
    "Ed25519SigVerify111111111111111111111111111",
    "KeccakSecp256k11111111111111111111111111111",
    "Secp256r1SigVerify1111111111111111111111111",
    "StakeConfig11111111111111111111111111111111",
];
