export * as hooks from "./hooks.js";

/** Base58, 32 bytes, or whatever has them: web3.js' PublicKey, a key pair, a wallet, a kit signer. */
export type Key =
    | string
    | Uint8Array
    | { toBytes(): Uint8Array }
    | { readonly address: string }
    | { readonly publicKey: Key };

/** An instruction account as @solana/kit has it; `role`: bit 0 writable, bit 1 signer. */
export interface AccountMeta {
    readonly address: string;
    readonly role: number;
}

/** An instruction as this module makes them: one of @solana/kit's. */
export interface Instruction {
    readonly programAddress: string;
    readonly accounts: AccountMeta[];
    readonly data: Uint8Array;
}

/** An instruction of web3.js 1.x. */
export interface Web3Instruction {
    programId: Key;
    keys: readonly { pubkey: Key; isSigner: boolean; isWritable: boolean }[];
    data?: Uint8Array | readonly number[];
}

/** An instruction of @solana/kit. */
export interface KitInstruction {
    readonly programAddress: string;
    readonly accounts?: readonly { readonly address: string; readonly role: number }[];
    readonly data?: ArrayLike<number>;
}

export interface PlainInstruction {
    program: Key;
    accounts?: readonly { address: Key; signer?: boolean; writable?: boolean }[];
    data?: Uint8Array | readonly number[];
}

export type AnyInstruction = Web3Instruction | KitInstruction | PlainInstruction;

export const role: {
    readonly readonly: 0;
    readonly writable: 1;
    readonly signer: 2;
    readonly writableSigner: 3;
};

/** An instruction for web3.js 1.x: `toWeb3Instruction(instruction, web3)`. */
export function toWeb3Instruction<T>(
    instruction: KitInstruction,
    web3: {
        PublicKey: new (address: string) => any;
        TransactionInstruction: new (options: any) => T;
    },
): T;

/**
 * What this module throws. The message says what went wrong and what helps.
 * Codes: BadAccount BadBase58 BadBody BadBytes BadFilter BadInstruction BadKey BadNumber BadOption
 * BadReply BadSeeds BadSignature BadSigner BadUrl BodyProgram BodyTooLarge DuplicateProgram Expired
 * FeeOverflow ForeignSigner InstructionsSysvar MissingSigner NoBlockhash NoEd25519 NonceSplit NotElf
 * NotJumbo NoWebCrypto NoWebSocket PayerIsProgram RpcError SanitizeFailure Timeout TooLarge
 * TooManyAccounts TooManyAddresses TooManyInstructions TooManySignatures TrailingBytes
 * TransactionFailed Truncated Unreachable.
 */
export class OrreryError extends Error {
    readonly code: string;
    /** What helps; empty where only the chain can tell. */
    readonly fix: string;
    /** The error behind it: a JSON-RPC error with code and logs, or a transaction's status. */
    readonly cause?: any;
    /** Of sendAll: what was confirmed before. */
    readonly sent?: Confirmed[];
}

/** Limits of a jumbo transaction (docs/spec/jumbo.md 2). Sizes in bytes. */
export const limits: {
    readonly size: number;
    readonly addresses: number;
    readonly instructions: number;
    readonly signatures: number;
    readonly accountsPerInstruction: number;
    readonly computeUnits: number;
    readonly loadedAccountsDataSize: number;
    readonly minHeapBytes: number;
    readonly maxHeapBytes: number;
    readonly instructionTrace: number;
};

/**
 * Lamports for `size` bytes (the signed bytes and 64 per signature): none up to 4 KiB, then doubling
 * every 64 KiB and linear between.
 */
export function jumboFee(size: number | bigint): bigint;

/** What a jumbo pays in all, in lamports. */
export function baseFee(parts: {
    size: number;
    /** Default 1. */
    signatures?: number;
    /** Signatures that its precompile instructions check. */
    precompileSignatures?: number;
    computeUnitLimit?: number;
    priorityFee?: number | bigint;
}): bigint;

/** Lamports that keep an account of `space` bytes; 6,960 per byte unless the chain says otherwise. */
export function rentMinimum(space: number | bigint, lamportsPerByte?: number | bigint): bigint;

