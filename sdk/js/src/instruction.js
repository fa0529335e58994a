import { binary, keyBytes, keyText, toBytes } from "./bytes.js";
import { fail } from "./errors.js";

/// Roles as @solana/kit numbers them: bit 0 writable, bit 1 signer.
export const role = Object.freeze({ readonly: 0, writable: 1, signer: 2, writableSigner: 3 });

export const readonly = (key) => ({ address: keyText(key), role: role.readonly });
export const writable = (key) => ({ address: keyText(key), role: role.writable });
export const signer = (key) => ({ address: keyText(key), role: role.signer });
export const writableSigner = (key) => ({ address: keyText(key), role: role.writableSigner });

/// An instruction as this module makes them, which is as @solana/kit has them.
export const instruction = (program, accounts, data) => ({
    programAddress: keyText(program),
    accounts,
    data,
});

const flag = (value, bit) => (value ? bit : 0);
const first = (...values) => values.find((value) => value !== undefined);

function roleOf(account) {
    if (typeof account.role === "number") return account.role & 3;
    return (
        flag(first(account.isWritable, account.writable), role.writable) |
        flag(first(account.isSigner, account.signer), role.signer)
    );
}

/// The one form that messages are compiled from, whichever library an instruction comes from: keys
/// are strings of 32 characters, one per byte.
export function normalize(given) {
    const program = first(given?.programId, given?.programAddress, given?.program);
    if (program === undefined)
        fail(
            "BadInstruction",
            "an instruction without a program",
            "give web3.js' {programId, keys, data} or kit's {programAddress, accounts, data}",
        );
    const accounts = first(given.keys, given.accounts) ?? [];
    return {
        program: binary(keyBytes(program, "an instruction's program")),
        accounts: Array.from(accounts, (account) => ({
            key: binary(keyBytes(first(account.pubkey, account.address, account), "an account")),
            role: roleOf(account),
        })),
        data: toBytes(given.data, "an instruction's data"),
    };
}

/// An instruction for web3.js 1.x; pass the library: toWeb3Instruction(instruction, web3).
export function toWeb3Instruction({ programAddress, accounts = [], data }, web3) {
    return new web3.TransactionInstruction({
        programId: new web3.PublicKey(programAddress),
        keys: accounts.map((account) => ({
            pubkey: new web3.PublicKey(account.address),
            isSigner: (account.role & role.signer) !== 0,
            isWritable: (account.role & role.writable) !== 0,
        })),
        data: globalThis.Buffer ? globalThis.Buffer.from(data) : data,
    });
}
