// What the families of hand-assembled programs share.
import { elfV0, elfV3, exit, log64, mov } from "../lib/asm.mjs";

export const done = [mov(0, 0), exit];
/// Zeroes r2..r5 and logs r1..r5.
export const logOne = [mov(2, 0), mov(3, 0), mov(4, 0), mov(5, 0), log64];

/// Builders under a family's prefix, and how to add one: instructions without a name get the
/// builder's.
export function family(prefix) {
    const builders = {};
    const add = (name, build) => {
        const title = `${prefix}.${name}`;
        const named = (list) => list.map((ix) => ({ name: title, ...ix }));
        builders[title] = (world) => {
            const built = build(world);
            if (Array.isArray(built)) return named(built);
            return { ...built, instructions: named(built.instructions) };
        };
    };
    return { builders, add };
}

/// An account {key, s, w, len}: `len` is its data length, which the input's layout depends on.
export function owned(world, owner, length = 16, w = true) {
    const address = world.set(world.newKey(), {
        owner,
        lamports: world.rent(20_000),
        data: world.rng.bytes(length),
    });
    return { key: address, w, len: length };
}

export const call = (program, keys, data = Buffer.alloc(0)) => ({
    program,
    data,
    keys: keys.map(({ key, s, w }) => ({ key, s, w })),
});

/// The same code in either ELF format.
export const either = (world, code, rodata) =>
    world.rng.chance(0.5) ? elfV3(code, rodata) : elfV0(code, rodata);

/// An intent that no mutation may touch.
export const exact = (instructions) => ({ instructions, exact: true });
