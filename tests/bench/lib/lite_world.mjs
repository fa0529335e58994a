// One world for LiteSVM and for us: accounts, and transactions signed over LiteSVM's first blockhash.
import { createPrivateKey, createPublicKey, randomBytes, sign } from "node:crypto";
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";

import { base58, cat, findPda, key, u32, u64, u8 } from "../../differential/lib/bytes.mjs";
import { builtins, ids, sysvars } from "../../differential/lib/ids.mjs";
import { ro, s, sw, w } from "../../differential/lib/ix.mjs";
import { compile, transaction } from "../../differential/lib/wire.mjs";

export const lite = createRequire(import.meta.url)("litesvm/dist/internal.js");

const pkcs8 = Buffer.from("302e020100300506032b657004220420", "hex");
const maxRentEpoch = (1n << 64n) - 1n;
const sol = 1_000_000_000n;
const rent = (space) => (128n + BigInt(space)) * 6960n;

export class LiteWorld {
    constructor() {
        this.accounts = new Map();
        this.secrets = new Map();
        this.workloads = [];
        const svm = new lite.LiteSvm();
        this.blockhash = svm.latestBlockhash();
        const programs = [ids.token, ids.associatedToken, ids.memo];
        for (const address of [...builtins, ...programs, ...Object.values(sysvars)])
            this.take(svm, address);
        this.given = new Set(this.accounts.keys());
    }

    /// Takes an account over from LiteSVM, with its programdata.
    take(svm, address) {
        const found = svm.getAccount(key(address));
        if (!found || found.lamports() === 0n) return;
        const account = {
            lamports: found.lamports(),
            owner: base58(found.owner()),
            executable: found.executable(),
            rentEpoch: found.rentEpoch(),
            data: Buffer.from(found.data()),
        };
        this.accounts.set(address, account);
        if (account.owner === ids.loaderV3 && account.data.readUInt32LE(0) === 2)
            this.take(svm, base58(account.data.subarray(4, 36)));
    }

    put(address, { lamports, owner = ids.system, data = Buffer.alloc(0) }) {
        this.accounts.set(address, {
            lamports: lamports ?? rent(data.length),
            owner,
            data,
            executable: false,
            rentEpoch: maxRentEpoch,
        });
        return address;
    }

    /// A funded account that can sign.
    wallet() {
        const secret = createPrivateKey({
            key: cat(pkcs8, randomBytes(32)),
            format: "der",
            type: "pkcs8",
        });
        const raw = createPublicKey(secret).export({ format: "der", type: "spki" }).subarray(12);
        const address = base58(raw);
        this.secrets.set(address, secret);
        return this.put(address, { lamports: 1000n * sol });
    }

    wallets(count) {
        return Array.from({ length: count }, () => this.wallet());
    }

    signed(payer, instructions) {
        const { message, signers } = compile({
            payer,
            instructions,
            blockhash: key(this.blockhash),
        });
        const signatures = signers.map((a) => sign(null, message, this.secrets.get(a)));
        return transaction(signatures, message);
    }

    workload(name, count, make) {
        const transactions = Array.from({ length: count }, (_, i) => {
            const { payer, instruction } = make(i);
            return this.signed(payer, [instruction]);
        });
        this.workloads.push({ name, transactions });
    }

    mint(authority) {
        const data = cat(u32(1), key(authority), u64(sol), u8(6), u8(1), Buffer.alloc(36));
        return this.put(base58(randomBytes(32)), { owner: ids.token, data });
    }

    tokenAccount(mint, owner, amount) {
        const data = cat(
            ...[key(mint), key(owner), u64(amount), Buffer.alloc(36), u8(1)],
            Buffer.alloc(165 - 109),
        );
        return this.put(base58(randomBytes(32)), { owner: ids.token, data });
    }

    /// A LiteSVM with these accounts.
    liteSvm(sigverify) {
        const svm = new lite.LiteSvm();
        svm.setSigverify(sigverify);
        if (svm.latestBlockhash() !== this.blockhash)
            throw new Error("LiteSVM's first blockhash changes");
        for (const [address, a] of this.accounts) {
            if (this.given.has(address)) continue;
            const account = new lite.Account(a.lamports, a.data, key(a.owner), false, a.rentEpoch);
            svm.setAccount(key(address), account);
        }
        return svm;
    }

    /// The layout that lib/world_file.cpp reads.
    write(path) {
        const sized = (bytes) => [u32(bytes.length), bytes];
        const accounts = [...this.accounts].flatMap(([address, a]) => [
            ...[key(address), u64(a.lamports), key(a.owner), u8(a.executable ? 1 : 0)],
            ...[u64(a.rentEpoch), ...sized(a.data)],
        ]);
        const workloads = this.workloads.flatMap(({ name, transactions }) => [
            ...sized(Buffer.from(name)),
            u32(transactions.length),
            ...transactions.flatMap(sized),
        ]);
        const blockhash = key(this.blockhash);
        const counts = [u32(this.accounts.size), u32(this.workloads.length)];
        writeFileSync(path, cat(blockhash, counts[0], ...accounts, counts[1], ...workloads));
    }
}

export const transferSol = (from, to, lamports) => ({
    program: ids.system,
    keys: [sw(from), w(to)],
    data: cat(u32(2), u64(lamports)),
});

export const transferToken = (from, to, owner, amount) => ({
    program: ids.token,
    keys: [w(from), w(to), s(owner)],
    data: cat(u8(3), u64(amount)),
});

export function createAssociated(payer, owner, mint) {
    const [address] = findPda([key(owner), key(ids.token), key(mint)], ids.associatedToken);
    return {
        program: ids.associatedToken,
        keys: [sw(payer), w(address), ro(owner), ro(mint), ro(ids.system), ro(ids.token)],
        data: Buffer.alloc(0),
    };
}
