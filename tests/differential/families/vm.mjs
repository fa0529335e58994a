// Random straight-line programs with forward jumps: arithmetic, stack loads and stores, byte swaps.
import { elfV0, elfV3, exit, heap, lddw, log64, mov, movr, op } from "../lib/asm.mjs";

const alu = {
    add: 0x00,
    sub: 0x10,
    mul: 0x20,
    div: 0x30,
    or: 0x40,
    and: 0x50,
    lsh: 0x60,
    rsh: 0x70,
    mod: 0x90,
    xor: 0xa0,
    mov: 0xb0,
    arsh: 0xc0,
};
const jumps = [0x10, 0x20, 0x30, 0x40, 0x50, 0x60, 0x70, 0xa0, 0xb0, 0xc0, 0xd0];
const loads = [0x61, 0x69, 0x71, 0x79];
const storesImmediate = [0x62, 0x6a, 0x72, 0x7a];
const storesRegister = [0x63, 0x6b, 0x73, 0x7b];
const class64 = 0x07,
    class32 = 0x04,
    byRegister = 0x08;

const interesting = (rng) =>
    rng.pick([
        0n,
        1n,
        2n,
        31n,
        63n,
        0x7fffffffn,
        0x80000000n,
        0xffffffffn,
        1n << 63n,
        (1n << 64n) - 1n,
        rng.u64(),
        rng.u64(),
        BigInt(rng.u32()),
    ]);
const register = (rng) => rng.below(10);

function arithmetic(rng) {
    const name = rng.pick(Object.keys(alu));
    const wide = rng.chance(0.5);
    const kind = wide ? class64 : class32;
    const shift = ["lsh", "rsh", "arsh"].includes(name);
    const divides = name === "div" || name === "mod";
    // A register divisor is zero now and then, and ends the program with a fault.
    const useRegister = divides ? rng.chance(0.25) : rng.chance(0.5);
    let imm = Number(BigInt.asIntN(32, interesting(rng)));
    if (shift) imm = rng.below(wide ? 64 : 32);
    if (divides && imm === 0) imm = 3;
    return useRegister
        ? op(alu[name] | kind | byRegister, register(rng), register(rng))
        : op(alu[name] | kind, register(rng), 0, 0, imm);
}

function step(rng, version) {
    const slot = () => -8 * rng.range(1, 32) + rng.pick([0, 0, 1, 4]);
    return rng.pick([
        () => arithmetic(rng),
        () => arithmetic(rng),
        () => arithmetic(rng),
        () => arithmetic(rng),
        () => lddw(register(rng), interesting(rng)),
        () => op(rng.pick([0x87, 0x84]), register(rng)),
        () => op(rng.pick([0xd4, 0xdc]), register(rng), 0, 0, rng.pick([16, 32, 64])),
        () => op(rng.pick(loads), register(rng), 10, slot()),
        () => op(rng.pick(storesRegister), 10, register(rng), Math.min(slot(), -8)),
        () => op(rng.pick(storesImmediate), 10, 0, Math.min(slot(), -8), rng.u32() | 0),
        () => ({
            opcode: rng.pick(jumps) | (version === 3 && rng.chance(0.5) ? 0x06 : 0x05),
            skip: rng.range(0, 4),
        }),
    ])();
}

/// Jumps skip whole instructions, so that they never land inside an lddw.
function resolve(rng, items) {
    return items.map((item, i) => {
        if (Buffer.isBuffer(item)) return item;
        const skipped = items.slice(i + 1, i + 1 + item.skip);
        const slots = skipped.reduce((sum, x) => sum + (Buffer.isBuffer(x) ? x.length / 8 : 1), 0);
        const imm = Number(BigInt.asIntN(32, interesting(rng)));
        return rng.chance(0.5)
            ? op(item.opcode, register(rng), 0, slots, imm)
            : op(item.opcode | byRegister, register(rng), register(rng), slots);
    });
}

function program(rng, version) {
    const setup = Array.from({ length: 10 }, (_, r) => lddw(r, interesting(rng)));
    const body = resolve(
        rng,
        Array.from({ length: rng.range(20, 80) }, () => step(rng, version)),
    );
    const keep = [10, 0, 6, 7, 8, 9].slice(1).map((r, i) => op(0x7b, 10, r, -300 - 8 * i));
    const reload = [1, 2, 3, 4, 5].map((r, i) => op(0x79, r, 10, -300 - 8 * i));
    return [...setup, ...body, ...keep, log64, ...reload, log64, mov(0, 0), exit];
}

/// Calls through a register and back, on the heap's bytes.
function indirect(rng, version) {
    const target =
        0x100000000n + (version === 3 ? 0n : 64n) + 8n * BigInt(rng.pick([6, 6, 6, 7, 8, 99]));
    const callx = version === 3 ? op(0x8d, 3) : op(0x8d, 0, 0, 0, 3);
    return [
        lddw(3, target),
        callx,
        movr(1, 0),
        log64,
        exit,
        mov(0, 11),
        op(0x07, 0, 0, 0, 5),
        exit,
    ];
}

const builders = {};
for (const version of [0, 3]) {
    const build = version === 3 ? (code) => elfV3(code) : (code) => elfV0(code);
    const run = (name, code) => {
        builders[name] = (world) => [
            {
                name,
                program: world.install(build(code(world.rng))),
                keys: [],
                data: world.rng.bytes(world.rng.below(8)),
            },
        ];
    };
    run(`vm.(arithmetic of V${version})`, (rng) => program(rng, version));
    run(`vm.(indirect calls of V${version})`, (rng) => indirect(rng, version));
    run(`vm.(heap of V${version})`, (rng) => [
        lddw(1, heap + BigInt(rng.below(32_760))),
        ...Array.from({ length: 12 }, () =>
            op(rng.pick([...storesImmediate]), 1, 0, rng.below(64), rng.u32() | 0),
        ),
        ...[2, 3, 4, 5].map((r) => op(rng.pick(loads), r, 1, rng.below(64))),
        log64,
        mov(0, 0),
        exit,
    ]);
}
export { builders };
