// Programs that fault, run out of compute units, stack or heap, or just don't.
import {
    addi,
    elfV0,
    elfV3,
    exit,
    heap,
    input,
    ja,
    lddw,
    ldxdw,
    log64,
    mov,
    movr,
    op,
    stb,
    stdw,
    sys,
} from "../lib/asm.mjs";
import { cat, u32, u8 } from "../lib/bytes.mjs";
import { ids } from "../lib/ids.mjs";
import { call, done, either, exact, family, logOne } from "./hand_made.mjs";

const { builders, add } = family("faults");

add("(faults)", (world) => {
    const { rng } = world;
    const address = rng.pick([
        0n,
        1n,
        0xffffffffn,
        0x100000000n,
        0x200000000n,
        0x200000fffn,
        0x200001000n,
        0x1fffffff0n,
        0x2000ffff8n,
        heap - 1n,
        heap + 0x7ff8n,
        heap + 0x7ff9n,
        heap + 0x8000n,
        input,
        input + 8n,
        0x500000000n,
        (1n << 64n) - 4n,
    ]);
    const cases = [
        () => [lddw(6, address), ldxdw(1, 6), logOne],
        () => [lddw(6, address), stdw(6, 0, 5)],
        () => [lddw(6, address), stb(6, 0, 5)],
        () => [mov(1, 0), mov(2, 5), op(rng.pick([0x3f, 0x9f, 0x3c, 0x9c]), 2, 1)],
        () => [ja(-1)],
        () => [sys("abort")],
        () => [lddw(1, 0), mov(2, 9), mov(3, 12), mov(4, 34), sys("sol_panic_")],
        () => [lddw(1, 0), mov(2, 3), sys("sol_log_")],
        () => [
            lddw(
                0,
                rng.pick([
                    1n,
                    0xffn,
                    1n << 32n,
                    7n << 32n,
                    26n << 32n,
                    27n << 32n,
                    (1n << 32n) + 1n,
                    rng.u64(),
                ]),
            ),
            exit,
        ],
        () => [lddw(1, address), mov(2, 8), sys("sol_log_")],
        () => [sys("sol_no_such_thing")],
        () => [op(0x8d, 0, rng.below(10), 0, rng.below(10))],
    ];
    const code = [rng.pick(cases)(), done];
    const rodata = rng.chance(0.5)
        ? Buffer.from("panic\xff.rs".padEnd(16, "!"), "latin1")
        : rng.bytes(16);
    return [call(world.install(either(world, code, rodata)), [])];
});

add("(precise budget)", (world) => {
    const { rng } = world;
    const program = world.install(
        either(world, [mov(6, 100), addi(6, -1), op(0x55, 6, 0, -2, 0), log64, done]),
    );
    const units = 100 * 2 + 1 + 1 + 100 + 2 + rng.range(-3, 3);
    const limit = {
        name: "computeBudget.SetComputeUnitLimit",
        program: ids.computeBudget,
        keys: [],
        data: cat(u8(2), u32(150 + units)),
    };
    const frame = {
        name: "computeBudget.RequestHeapFrame",
        program: ids.computeBudget,
        keys: [],
        data: cat(u8(1), u32(rng.pick([65536, 262144]))),
    };
    const more = rng.chance(0.4) ? [frame] : [];
    return exact([limit, ...more, call(program, [])]);
});

add("(internal calls)", (world) => {
    const { rng } = world;
    // Function at slot n calls itself r1 times: 63 nested calls pass, the 64th faults.
    const depth = rng.pick([1, 5, 62, 63, 64, 70]);
    const code = [
        mov(1, depth),
        op(0x85, 0, 1, 0, 1),
        ja(4),
        op(0x07, 1, 0, 0, -1),
        op(0x15, 1, 0, 1, 0),
        op(0x85, 0, 1, 0, -3),
        exit,
        movr(1, 10),
        logOne,
        done,
    ];
    return [call(world.install(rng.chance(0.5) ? elfV3(code) : elfV0(code)), [])];
});

add("(heap)", (world) => {
    const { rng } = world;
    const size = rng.pick([32768, 33792, 65536, 262144]);
    const where = heap + BigInt(rng.pick([0, 32760, 32768, 33784, 65528, 262136, 262144]));
    const program = world.install(
        either(world, [
            lddw(6, where),
            ldxdw(1, 6),
            logOne,
            stdw(6, 0, 5),
            ldxdw(1, 6),
            logOne,
            done,
        ]),
    );
    return [
        {
            name: "computeBudget.RequestHeapFrame",
            program: ids.computeBudget,
            keys: [],
            data: cat(u8(1), u32(size)),
        },
        call(program, []),
    ];
});

export { builders };
