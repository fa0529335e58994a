// Runs the sandbox's token tests with the SPL programs that LiteSVM carries:
//   spl_programs.mjs TEST_BINARY
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { key } from "../../../differential/lib/bytes.mjs";
import { ids } from "../../../differential/lib/ids.mjs";
import { lite } from "../../../bench/lib/lite_world.mjs";

const programDataHeader = 45;
const svm = new lite.LiteSvm();

/// A program's ELF, from its own account or the one of its data.
function elf(address) {
    const program = svm.getAccount(key(address));
    const data = Buffer.from(program.data());
    if (data.length > 36) return data;
    return Buffer.from(svm.getAccount(data.subarray(4, 36)).data()).subarray(programDataHeader);
}

const directory = mkdtempSync(join(tmpdir(), "orrery-spl-"));
try {
    writeFileSync(join(directory, "token.so"), elf(ids.token));
    writeFileSync(join(directory, "associated_token.so"), elf(ids.associatedToken));
    const env = { ...process.env, ORRERY_SPL_PROGRAMS: directory };
    const ran = spawnSync(process.argv[2], ["[.spl]"], { stdio: "inherit", env });
    process.exitCode = ran.status ?? 1;
} finally {
    rmSync(directory, { recursive: true });
}
