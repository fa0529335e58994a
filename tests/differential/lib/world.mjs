// One LiteSVM chain under a seeded generator: accounts are set directly, transactions are sent, and
// each becomes a case with the state it found and the state LiteSVM left.
import { createPrivateKey, createPublicKey, sign } from "node:crypto";
import { createRequire } from "node:module";

import { elfV0, exit, mov } from "./asm.mjs";
import { base58, cat, findPda, key, sha256, u32, u64, u8 } from "./bytes.mjs";
import { errorJson } from "./errors.mjs";
import { builtins, ids, sysvars } from "./ids.mjs";
import { compile, transaction } from "./wire.mjs";

const lite = createRequire(import.meta.url)("litesvm/dist/internal.js");

export const maxRentEpoch = (1n << 64n) - 1n;
const maxWireBytes = 1232;
/// Slots of SlotHashes: few, so that a deactivated lookup table cools down within a run.
const slotHashCount = 24;
/// Errors where LiteSVM charges nothing and a bank charges the fee (svm-runtime.md D8).
const loadFailures = new Set([
    "ProgramAccountNotFound",
    "InvalidProgramForExecution",
    "MaxLoadedAccountsDataSizeExceeded",
]);
const defaultPrograms = [
    ids.token,
    ids.token2022,
    ids.associatedToken,
    ids.memoV1,
    ids.memo,
    ids.lookupTable,
];
/// Wrapped SOL's mint, which LiteSVM starts without (D16): 9 decimals, no authorities.
const nativeMintState = cat(Buffer.alloc(44), u8(9), u8(1), Buffer.alloc(36));
const pkcs8 = Buffer.from("302e020100300506032b657004220420", "hex");

export const programDataOf = (program) => findPda([key(program)], ids.loaderV3)[0];
/// State of a loader-v3 program account.
export const programState = (programData) => cat(u32(2), key(programData));
/// State of a loader-v3 programdata account, before the ELF.
export const programDataState = (slot, authority) =>
    cat(u32(3), u64(slot), u8(authority ? 1 : 0), authority ? key(authority) : Buffer.alloc(32));

const same = (a, b) =>
    a === b ||
    (!!a &&
        !!b &&
        a.lamports === b.lamports &&
        a.owner === b.owner &&
        a.executable === b.executable &&
        a.rentEpoch === b.rentEpoch &&
        a.data.equals(b.data));

export class World {
    constructor(rng, recorder) {
        this.rng = rng;
        this.recorder = recorder;
        this.svm = new lite.LiteSvm();
        this.state = new Map(); // what every account we touched holds now; null = absent
        this.base = new Map(); // what the file's base line holds
        this.secrets = new Map();
        this.programs = new Map(); // callable sBPF programs: {programData, slot, closed}
        this.sent = new Set();
        this.dropped = {
            loadFailure: 0,
            failedNonce: 0,
            oversize: 0,
            duplicate: 0,
            uncallable: 0,
            unsignable: 0,
        };
        this.slot = this.svm.getClock().slot;
        this.time = 1_700_000_000n;
        this.epoch = 1000n;
        this.slotHashes = [];
        for (let i = 0; i < slotHashCount; i++) this.nextSlot();
        for (const id of defaultPrograms) this.registerProgram(id);
        this.set(ids.nativeMint, { owner: ids.token, data: nativeMintState });
        this.payers = Array.from({ length: 6 }, () => this.wallet(1_000_000_000_000_000n));
    }

    // --- accounts ---

    get(address) {
        if (!this.state.has(address)) this.state.set(address, this.read(address));
        return this.state.get(address);
    }

    read(address) {
        const account = this.svm.getAccount(key(address));
        if (!account || account.lamports() === 0n) return null;
        return {
            lamports: account.lamports(),
            owner: base58(account.owner()),
            executable: account.executable(),
            rentEpoch: account.rentEpoch(),
            data: Buffer.from(account.data()),
        };
    }

    set(
        address,
        {
            lamports,
            owner = ids.system,
            data = Buffer.alloc(0),
            executable = false,
            rentEpoch = maxRentEpoch,
        },
    ) {
        const account = {
            lamports: BigInt(lamports ?? this.rent(data.length)),
            owner,
            data,
            executable,
            rentEpoch,
        };
        this.svm.setAccount(
            key(address),
            new lite.Account(account.lamports, data, key(owner), executable, rentEpoch),
        );
        this.state.set(address, account.lamports === 0n ? null : account);
        return address;
    }

    remove(address) {
        this.set(address, { lamports: 0n });
    }

    rent(space) {
        return (128n + BigInt(space)) * 6960n;
    }

    /// An address whose secret key we hold; no account there yet.
    newKey() {
        const secret = createPrivateKey({
            key: cat(pkcs8, this.rng.bytes(32)),
            format: "der",
            type: "pkcs8",
        });
        const raw = createPublicKey(secret).export({ format: "der", type: "spki" }).subarray(12);
        const address = base58(raw);
        this.secrets.set(address, secret);
        return address;
    }

