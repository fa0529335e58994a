import type {
    AnyInstruction,
    Commitment,
    Instruction,
    Key,
    ProgramAddress,
    Target,
} from "./index.js";

/** The Hooks program. */
export const program: string;

/** Limits of hooks (docs/spec/hooks.md). `body` and `filter` in bytes. */
export const limits: {
    readonly seats: number;
    readonly perTx: number;
    readonly orders: number;
    readonly filter: number;
    readonly body: number;
    readonly computeUnits: number;
    readonly perSlot: number;
    readonly actAccounts: number;
};

/** What a custom error of the program is called, as `{ Custom: 110 }` is WrongEpoch. */
export function errorName(custom: number): string | undefined;

/** Integers of 64 bits are given as either and come as bigint. */
export type U64 = bigint | number;

/** The chain's constants for hooks. Prices in lamports. */
export interface Config {
    bump: number;
    seats: number;
    perTx: number;
    maxStrikes: number;
    /** Bit 0: strikes start over after a success. */
    flags: number;
    /** Initiator, owner, network, in 10,000. */
    splitBps: readonly number[];
    epochSlots: bigint;
    p0Min: bigint;
    p0Max: bigint;
    floor: bigint;
    maxHookCu: number;
    maxBody: number;
    authority: string;
    treasury: string;
}
export const defaultConfig: Readonly<Config>;

export interface Hook {
    state: "active" | "disabled";
    /** Whether it runs although its target's accounts didn't change. */
    everyCall: boolean;
    strikes: number;
    cuLimit: number;
    authority: string;
    feePayer: string;
    target: string;
    nonce: bigint;
    /** 0n = never bid. */
    lastEpoch: bigint;
    triggers: bigint;
    /** Lamports. */
    paid: bigint;
    /** 2^64 - 1 = never. */
    lastStrikeSlot: bigint;
    capSlot: bigint;
    capUsed: number;
    maxPerSlot: number;
    keyCount: number;
    instructionCount: number;
    bump: number;
    signerBump: number;
    filter: Uint8Array;
    body: Uint8Array;
}

export interface Order {
    hook: string;
    feePayer: string;
    /** Lamports per trigger. */
    limit: bigint;
    placedSlot: bigint;
    dead: boolean;
    cancelled: boolean;
}

export interface Auction {
    bump: number;
    target: string;
    epoch: bigint;
    p0: bigint;
    creator: string;
    /** As they were placed. */
    orders: Order[];
}

export interface Owner {
    bump: number;
    target: string;
    recipient: string;
    setBy: string;
}

/** Account data to values; throws where it isn't such an account. */
export function decodeConfig(data: Uint8Array): Config;
export function decodeHook(data: Uint8Array): Hook;
export function decodeAuction(data: Uint8Array): Auction;
export function decodeOwner(data: Uint8Array): Owner;
export function encodeConfig(config: Config): Uint8Array;
export function encodeHook(hook: Hook): Uint8Array;
export function encodeAuction(auction: Auction): Uint8Array;
export function encodeOwner(owner: Owner): Uint8Array;

export function configAddress(): ProgramAddress;
export function hookAddress(authority: Key, nonce: U64): ProgramAddress;
export function auctionAddress(target: Key, epoch: U64): ProgramAddress;
export function ownerAddress(target: Key): ProgramAddress;
/** The only key that signs for a hook. */
export function signerAddress(hook: Key): ProgramAddress;

/** A place among the 16 for one epoch. */
export interface Seat {
    /** Index among the auction's orders. */
    order: number;
    hook: string;
    /** What each trigger pays. */
    price: bigint;
    fillSlot: bigint;
}

/** An auction's seats, best first; with `slot` only those that are taken when it is over. */
export function seats(auction: Auction, config: Config, slot?: bigint): Seat[];
/** Start price of an auction, from its target's last one: `best` is its top seat's price or 0n. */
export function startPrice(config: Config, previous?: { p0: bigint; best: bigint }): bigint;
/** The clock's price in slot `i` of the epoch before the auction's. */
export function clockPrice(config: Config, p0: bigint, i: U64): bigint;
/** The order that a bid of `limit` pushes out of a full book; undefined if it can't. */
export function displacedOrder(
    auction: Auction,
    config: Config,
    limit: bigint,
    slot: bigint,
): Order | undefined;

export interface HookBody {
    bytes: Uint8Array;
    keyCount: number;
    instructionCount: number;
    /** Keys that sign in it; only the hook's own signer may. */
    signers: string[];
}

