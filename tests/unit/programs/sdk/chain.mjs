// Programs built by `orrery program build`, on LiteSVM: accounts are set, one instruction is sent.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

import { base58, key, sha256 } from "../../../differential/lib/bytes.mjs";
import { compile, transaction } from "../../../differential/lib/wire.mjs";

const lite = createRequire(import.meta.url)("litesvm/dist/internal.js");

export const systemProgram = "11111111111111111111111111111111";
export const address = (label) => base58(sha256(Buffer.from(label)));
export const rent = (space) => (128n + BigInt(space)) * 6960n;

/// The ELF of a source or a project's folder.
export function build(orrery, source, out, arch) {
    const to = path.join(out, `${path.basename(source, ".cpp")}.${arch}.so`);
    // From the source's folder: REQUIRE's file names have a part in the size.
    execFileSync(
        orrery,
        ["program", "build", path.basename(source), "--arch", arch, "-o", path.resolve(to)],
        { stdio: "pipe", cwd: path.dirname(source) },
    );
    return readFileSync(to);
}

export class Chain {
    constructor() {
        this.svm = new lite.LiteSvm();
        this.svm.setSigverify(false);
        this.payer = this.set(address("payer"), { lamports: 10n ** 15n });
    }

    set(at, { lamports, owner = systemProgram, data = Buffer.alloc(0) }) {
        const account = new lite.Account(
            BigInt(lamports ?? rent(data.length)),
            data,
            key(owner),
            false,
            (1n << 64n) - 1n,
        );
        this.svm.setAccount(key(at), account);
        return at;
    }

    get(at) {
        const account = this.svm.getAccount(key(at));
        if (!account) return null;
        return {
            lamports: account.lamports(),
            owner: base58(account.owner()),
            data: Buffer.from(account.data()),
        };
    }

    install(label, elf) {
        const at = address(label);
        this.svm.addProgram(key(at), elf);
        return at;
    }

    /// keys: [{key, s: signer, w: writable}]. Nobody's signature is checked.
    send(program, keys, data) {
        this.svm.expireBlockhash();
        const { message, signers } = compile({
            payer: this.payer,
            instructions: [{ program, keys, data }],
            blockhash: key(this.svm.latestBlockhash()),
        });
        const reply = this.svm.sendVersionedTransaction(
            transaction(
                signers.map(() => Buffer.alloc(64)),
                message,
            ),
        );
        const meta = reply.err ? reply.meta() : reply;
        return {
            ok: !reply.err,
            logs: meta.logs(),
            cu: Number(meta.computeUnitsConsumed()),
            returnData: Buffer.from(meta.returnData().data()),
        };
    }
}
