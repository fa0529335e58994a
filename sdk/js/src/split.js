import { fail } from "./errors.js";
import { limits } from "./fee.js";
import { role } from "./instruction.js";
import * as format from "./message.js";

/// One transaction in the making: knows its size without compiling.
class Part {
    instructions = [];
    #roles;
    #size;
    #signers = 1;

    constructor(payer, bounds) {
        this.bounds = bounds;
        this.#roles = new Map([[payer, role.writableSigner]]);
        this.#size = bounds.emptySize;
    }

    /// Keys with the roles that an instruction would bring along.
    #changes({ program, accounts }) {
        const changes = new Map();
        const merge = (key, more) => {
            const known = changes.get(key) ?? this.#roles.get(key);
            if (known === undefined || (known | more) !== known)
                changes.set(key, (known ?? 0) | more);
        };
        merge(program, role.readonly);
        for (const account of accounts) merge(account.key, account.role);
        return changes;
    }

    /// Adds an instruction unless it goes over a limit; whether it did.
    add(instruction) {
        const { maxSize, maxInstructions, entrySize } = this.bounds;
        const changes = this.#changes(instruction);
        const isSigner = (value) => ((value ?? 0) & role.signer) !== 0;
        let keys = 0;
        let signers = 0;
        for (const [key, value] of changes) {
            const before = this.#roles.get(key);
            keys += before === undefined ? 1 : 0;
            signers += isSigner(value) && !isSigner(before) ? 1 : 0;
        }
        const size =
            this.#size +
            32 * keys +
            entrySize * signers +
            format.instructionHeaderSize +
            2 * instruction.accounts.length +
            instruction.data.length;
        if (
            size > maxSize ||
            this.instructions.length === maxInstructions ||
            this.#roles.size + keys > limits.addresses ||
            this.#signers + signers > limits.signatures
        )
            return false;
        for (const [key, value] of changes) this.#roles.set(key, value);
        this.instructions.push(instruction);
        this.#size = size;
        this.#signers += signers;
        return true;
    }
}

const tooLarge = (i, { maxSize }) =>
    fail(
        "TooLarge",
        `instruction ${i} alone goes over ${maxSize} bytes or another limit`,
        "raise maxSize, or make the instruction smaller",
    );

/// Runs of instructions that fit into one transaction each. bounds: {maxSize, maxInstructions,
/// emptySize: wire bytes without instructions, entrySize: of one signature}.
export function splitInstructions(payer, instructions, bounds) {
    const parts = [new Part(payer, bounds)];
    for (const [i, instruction] of instructions.entries()) {
        if (parts.at(-1).add(instruction)) continue;
        if (parts.at(-1).instructions.length === 0) tooLarge(i, bounds);
        parts.push(new Part(payer, bounds));
        if (!parts.at(-1).add(instruction)) tooLarge(i, bounds);
    }
    return parts.map((part) => part.instructions);
}