    /// A random address that nobody signs for.
    fresh() {
        return base58(this.rng.bytes(32));
    }

    wallet(lamports = 10_000_000_000n) {
        return this.set(this.newKey(), { lamports });
    }

    payer() {
        return this.rng.pick(this.payers);
    }

    // --- time ---

    nextSlot(count = 1) {
        for (let i = 0; i < count; i++) {
            this.slotHashes.unshift({ slot: this.slot, hash: base58(this.rng.bytes(32)) });
            this.slot += 1n;
        }
        this.slotHashes.length = Math.min(this.slotHashes.length, slotHashCount);
        this.time += BigInt(this.rng.below(5));
        if (this.rng.chance(0.03)) this.epoch += 1n;
        this.svm.setSlotHashes(this.slotHashes);
        this.svm.setClock(
            new lite.Clock(this.slot, this.time - 1000n, this.epoch, this.epoch + 1n, this.time),
        );
        this.newBlockhash();
        for (const address of Object.values(sysvars)) this.state.delete(address);
    }

    newBlockhash() {
        this.svm.expireBlockhash();
        this.state.delete(sysvars.recentBlockhashes);
    }

    blockhash() {
        return key(this.svm.latestBlockhash());
    }

    // --- programs ---

    /// Installs an ELF; callable at once, since its slot is long past.
    install(elf, { loader = ids.loaderV3, authority, address = this.newKey() } = {}) {
        if (loader === ids.loaderV3) {
            const programData = programDataOf(address);
            this.set(programData, {
                owner: loader,
                data: cat(programDataState(1n, authority), elf),
            });
            this.set(address, { owner: loader, data: programState(programData), executable: true });
            this.programs.set(address, { programData, slot: 1n });
        } else {
            this.set(address, { owner: loader, data: elf, executable: true });
            this.programs.set(address, { slot: 1n });
        }
        return address;
    }

    /// A program that succeeds without a look.
    installNoop() {
        return this.install(elfV0([mov(0, 0), exit]));
    }

    registerProgram(address) {
        const account = this.get(address);
        if (account.owner !== ids.loaderV3) return this.programs.set(address, { slot: 0n });
        const programData = base58(account.data.subarray(4, 36));
        return this.programs.set(address, {
            programData,
            slot: this.get(programData).data.readBigUInt64LE(4),
        });
    }

    /// Whether a program's invocation means the same to LiteSVM and to a bank (D7, D11, D12).
    callable(address) {
        if (builtins.includes(address)) return true;
        const program = this.programs.get(address);
        return !!program && !program.closed && program.slot < this.slot;
    }

    /// Follows deployments, upgrades, extensions and closings of known programs.
    followPrograms() {
        for (const program of this.programs.values()) {
            if (!program.programData || !this.changed.has(program.programData)) continue;
            const data = this.get(program.programData)?.data;
            if (!data || data.length < 45 || data[0] !== 3) program.closed = true;
            else program.slot = data.readBigUInt64LE(4);
        }
    }

    // --- transactions ---

    writeBase() {
        const list = new Set([
            ...builtins,
            ...Object.values(sysvars),
            ...defaultPrograms,
            ids.nativeMint,
            ...this.payers,
        ]);
        for (const { programData } of this.programs.values())
            if (programData) list.add(programData);
        for (const address of this.programs.keys()) list.add(address);
        for (const address of list)
            if (this.get(address)) this.base.set(address, this.get(address));
        const accounts = [...this.base].map(([address, a]) => this.recorder.account(address, a));
        this.recorder.line({ base: accounts });
    }

    /// Sends an intent {family, payer, instructions, tables, blockhash, tamper}; returns its result
    /// {ok, err, logs} when it became a case, else null.
    send(intent) {
        const payer = intent.payer ?? this.payer();
        const latest = this.blockhash();
        const blockhash = intent.blockhash ?? latest;
        if (!intent.instructions.every((ix) => this.callable(ix.program)))
            return this.drop("uncallable");
        const compiled = compile({ ...intent, payer, blockhash });
        if (!compiled.signers.every((a) => this.secrets.has(a))) return this.drop("unsignable");
        const wire = transaction(
            compiled.signers.map((a) => this.sign(a, compiled.message)),
            compiled.message,
        );
        if (wire.length > maxWireBytes) return this.drop("oversize");
        const id = wire.subarray(1, 65).toString("latin1");
        if (this.sent.has(id)) return this.drop("duplicate");
        this.sent.add(id);

        const touched = this.touched(compiled);
        const pre = new Map(touched.map((a) => [a, this.get(a)]));
        const reply = this.svm.sendVersionedTransaction(wire);
        const outcome = this.outcome(reply, compiled);
        const post = this.settle(touched, pre);
        const durable = intent.durable && !blockhash.equals(latest);
        if (durable) this.correctNonces(touched, pre, post, blockhash, latest);
        if (durable && !outcome.ok && post.length > 0) return this.drop("failedNonce");
        if (loadFailures.has(outcome.err)) return this.drop("loadFailure");
        this.record(intent, latest, wire, pre, outcome, post, payer);
        return outcome;
    }

