// Builders for every instruction of the Hooks program (docs/spec/hooks.md 3), as @solana/kit has
// instructions; toWeb3Instruction() makes them web3.js'.
import { addresses, findProgramAddress } from "../address.js";
import { binary, fromBinary, keyBytes, toBytes, Writer } from "../bytes.js";
import { encodeBase58 } from "../base58.js";
import { fail, integer, u64 } from "../errors.js";
import {
    instruction,
    normalize,
    readonly,
    role,
    signer,
    writable,
    writableSigner,
} from "../instruction.js";
import { configFields, defaultConfig } from "./accounts.js";
import {
    auctionAddress,
    configAddress,
    hookAddress,
    ownerAddress,
    program,
    signerAddress,
} from "./addresses.js";
import { hookBody } from "./body.js";
import { limits } from "./limits.js";
import { writeRecord } from "./record.js";

const number = {
    initConfig: 0,
    registerHook: 1,
    placeBid: 2,
    cancelBid: 3,
    disableHook: 4,
    enableHook: 5,
    closeHook: 6,
    setOwnerRecipient: 7,
    reclaim: 8,
    act: 9,
};

const open = (kind) => new Writer().u8(number[kind]);
const make = (accounts, out) => instruction(program, accounts, out.take());
const config = () => readonly(configAddress().address);
const system = () => readonly(addresses.system);
const auctionOf = (target, epoch) => auctionAddress(target, epoch).address;

export const initConfig = (fields) =>
    make(
        [writableSigner(fields.authority), writable(configAddress().address), system()],
        writeRecord(open("initConfig"), configFields, { ...defaultConfig, ...fields }),
    );

function checkSigners(body, hook) {
    const own = signerAddress(hook).address;
    const foreign = body.signers.find((address) => address !== own);
    if (foreign)
        fail(
            "ForeignSigner",
            `${foreign} can't sign in a hook`,
            `only its own signer can: signerAddress(hook), ${own}`,
        );
}

/// Registers a hook; its address is hookAddress(authority, nonce).address.
export function registerHook({
    authority,
    feePayer,
    nonce,
    target,
    body,
    everyCall = false,
    cuLimit = 200_000,
    maxPerSlot = 1,
    filter = new Uint8Array(0),
}) {
    const made = body?.bytes ? body : hookBody(body);
    const hook = hookAddress(authority, nonce).address;
    checkSigners(made, hook);
    const prefix = toBytes(filter, "the filter");
    if (prefix.length > limits.filter)
        fail("BadFilter", `a filter of ${prefix.length} bytes`, `${limits.filter} is the limit`);
    const out = open("registerHook").u64(u64(nonce, "nonce")).bytes(keyBytes(target, "the target"));
    out.u8(everyCall ? 1 : 0).u32(integer(cuLimit, "cuLimit", 1, limits.computeUnits));
    out.u16(integer(maxPerSlot, "maxPerSlot", 1, limits.perSlot)).u8(prefix.length);
    out.bytes(prefix).zeros(limits.filter - prefix.length);
    out.u16(made.keyCount).u16(made.instructionCount).bytes(made.bytes);
    return make(
        [signer(authority), writableSigner(feePayer), writable(hook), config(), system()],
        out,
    );
}

/// Bids for a seat in `epoch`, the one after the running; `limit` in lamports per trigger.
/// `displaced`: fee payer of the order that a full book lets go (displacedOrder()).
export function placeBid({ authority, feePayer, hook, target, epoch, limit, displaced }) {
    const next = u64(epoch, "epoch");
    if (next === 0n)
        fail("BadNumber", "epoch is 0", "bids are for the epoch after the running one");
    return make(
        [
            signer(authority),
            writableSigner(feePayer),
            writable(hook),
            writable(auctionOf(target, next)),
            readonly(auctionOf(target, next - 1n)),
            config(),
            system(),
            ...(displaced === undefined ? [] : [writable(displaced)]),
        ],
        open("placeBid").u64(next).u64(u64(limit, "limit")),
    );
}

export const cancelBid = ({ authority, hook, target, epoch, feePayer }) =>
    make(
        [
            signer(authority),
            readonly(hook),
            writable(auctionOf(target, epoch)),
            writable(feePayer),
            config(),
        ],
        open("cancelBid").u64(u64(epoch, "epoch")),
    );

/// `by`: the hook's authority or its fee payer.
export const disableHook = ({ hook, by }) =>
    make([signer(by), writable(hook)], open("disableHook"));

export const enableHook = ({ hook, authority, feePayer }) =>
    make([signer(authority), signer(feePayer), writable(hook)], open("enableHook"));

/// `by`: the hook's authority or its fee payer.
export const closeHook = ({ hook, by, feePayer }) =>
    make([signer(by), writable(hook), writable(feePayer), config()], open("closeHook"));

/// Who receives the program owner's share; the target's upgrade authority says so.
export const setOwnerRecipient = ({ upgradeAuthority, payer, target, recipient }) =>
    make(
        [
            signer(upgradeAuthority),
            writable(ownerAddress(target).address),
            readonly(target),
            readonly(findProgramAddress([keyBytes(target)], addresses.loaderV3).address),
            writableSigner(payer),
            system(),
        ],
        open("setOwnerRecipient").bytes(keyBytes(recipient, "the recipient")),
    );

/// Takes an order out of an auction that is over; anybody may. `creator` is the auction's, `treasury`
/// the Config's.
export const reclaim = ({ hook, target, epoch, feePayer, creator, treasury }) =>
    make(
        [
            writable(auctionOf(target, epoch)),
            writable(feePayer),
            writable(creator),
            writable(treasury),
            config(),
        ],
        open("reclaim")
            .bytes(keyBytes(target, "the target"))
            .u64(u64(epoch, "epoch"))
            .bytes(keyBytes(hook, "the hook")),
    );

const actFlags = (keyRole) => (keyRole & role.signer ? 1 : 0) | (keyRole & role.writable ? 2 : 0);

/// Runs `inner` with the hook's signer as a signer, to recover what it has.
export function act({ hook, authority, inner }) {
    const { program: called, accounts, data } = normalize(inner);
    if (accounts.length > limits.actAccounts)
        fail(
            "TooManyAccounts",
            `${accounts.length} accounts`,
            `${limits.actAccounts} is the limit`,
        );
    const own = binary(keyBytes(signerAddress(hook).address));
    const out = open("act").u8(accounts.length);
    for (const account of accounts) out.u8(actFlags(account.role));
    const asOuter = ({ key, role: keyRole }) => ({
        address: encodeBase58(fromBinary(key)),
        role: key === own ? keyRole & role.writable : keyRole,
    });
    return make(
        [
            signer(authority),
            readonly(hook),
            readonly(encodeBase58(fromBinary(own))),
            readonly(encodeBase58(fromBinary(called))),
            ...accounts.map(asOuter),
        ],
        out.bytes(data),
    );
}
