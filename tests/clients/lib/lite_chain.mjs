// LiteSVM as the other answer to a web3.js transaction.
import { errorJson } from "../../differential/lib/errors.mjs";
import { cat, key } from "../../differential/lib/bytes.mjs";
import { ids } from "../../differential/lib/ids.mjs";
import { programDataOf, programDataState, programState } from "../../differential/lib/world.mjs";
import { lite } from "./programs.mjs";

const maxRentEpoch = (1n << 64n) - 1n;
const rent = (space) => (128n + BigInt(space)) * 6960n;

export class LiteChain {
    constructor() {
        this.svm = new lite.LiteSvm();
    }

    put(address, lamports, owner, data, executable = false) {
        const account = new lite.Account(lamports, data, key(owner), executable, maxRentEpoch);
        this.svm.setAccount(key(address.toString()), account);
    }

    fund(address, lamports) {
        this.put(address, BigInt(lamports), ids.system, Buffer.alloc(0));
    }

    /// Installs an ELF under loader v3.
    install(address, elf) {
        const programData = programDataOf(address.toString());
        const data = cat(programDataState(0n, null), elf);
        this.put(programData, rent(data.length), ids.loaderV3, data);
        this.put(address, rent(36), ids.loaderV3, programState(programData), true);
    }

    /// Signs over LiteSVM's blockhash and simulates: {err, logs} as JSON-RPC has them.
    simulate(transaction, ...signers) {
        transaction.recentBlockhash = this.svm.latestBlockhash();
        transaction.sign(...signers);
        const result = this.svm.simulateLegacyTransaction(transaction.serialize());
        const err = result.err ? errorJson(result.err()) : null;
        return { err, logs: result.meta().logs() };
    }
}