    /// Brings a context about without making a case of it; it must succeed.
    run(instructions) {
        const payer = this.payer();
        const { message, keys, signers } = compile({
            payer,
            instructions,
            blockhash: this.blockhash(),
        });
        const wire = transaction(
            signers.map((a) => this.sign(a, message)),
            message,
        );
        const pre = new Map(keys.map((a) => [a, this.get(a)]));
        const reply = this.svm.sendVersionedTransaction(wire);
        if (reply.err)
            throw new Error(
                `setup failed: ${reply.meta().prettyLogs()} ${JSON.stringify(errorJson(reply.err()))}`,
            );
        this.settle(keys, pre);
    }

    drop(reason) {
        this.dropped[reason]++;
        return null;
    }

    sign(address, message) {
        return sign(null, message, this.secrets.get(address));
    }

    /// Every account that the execution can look at.
    touched({ keys, tables }) {
        const out = new Set([...keys, ...tables]);
        for (const address of keys) {
            const account = this.get(address);
            if (
                account?.owner === ids.loaderV3 &&
                account.data.length >= 36 &&
                account.data[0] === 2
            )
                out.add(base58(account.data.subarray(4, 36)));
        }
        for (const address of Object.values(sysvars)) out.add(address);
        out.delete(sysvars.instructions);
        return [...out];
    }

    outcome(reply, { keys }) {
        const failed = reply.err !== undefined;
        const meta = failed ? reply.meta() : reply;
        const returned = meta.returnData();
        return {
            ok: !failed,
            err: failed ? errorJson(reply.err()) : null,
            logs: meta.logs(),
            cu: Number(meta.computeUnitsConsumed()),
            fee: Number(/fee: (\d+) \}/.exec(meta.toString().slice(-60))[1]),
            returnData: {
                programId: base58(returned.programId()),
                data: Buffer.from(returned.data()).toString("base64"),
            },
            innerInstructions: meta.innerInstructions().map((list) =>
                list.map((inner) => {
                    const ix = inner.instruction();
                    return {
                        programId: keys[ix.programIdIndex()],
                        accounts: [...ix.accounts()],
                        data: Buffer.from(ix.data()).toString("base64"),
                        stackHeight: inner.stackHeight(),
                    };
                }),
            ),
        };
    }

    /// Reads back what changed: [[address, account or null]].
    settle(touched, pre) {
        const post = [];
        this.changed = new Set();
        for (const address of touched) {
            if (Object.values(sysvars).includes(address)) continue;
            const now = this.read(address);
            // A payer that ends at zero is gone; LiteSVM keeps an empty shell after a failure.
            if (!now && this.svm.getAccount(key(address)))
                this.svm.setAccount(
                    key(address),
                    new lite.Account(0n, Buffer.alloc(0), key(ids.system), false, 0n),
                );
            if (same(now, pre.get(address))) continue;
            this.state.set(address, now);
            this.changed.add(address);
            post.push([address, now]);
        }
        this.followPrograms();
        return post;
    }

    /// In a durable-nonce transaction LiteSVM derives the next nonce from the message's hash; a bank
    /// from its newest blockhash (D19). The case, and the chain that goes on, state the bank's.
    correctNonces(touched, pre, post, used, latest) {
        const wrong = sha256("DURABLE_NONCE", used);
        const right = sha256("DURABLE_NONCE", latest);
        for (const entry of post) {
            const account = entry[1];
            if (account?.owner !== ids.system || account.data.length !== 80) continue;
            if (!account.data.subarray(40, 72).equals(wrong)) continue;
            const data = Buffer.from(account.data);
            right.copy(data, 40);
            this.set(entry[0], { ...account, data });
            entry[1] = this.get(entry[0]);
        }
    }

    record(intent, latest, wire, pre, outcome, post, payer) {
        const accounts = [];
        for (const [address, account] of pre) {
            if (same(account, this.base.get(address) ?? null)) continue;
            accounts.push(this.recorder.account(address, account));
        }
        const changed = post.map(([address, account]) => this.recorder.account(address, account));
        const charged = post.some(([address]) => address === payer) || outcome.ok;
        this.recorder.line({
            id: (this.cases = (this.cases ?? -1) + 1),
            family: intent.family,
            instructions: intent.instructions.map((ix) => ix.name),
            mutation: intent.mutation,
            slot: this.slot.toString(),
            latestBlockhash: base58(latest),
            tx: wire.toString("base64"),
            accounts,
            expect: {
                status: outcome.ok ? "succeeded" : charged ? "failed" : "rejected",
                ...outcome,
                fee: charged ? outcome.fee : 0,
                post: changed,
            },
        });
    }
}
