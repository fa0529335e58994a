// Writes the cases: one JSON document per line. Large account data stands once, in a line of its own.
import { createHash } from "node:crypto";
import { closeSync, openSync, writeSync } from "node:fs";

const inlineBytes = 192;

export class Recorder {
    constructor(path) {
        this.file = openSync(path, "w");
        this.blobs = new Map();
    }

    line(value) {
        writeSync(this.file, JSON.stringify(value) + "\n");
    }

    close() {
        closeSync(this.file);
    }

    /// Data without its trailing zeros; `space` is the full length.
    data(bytes) {
        let end = bytes.length;
        while (end > 0 && bytes[end - 1] === 0) end--;
        const trimmed = bytes.subarray(0, end);
        if (end <= inlineBytes) return { space: bytes.length, data: trimmed.toString("base64") };
        const digest = createHash("sha1").update(trimmed).digest("latin1");
        if (!this.blobs.has(digest)) {
            this.blobs.set(digest, this.blobs.size);
            this.line({ blob: this.blobs.get(digest), data: trimmed.toString("base64") });
        }
        return { space: bytes.length, blob: this.blobs.get(digest) };
    }

    account(address, account) {
        if (!account) return { address, absent: true };
        return {
            address,
            lamports: account.lamports.toString(),
            owner: account.owner,
            executable: account.executable,
            rentEpoch: account.rentEpoch.toString(),
            ...this.data(account.data),
        };
    }
}
