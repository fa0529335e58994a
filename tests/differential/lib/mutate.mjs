// Spoils a valid transaction in one way. Never touches what D1-D18 turn on: program ids, the fee
// payer's funds, the blockhash.
import { ids, sysvars } from "./ids.mjs";
import { unitLimit } from "../families/compute_budget.mjs";
import { transfer } from "../families/system.mjs";

/// Edits a copy of one instruction that has accounts (or data).
function edited(world, intent, fits, edit) {
    const at = intent.instructions.map((ix, i) => (fits(ix) ? i : -1)).filter((i) => i >= 0);
    if (at.length === 0) return intent;
    const i = world.rng.pick(at);
    const ix = intent.instructions[i];
    const copy = { ...ix, keys: ix.keys.map((m) => ({ ...m })), data: Buffer.from(ix.data) };
    edit(copy);
    return { ...intent, instructions: intent.instructions.map((x, j) => (j === i ? copy : x)) };
}
const hasKeys = (ix) => ix.keys.length > 0;
const hasData = (ix) => ix.data.length > 0;

const decoy = (world) =>
    world.rng.pick([
        () => world.fresh(),
        () => world.wallet(),
        () => world.set(world.newKey(), { owner: ids.token, data: Buffer.alloc(165) }),
        () => world.set(world.newKey(), { owner: ids.memo, data: world.rng.bytes(40) }),
        () => world.rng.pick(Object.values(sysvars)),
        () => world.rng.pick([ids.system, ids.token, ids.token2022, ids.memo]),
    ])();

const edits = {
    unsigned: [
        4,
        hasKeys,
        (world, ix) => {
            world.rng.pick(ix.keys).s = false;
        },
    ],
    readonly: [
        4,
        hasKeys,
        (world, ix) => {
            world.rng.pick(ix.keys).w = false;
        },
    ],
    writable: [
        1,
        hasKeys,
        (world, ix) => {
            world.rng.pick(ix.keys).w = true;
        },
    ],
    fewer: [
        4,
        hasKeys,
        (world, ix) => {
            ix.keys.length -= world.rng.range(1, ix.keys.length);
        },
    ],
    more: [
        1,
        hasKeys,
        (world, ix) => {
            ix.keys.push({ key: decoy(world), w: world.rng.chance(0.5) });
        },
    ],
    swapped: [
        3,
        hasKeys,
        (world, ix) => {
            const [a, b] = [world.rng.below(ix.keys.length), world.rng.below(ix.keys.length)];
            [ix.keys[a], ix.keys[b]] = [ix.keys[b], ix.keys[a]];
        },
    ],
    repeated: [
        2,
        hasKeys,
        (world, ix) => {
            ix.keys[world.rng.below(ix.keys.length)] = { ...world.rng.pick(ix.keys) };
        },
    ],
    replaced: [
        5,
        hasKeys,
        (world, ix) => {
            const meta = world.rng.pick(ix.keys);
            meta.key = decoy(world);
            meta.s &&= world.secrets.has(meta.key);
        },
    ],
    truncated: [
        3,
        hasData,
        (world, ix) => {
            ix.data = ix.data.subarray(0, world.rng.below(ix.data.length));
        },
    ],
    trailing: [
        2,
        hasData,
        (world, ix) => {
            ix.data = Buffer.concat([ix.data, world.rng.bytes(world.rng.range(1, 9))]);
        },
    ],
    flipped: [
        4,
        (ix) => ix.data.length > 1,
        (world, ix) => {
            ix.data[world.rng.range(1, ix.data.length - 1)] ^= 1 << world.rng.below(8);
        },
    ],
    randomized: [
        2,
        (ix) => ix.data.length > 1,
        (world, ix) => {
            world.rng.bytes(ix.data.length - 1).copy(ix.data, 1);
        },
    ],
};

const wholes = {
    starved: (world, intent) =>
        intent.instructions.some((ix) => ix.program === ids.computeBudget)
            ? intent
            : {
                  ...intent,
                  instructions: [
                      unitLimit(
                          world.rng.weighted({ 151: 1, 300: 1, 1000: 2, 3000: 3, 8000: 2 }) | 0,
                      ),
                      ...intent.instructions,
                  ],
              },
    followed: (world, intent) => ({
        ...intent,
        instructions: [
            ...intent.instructions,
            transfer(world.wallet(1_000_000n), world.payer(), 1_000_001n),
        ],
    }),
    twice: (world, intent) => ({
        ...intent,
        instructions: [...intent.instructions, ...intent.instructions],
    }),
    versioned: (world, intent) => ({ ...intent, tables: intent.tables ?? [] }),
};

export function mutate(world, intent) {
    const weights = Object.fromEntries(
        Object.entries(edits).map(([name, [weight]]) => [name, weight]),
    );
    for (const name of Object.keys(wholes)) weights[name] = 2;
    const mutation = world.rng.weighted(weights);
    if (wholes[mutation]) return { ...wholes[mutation](world, intent), mutation };
    const [, fits, edit] = edits[mutation];
    return { ...edited(world, intent, fits, (ix) => edit(world, ix)), mutation };
}
