/// Every error of this module: what went wrong and what helps stand in its message.
export class OrreryError extends Error {
    constructor(code, message, fix, cause) {
        super(fix ? `${message}; ${fix}` : message, cause === undefined ? undefined : { cause });
        this.name = "OrreryError";
        this.code = code;
        this.fix = fix ?? "";
    }
}

export function fail(code, message, fix, cause) {
    throw new OrreryError(code, message, fix, cause);
}

/// `value` as an integer in [min, max]; anything else is a `BadNumber`.
export function integer(value, name, min, max) {
    if (Number.isSafeInteger(value) && value >= min && value <= max) return value;
    return fail("BadNumber", `${name} is ${value}`, `give an integer from ${min} to ${max}`);
}

export const maxU64 = 2n ** 64n - 1n;

/// `value`, a bigint or a safe integer, as a bigint in [0, 2^64 - 1].
export function u64(value, name) {
    const exact = typeof value === "bigint" || Number.isSafeInteger(value);
    if (exact && value >= 0 && value <= maxU64) return BigInt(value);
    return fail(
        "BadNumber",
        `${name} is ${value}`,
        "give a bigint or an integer that fits into 64 bits",
    );
}