/** What signs. Key pairs sign the message; wallets, which know no jumbos, sign a text (scheme 4). */
export type Signer =
    /** web3.js' Keypair. */
    | { readonly secretKey: Uint8Array }
    /** A secret key of 64 bytes, as key files have it. */
    | Uint8Array
    | readonly number[]
    /** WebCrypto's, and what @solana/kit wraps around it. */
    | CryptoKeyPair
    | { readonly keyPair: CryptoKeyPair }
    | Wallet
    /** A message signer of @solana/kit. */
    | {
          readonly address: string;
          signMessages(
              messages: readonly { content: Uint8Array; signatures: {} }[],
          ): Promise<readonly Readonly<Record<string, Uint8Array>>[]>;
      };

/** A wallet adapter, or anything else that signs texts. */
export interface Wallet {
    readonly publicKey: Key | null;
    signMessage(
        message: Uint8Array,
    ): Promise<Uint8Array | { signature: Uint8Array } | readonly { signature: Uint8Array }[]>;
}

export interface Budget {
    /** Lamports for the whole transaction. */
    priorityFee?: number | bigint;
    /** For all instructions together; 200,000 each unless stated. The fee counts what is stated. */
    computeUnitLimit?: number;
    /** Bytes of all accounts together; 64 MiB unless stated. */
    loadedAccountsDataSize?: number;
    /** A multiple of 1,024 from 32 KiB (what there is unless stated) to 256 KiB. */
    heapBytes?: number;
}

export interface JumboOptions extends Budget {
    payer: Key;
    /** A recent blockhash, or a durable nonce; setBlockhash() can come later. */
    blockhash?: string | Uint8Array | { blockhash: string; lastValidBlockHeight?: number };
    /** When the blockhash is over; confirm() gives up then. */
    lastValidBlockHeight?: number;
    /** Whether signatures name their schemes, as wallets' need it; sign() sets it on its own. */
    text?: boolean;
}

/** A signed transaction, ready to be sent. */
export class SignedJumbo {
    private constructor();
    readonly wire: Uint8Array;
    /** The signed bytes. */
    readonly message: Uint8Array;
    /** The transaction's id, in base58. */
    readonly id: string;
    /** Lamports. */
    readonly fee: bigint;
    /** If the blockhash came with it. */
    readonly lastValidBlockHeight: number | undefined;
    readonly base64: string;
}

/**
 * Collects instructions and makes one transaction of them: merges and orders their accounts, states
 * the budget, knows the fee before anybody signs. The same calls give the same bytes, here and in
 * C++. Whatever goes over a limit throws.
 */
export class JumboBuilder {
    constructor(options: JumboOptions);
    /** Adds instructions of web3.js, of @solana/kit, plain ones, or lists of them. */
    add(...instructions: (AnyInstruction | readonly AnyInstruction[])[]): this;
    setBlockhash(blockhash: JumboOptions["blockhash"], lastValidBlockHeight?: number): this;
    readonly hasBlockhash: boolean;
    readonly instructionCount: number;
    /** Addresses that have to sign; the payer is the first. */
    signers(): string[];
    /** Bytes that the fee counts: the signed bytes and 64 for each signature. */
    size(): number;
    /** Lamports that it pays in all, whether it succeeds or not. */
    fee(): bigint;
    /** The signed bytes. */
    message(): Uint8Array;
    /** The 78 characters that a wallet signs in their place. */
    text(): string;
    /** Signs with those of them that have to. */
    sign(...signers: (Signer | readonly Signer[])[]): Promise<SignedJumbo>;
    /**
     * Builders for several transactions that hold the instructions in their order, each within the
     * limits. Each is all or nothing, together they are not. Smaller ones are cheaper together.
     */
    split(bounds?: { maxSize?: number; maxInstructions?: number }): JumboBuilder[];
}

export const scheme: {
    readonly ed25519: 0;
    readonly session: 1;
    readonly jwt: 2;
    readonly passkey: 3;
    readonly text: 4;
};

export interface DecodedJumbo {
    version: 74;
    /** Whether each signature names its scheme. */
    schemes: boolean;
    /** The first so many addresses sign, the last `readonlySigned` of them for accounts they only read. */
    signers: number;
    readonlySigned: number;
    /** So many at the end are only read. */
    readonlyUnsigned: number;
    /** The blockhash or nonce. */
    lifetime: string;
    addresses: string[];
    budget: {
        priorityFee?: bigint;
        computeUnitLimit?: number;
        loadedAccountsDataSize?: number;
        heapBytes?: number;
    };
    /** Indexes count `addresses`. */
    instructions: { program: number; accounts: number[]; data: Uint8Array }[];
    signatures: { scheme: number; bytes: Uint8Array }[];
    /** The signed bytes. */
    message: Uint8Array;
    id: string;
}