/** What a hook runs. */
export function hookBody(...instructions: (AnyInstruction | readonly AnyInstruction[])[]): HookBody;
/** The instructions of a hook. */
export function decodeHookBody(
    hook: Pick<Hook, "body" | "keyCount" | "instructionCount">,
): Instruction[];

export function initConfig(
    config: Partial<Omit<Config, "authority" | "treasury">> & { authority: Key; treasury: Key },
): Instruction;

/** Its hook is hookAddress(authority, nonce).address. */
export function registerHook(options: {
    authority: Key;
    feePayer: Key;
    nonce: U64;
    /** The program whose changes set it off. */
    target: Key;
    body: HookBody | AnyInstruction | readonly AnyInstruction[];
    everyCall?: boolean;
    /** Default 200,000. */
    cuLimit?: number;
    /** Triggers per slot, 1 unless told otherwise. */
    maxPerSlot?: number;
    /** Up to 8 bytes with which an instruction's data must begin. */
    filter?: Uint8Array;
}): Instruction;

export function placeBid(options: {
    authority: Key;
    feePayer: Key;
    hook: Key;
    target: Key;
    /** The one after the running. */
    epoch: U64;
    /** Lamports per trigger; 16 times that is the bond. */
    limit: U64;
    /** Fee payer of the order that a full book lets go: displacedOrder()'s. */
    displaced?: Key;
}): Instruction;

/** A hook's order in an auction. */
export interface OrderRef {
    hook: Key;
    target: Key;
    epoch: U64;
    feePayer: Key;
}

export function cancelBid(options: OrderRef & { authority: Key }): Instruction;
/** `by`: the hook's authority or fee payer. */
export function disableHook(options: { hook: Key; by: Key }): Instruction;
export function enableHook(options: { hook: Key; authority: Key; feePayer: Key }): Instruction;
/** `by`: the hook's authority or fee payer. */
export function closeHook(options: { hook: Key; by: Key; feePayer: Key }): Instruction;
export function setOwnerRecipient(options: {
    upgradeAuthority: Key;
    payer: Key;
    target: Key;
    recipient: Key;
}): Instruction;
/** Takes an order out of an auction that is over. */
export function reclaim(options: OrderRef & { creator: Key; treasury: Key }): Instruction;
/** Runs `inner` with the hook's signer as a signer. At most 251 accounts. */
export function act(options: { hook: Key; authority: Key; inner: AnyInstruction }): Instruction;

/** Lamports that a trigger costs besides its bid. */
export function hookGas(cuLimit: number, bodyLength: number): bigint;
/** What becomes of a bid and its gas. */
export function split(
    config: Pick<Config, "splitBps">,
    bid: U64,
    gas: U64,
): { initiator: bigint; owner: bigint; network: bigint };
/** The id of the index-th hook that a transaction set off. */
export function hookId(parent: string | Uint8Array, hook: Key, index: number): string;

/** The seats of a program in an epoch (the running one without), as the chain shows them. */
export function getHooks(
    target: Target,
    program: Key,
    epoch?: U64,
    config?: { commitment?: Commitment; minContextSlot?: number },
): Promise<{ epoch: number; program: string; hooks: any[] }>;
/** The auction of a program for an epoch (the next one without), as the chain shows it. */
export function getHookAuction(
    target: Target,
    program: Key,
    epoch?: U64,
    config?: { commitment?: Commitment; minContextSlot?: number },
): Promise<{ epoch: number; program: string; address: string; orders: any[]; seats: any[] } & any>;

/** Accounts, decoded; undefined where there is none. */
export function fetchConfig(target: Target, commitment?: Commitment): Promise<Config | undefined>;
export function fetchHook(
    target: Target,
    hook: Key,
    commitment?: Commitment,
): Promise<Hook | undefined>;
export function fetchAuction(
    target: Target,
    program: Key,
    epoch: U64,
    commitment?: Commitment,
): Promise<Auction | undefined>;
export function fetchOwner(
    target: Target,
    program: Key,
    commitment?: Commitment,
): Promise<Owner | undefined>;

/** Tells `callback` of hooks that ran; resolves to what ends it. */
export function hookSubscribe(
    wsUrl: string,
    filter: "all" | { program: string } | { hook: string },
    callback: (result: any) => void,
    options?: {
        /** The class to use where the runtime has none: that of "ws". */
        WebSocket?: new (url: string) => any;
        commitment?: Commitment;
        /** Hears when the connection is gone. */
        onEnd?: (error: Error) => void;
    },
): Promise<() => void>;
