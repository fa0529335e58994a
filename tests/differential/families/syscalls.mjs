// Syscalls called by hand: logs and their limit, sysvars, derived addresses, hashes, memory.
import {
    addi,
    elfV0,
    elfV3,
    heap,
    input,
    lddw,
    ldxb,
    log64,
    mov,
    movr,
    op,
    rodataAddress,
    stdw,
    stxdw,
    sys,
} from "../lib/asm.mjs";
import { key } from "../lib/bytes.mjs";
import { sysvars } from "../lib/ids.mjs";
import { logWord } from "../lib/invoker.mjs";
import { call, done, either, family, logOne } from "./hand_made.mjs";

const { builders, add } = family("syscalls");

add("(log syscalls)", (world) => {
    const { rng } = world;
    const text = Buffer.from(
        rng.pick(["hello", "", "\u00e4\u00f6\u00fc", "a".repeat(130)]).padEnd(160, "\0"),
    );
    const length = rng.pick([0, 5, 12, 160]);
    const body = (address) => [
        lddw(1, address),
        mov(2, length),
        sys("sol_log_"),
        lddw(1, rng.u64()),
        lddw(2, rng.u64()),
        mov(3, -1),
        mov(4, 0),
        mov(5, 77),
        log64,
        lddw(1, address),
        sys("sol_log_pubkey"),
        sys("sol_log_compute_units_"),
        lddw(6, heap),
        lddw(7, address),
        stxdw(6, 7, 0),
        stdw(6, 8, rng.range(0, 9)),
        stxdw(6, 7, 16),
        stdw(6, 24, rng.range(0, 40)),
        movr(1, 6),
        mov(2, rng.range(0, 2)),
        sys("sol_log_data"),
        done,
    ];
    const slots =
        Buffer.concat(
            body(0n)
                .flat(9)
                .map((x) => (x.sys ? Buffer.alloc(8) : x)),
        ).length / 8;
    const elf = rng.chance(0.5) ? elfV3(body(0n), text) : elfV0(body(rodataAddress(slots)), text);
    return [call(world.install(elf), [])];
});

add("(log limit)", (world) => {
    const { rng } = world;
    const length = rng.pick([300, 700, 960, 2000]);
    const code = [
        mov(6, rng.range(8, 14)),
        lddw(1, 0),
        mov(2, length),
        sys("sol_log_"),
        mov(1, 1),
        logOne,
        addi(6, -1),
        op(0x55, 6, 0, -(2 + 1 + 1 + 1 + 5 + 1 + 1), 0),
        done,
    ];
    return [call(world.install(elfV3(code, Buffer.alloc(2000, 120))), [])];
});

add("(sysvar getters)", (world) => {
    const { rng } = world;
    const out = rng.chance(0.9)
        ? heap
        : rng.pick([heap + 1n, input, 0x100000000n, heap + 0x8000n - 8n]);
    const name = rng.pick(
        ["clock", "rent", "epoch_schedule", "epoch_rewards"]
            .map((n) => `sol_get_${n}_sysvar`)
            .concat("sol_get_last_restart_slot"),
    );
    const words = [0n, 8n, 16n, 24n, 32n, 40n].map((o) => logWord(heap + o));
    return [
        call(
            world.install(
                either(world, [lddw(1, out), sys(name), movr(1, 0), logOne, words, done]),
            ),
            [],
        ),
    ];
});

add("(sol_get_sysvar)", (world) => {
    const { rng } = world;
    const which = rng.pick(Object.values(sysvars));
    const offset = rng.pick([0, 0, 8, 16, 1000, (1n << 64n) - 1n]);
    const length = rng.pick([8, 8, 17, 40, 0, 4096, 20_488]);
    const code = [
        lddw(1, 0),
        lddw(2, heap),
        lddw(3, offset),
        mov(4, length),
        sys("sol_get_sysvar"),
        movr(1, 0),
        logOne,
        logWord(heap),
        logWord(heap + 8n),
        done,
    ];
    return [call(world.install(elfV3(code, key(which))), [])];
});

add("(derived addresses)", (world) => {
    const { rng } = world;
    // Two seeds of the read-only data, described on the heap.
    const lengths = [rng.pick([0, 3, 32, 33]), rng.pick([1, 8])];
    const count = rng.pick([0, 1, 2, 17]);
    const describe = [
        lddw(6, heap),
        ...lengths.map((n, i) => [
            lddw(7, BigInt(i * 40)),
            stxdw(6, 7, i * 16),
            stdw(6, i * 16 + 8, n),
        ]),
    ];
    const bump = rng.chance(0.5);
    const args = [
        lddw(1, heap),
        mov(2, count),
        lddw(3, 80),
        lddw(4, heap + 0x1000n),
        lddw(5, heap + 0x1040n),
    ];
    const code = [
        describe,
        args,
        sys(bump ? "sol_try_find_program_address" : "sol_create_program_address"),
        movr(1, 0),
        logOne,
        lddw(1, heap + 0x1000n),
        sys("sol_log_pubkey"),
        lddw(6, heap + 0x1040n),
        ldxb(1, 6),
        logOne,
        done,
    ];
    return [call(world.install(elfV3(code, rng.bytes(112))), [])];
});

add("(hashes)", (world) => {
    const { rng } = world;
    const lengths = Array.from({ length: rng.below(4) }, () => rng.pick([0, 5, 64, 200]));
    const describe = [
        lddw(6, heap),
        ...lengths.map((n, i) => [lddw(7, 0), stxdw(6, 7, i * 16), stdw(6, i * 16 + 8, n)]),
    ];
    const code = [
        describe,
        lddw(1, heap),
        mov(2, lengths.length),
        lddw(3, heap + 0x1000n),
        sys("sol_sha256"),
        lddw(1, heap + 0x1000n),
        sys("sol_log_pubkey"),
        done,
    ];
    return [call(world.install(elfV3(code, rng.bytes(200))), [])];
});

add("(memory syscalls)", (world) => {
    const { rng } = world;
    const place = () => heap + BigInt(rng.below(600));
    const step = () =>
        rng.pick([
            () => [lddw(1, place()), lddw(2, place()), mov(3, rng.below(300)), sys("sol_memmove_")],
            () => [
                lddw(1, place()),
                mov(2, rng.below(256)),
                mov(3, rng.below(300)),
                sys("sol_memset_"),
            ],
            () => [
                lddw(1, place()),
                lddw(2, place()),
                mov(3, rng.below(300)),
                lddw(4, heap + 0x2000n),
                sys("sol_memcmp_"),
                logWord(heap + 0x2000n),
            ],
            () => [
                lddw(1, heap + 700n),
                lddw(2, BigInt(rng.below(100))),
                mov(3, rng.below(100)),
                sys("sol_memcpy_"),
            ],
            () =>
                rng.chance(0.15)
                    ? [lddw(1, heap + 10n), lddw(2, heap), mov(3, 20), sys("sol_memcpy_")]
                    : [],
            () =>
                rng.chance(0.15)
                    ? [lddw(1, heap + 0x7ff0n), mov(2, 1), mov(3, 32), sys("sol_memset_")]
                    : [],
        ])();
    const code = [
        lddw(1, heap),
        lddw(2, 0),
        mov(3, 200),
        sys("sol_memcpy_"),
        Array.from({ length: 5 }, step),
        [0n, 96n, 304n, 512n, 704n].map((o) => logWord(heap + o)),
        done,
    ];
    return [call(world.install(elfV3(code, rng.bytes(256))), [])];
});

export { builders };
