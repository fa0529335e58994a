// What a hook runs: keys with flags and instructions in jumbo encoding (docs/spec/hooks.md 2.2).
import { addresses } from "../address.js";
import { encodeBase58 } from "../base58.js";
import { binary, fromBinary, keyBytes, Reader, toBytes, Writer } from "../bytes.js";
import { fail } from "../errors.js";
import { limits as jumboLimits } from "../fee.js";
import { normalize, role } from "../instruction.js";
import { limits } from "./limits.js";

const flag = { signer: 1, writable: 2 };
const refused = new Set(
    [
        addresses.computeBudget,
        addresses.ed25519,
        addresses.secp256k1,
        addresses.secp256r1,
        addresses.hooks,
        "NativeLoader1111111111111111111111111111111",
        "BPFLoader1111111111111111111111111111111111",
        "BPFLoader2111111111111111111111111111111111",
        addresses.loaderV3,
        "LoaderV411111111111111111111111111111111111",
    ].map((address) => binary(keyBytes(address))),
);

/// Keys in the order of their first mention, accounts before their program, flags merged.
function collect(instructions) {
    const keys = new Map();
    const index = new Map();
    const add = (key, keyRole) => {
        if (!index.has(key)) index.set(key, index.size);
        keys.set(key, (keys.get(key) ?? 0) | keyRole);
        return index.get(key);
    };
    const compiled = instructions.map(({ program, accounts, data }) => ({
        accounts: accounts.map((account) => add(account.key, account.role)),
        program: add(program, role.readonly),
        data,
    }));
    return { keys, compiled };
}

const flagsOf = (keyRole) =>
    (keyRole & role.signer ? flag.signer : 0) | (keyRole & role.writable ? flag.writable : 0);

function check(instructions) {
    if (instructions.length === 0)
        fail("BadBody", "a body without instructions", "give one at least");
    const at = instructions.findIndex(
        (i) => i.accounts.length > jumboLimits.accountsPerInstruction,
    );
    if (at >= 0)
        fail(
            "BadBody",
            `instruction ${at} has ${instructions[at].accounts.length} accounts`,
            `${jumboLimits.accountsPerInstruction} is the limit`,
        );
    const banned = instructions.find(({ program }) => refused.has(program));
    if (banned)
        fail(
            "BodyProgram",
            `a hook may not call ${encodeBase58(fromBinary(banned.program))}`,
            "budgets, precompiles, loaders and hooks are out",
        );
}

/// A body of instructions: {bytes, keyCount, instructionCount, signers}. Only the hook's own signer
/// (signerAddress) may sign in it: registerHook() checks that.
export function hookBody(...given) {
    const instructions = given.flat(Infinity).map(normalize);
    check(instructions);
    const { keys, compiled } = collect(instructions);
    const out = new Writer();
    for (const [key, keyRole] of keys) out.bytes(fromBinary(key)).u8(flagsOf(keyRole));
    for (const { program, accounts, data } of compiled)
        out.u16(program).u16(accounts.length).u32(data.length);
    for (const { accounts, data } of compiled) {
        for (const account of accounts) out.u16(account);
        out.bytes(data);
    }
    const bytes = out.take();
    if (bytes.length > limits.body)
        fail("BodyTooLarge", `a body of ${bytes.length} bytes`, `${limits.body} is the limit`);
    const signers = [...keys].filter(([, keyRole]) => keyRole & role.signer);
    return {
        bytes,
        keyCount: keys.size,
        instructionCount: compiled.length,
        signers: signers.map(([key]) => encodeBase58(fromBinary(key))),
    };
}

const isSound = (condition, what) =>
    condition || fail("BadBody", what, "is it a Hook account's body?");

/// The instructions of a Hook account's body.
export function decodeHookBody({ body, keyCount, instructionCount }) {
    const reader = new Reader(toBytes(body, "a body"));
    isSound(instructionCount > 0, "no instruction");
    isSound(reader.rest >= 33 * keyCount + 8 * instructionCount, "counts beyond its bytes");
    const keys = Array.from({ length: keyCount }, () => ({
        address: reader.key(),
        flags: reader.u8(),
    }));
    isSound(
        keys.every(({ flags }) => flags <= 3),
        "unknown flags",
    );
    isSound(new Set(keys.map(({ address }) => address)).size === keyCount, "a key twice");
    const headers = Array.from({ length: instructionCount }, () => [
        reader.u16(),
        reader.u16(),
        reader.u32(),
    ]);
    isSound(
        headers.every(([, accounts]) => accounts <= jumboLimits.accountsPerInstruction),
        "more than 255 accounts",
    );
    const at = (i) => keys[i] ?? fail("BadBody", `key ${i} of ${keyCount}`, "is it a Hook's body?");
    const roleOf = ({ flags }) =>
        (flags & flag.signer ? role.signer : 0) | (flags & flag.writable ? role.writable : 0);
    const instructions = headers.map(([program, accounts, length]) => ({
        programAddress: at(program).address,
        accounts: Array.from({ length: accounts }, () => at(reader.u16())).map((key) => ({
            address: key.address,
            role: roleOf(key),
        })),
        data: reader.bytes(length).slice(),
    }));
    reader.end();
    return instructions;
}
