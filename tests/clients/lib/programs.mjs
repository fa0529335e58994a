// The real programs, out of LiteSVM's own accounts.
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

import { key } from "../../differential/lib/bytes.mjs";
import { ids } from "../../differential/lib/ids.mjs";
import { scratchDir } from "./chain.mjs";

export const lite = createRequire(import.meta.url)("litesvm/dist/internal.js");
const programDataHeader = 45;

/// The ELF that LiteSVM has at an address.
export function elfOf(address, svm = new lite.LiteSvm()) {
    const program = svm.getAccount(key(address));
    const data = Buffer.from(program.data());
    if (!Buffer.from(program.owner()).equals(key(ids.loaderV3))) return data;
    return Buffer.from(svm.getAccount(data.subarray(4, 36)).data()).subarray(programDataHeader);
}

/// Writes the ELFs of named programs of `ids` into files: {name: path}.
export function dumpElfs(...names) {
    const dir = scratchDir("elfs");
    const svm = new lite.LiteSvm();
    return Object.fromEntries(
        names.map((name) => {
            const path = join(dir, `${name}.so`);
            writeFileSync(path, elfOf(ids[name], svm));
            return [name, path];
        }),
    );
}

/// Flags that put these programs at their canonical addresses.
export const atCanonicalIds = (elfs) =>
    Object.entries(elfs).flatMap(([name, path]) => ["--bpf-program", ids[name], path]);