/** A jumbo's parts, borrowing from its wire bytes; throws what the chain would refuse. */
export function decodeJumbo(wire: Uint8Array): DecodedJumbo;

/** SHA-256 of the signed bytes: the chain runs each of these once. */
export function messageHash(message: Uint8Array): Uint8Array;
/** What stands for the signed bytes where a wallet signs; their flags must say that schemes are named. */
export function signingText(message: Uint8Array): string;

/** A chain's RPC: its address, or web3.js' Connection. */
export type Target = string | URL | { readonly rpcEndpoint: string };
export type Commitment = "processed" | "confirmed" | "finalized";

export interface SendOptions {
    skipPreflight?: boolean;
    preflightCommitment?: Commitment;
    minContextSlot?: number;
    /** Compresses with zstd; sends base64+zstd. */
    zstd?: (bytes: Uint8Array) => Uint8Array | Promise<Uint8Array>;
}

export interface ConfirmOptions {
    /** Default: confirmed. */
    commitment?: Commitment;
    /** Default: 60,000. */
    timeoutMs?: number;
    /** Default: 200. */
    pollMs?: number;
    /** Of the blockhash: gives up when it is over. A signed jumbo may know it. */
    lastValidBlockHeight?: number;
}

export interface Confirmed {
    id: string;
    slot: number;
}

/** Sends; the transaction's id. */
export function sendJumbo(
    target: Target,
    signed: SignedJumbo | Uint8Array,
    options?: SendOptions,
): Promise<string>;

/** What the chain would do with it: the value of simulateTransaction. */
export function simulateJumbo(
    target: Target,
    signed: SignedJumbo | Uint8Array,
    config?: Record<string, unknown>,
): Promise<any>;

/** What getTransaction answers for a jumbo; null where the chain has none. */
export function getJumbo(
    target: Target,
    id: string,
    config?: { commitment?: Commitment; encoding?: string },
): Promise<any>;

/** Waits for the commitment by polling. Throws when it failed, expired, or time is over. */
export function confirm(
    target: Target,
    sent: SignedJumbo | string,
    options?: ConfirmOptions,
): Promise<Confirmed>;

/**
 * Signs, sends and confirms one after the other, each builder without a blockhash with the latest.
 * The first failure ends it; the error's `sent` has what was confirmed.
 */
export function sendAll(
    target: Target,
    parts: readonly (JumboBuilder | SignedJumbo)[],
    options?: SendOptions & ConfirmOptions & { signers?: readonly Signer[] },
): Promise<Confirmed[]>;

export function latestBlockhash(
    target: Target,
    commitment?: Commitment,
): Promise<{ blockhash: string; lastValidBlockHeight: number }>;

/** Deploys several programs by one transaction: all of them or none. */
export class DeployBundle {
    constructor(options: {
        /** Pays, and signs. */
        payer: Key;
        /** Of the chain's rent; 6,960 unless told otherwise. */
        lamportsPerByte?: number | bigint;
    });
    add(program: {
        /** A fresh key pair's address; it signs. */
        program: Key;
        /** A fresh key pair's address; it signs. Without, one derived from the payer's. */
        buffer?: Key;
        /** May upgrade the program; the payer unless told otherwise. Signs. */
        authority?: Key;
        /** The .so file's bytes. */
        elf: Uint8Array;
        /** Room for larger upgrades, in bytes. */
        maxLength?: number;
    }): this;
    /** For JumboBuilder.add(). */
    instructions(): Instruction[];
    /** What it needs, for JumboBuilder's options. */
    budget(): { computeUnitLimit: number; loadedAccountsDataSize: number };
}

export function encodeBase58(bytes: Uint8Array): string;
/** Up to 128 characters. */
export function decodeBase58(text: string): Uint8Array;

export interface ProgramAddress {
    address: string;
    bump: number;
}

/** The first address off the curve that the seeds (texts are UTF-8) derive under a program. */
export function findProgramAddress(
    seeds: readonly (string | Uint8Array)[],
    program: Key,
): ProgramAddress;
/** The address that System's create_with_seed makes. */
export function createWithSeed(base: Key, seed: string, owner: Key): string;
export function isOnCurve(bytes: Uint8Array): boolean;

export const addresses: {
    readonly [
        name in
            | "system"
            | "loaderV3"
            | "computeBudget"
            | "rent"
            | "clock"
            | "instructionsSysvar"
            | "ed25519"
            | "secp256k1"
            | "secp256r1"
            | "hooks"
    ]: string;
};
