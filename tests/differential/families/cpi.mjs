// Hand-assembled programs for what the token programs don't reach: invocation rules, account
// modification rules, sysvars, return data, log limits. lib/invoker.mjs builds those that invoke.
import {
    addi,
    elfV0,
    elfV3,
    exit,
    heap,
    input,
    ja,
    lddw,
    ldxb,
    ldxdw,
    log64,
    mov,
    movr,
    op,
    rodataAddress,
    stb,
    stdw,
    stxdw,
    sys,
} from "../lib/asm.mjs";
import { cat, findPda, key, u16, u32, u64, u8 } from "../lib/bytes.mjs";
import { ids, sysvars } from "../lib/ids.mjs";
import { invoker, layout, logWord, poke64, poke8 } from "../lib/invoker.mjs";

const done = [mov(0, 0), exit];
/// Zeroes r2..r5 and logs r1..r5.
const logOne = [mov(2, 0), mov(3, 0), mov(4, 0), mov(5, 0), log64];

const builders = {};
const add = (name, build) => {
    builders[`cpi.${name}`] = build;
};

/// An account {key, s, w, len}: `len` is its data length, which the input's layout depends on.
const owned = (world, owner, length = 16, w = true) => {
    const address = world.set(world.newKey(), {
        owner,
        lamports: world.rent(20_000),
        data: world.rng.bytes(length),
    });
    return { key: address, w, len: length };
};
const call = (name, program, keys, data = Buffer.alloc(0)) => ({
    name: `cpi.${name}`,
    program,
    data,
    keys: keys.map(({ key: k, s, w }) => ({ key: k, s, w })),
});
/// Installs code whose program id the accounts must know beforehand.
const at = (world) => world.newKey();
const either = (world, code, rodata) =>
    world.rng.chance(0.5) ? elfV3(code, rodata) : elfV0(code, rodata);
const exact = (instructions) => ({ instructions, exact: true });

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
    return [call("(log syscalls)", world.install(elf), [])];
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
    return [call("(log limit)", world.install(elfV3(code, Buffer.alloc(2000, 120))), [])];
});

add("(return data)", (world) => {
    const { rng } = world;
    const length = rng.pick([0, 5, 100, 1024, 1025]);
    const setter = world.install(
        elfV3(
            [
                lddw(1, 0),
                mov(2, length),
                sys("sol_set_return_data"),
                mov(0, rng.chance(0.85) ? 0 : 7),
                exit,
            ],
            rng.bytes(1032),
        ),
    );
    if (rng.chance(0.3)) return [call("(return data)", setter, [])];
    const accounts = [{ key: setter, len: 36 }];
    const read = [
        lddw(1, heap + 0x4000n),
        mov(2, rng.pick([0, 3, 200])),
        lddw(3, heap + 0x5000n),
        sys("sol_get_return_data"),
        movr(1, 0),
        logOne,
        logWord(heap + 0x4000n),
        logWord(heap + 0x5000n),
    ];
    const own = rng.chance(0.3) ? [lddw(1, heap), mov(2, 3), sys("sol_set_return_data")] : [];
    const parent = world.install(
        invoker({ accounts, program: setter, post: [...read, ...own, done] }),
    );
    return [
        call("(return data)", parent, accounts),
        ...(rng.chance(0.3) ? [call("(return data)", world.install(elfV3([done])), [])] : []),
    ];
});

add("(system transfer with a derived signer)", (world) => {
    const { rng } = world;
    const program = at(world);
    const seed = rng.bytes(rng.range(1, 8));
    const [pda, bump] = findPda([seed], program);
    world.set(pda, { lamports: 5_000_000n });
    const to = world.wallet();
    const accounts = [
        { key: pda, w: true },
        { key: to, w: true },
        { key: ids.system, len: 21 },
    ];
    const kind = rng.weighted({ right: 6, wrong: 1, long: 1, many: 1, none: 1 });
    const seeds = {
        right: [[seed, u8(bump)]],
        wrong: [[seed, u8(bump - 1)]],
        long: [[Buffer.alloc(33), u8(bump)]],
        many: [Array.from({ length: 17 }, () => u8(1))],
        none: [],
    }[kind];
    const data = cat(u32(2), u64(rng.pick([1n, 5_000_000n, 5_000_001n, 4_000_000n])));
    world.install(
        invoker({
            accounts,
            program: ids.system,
            metas: [
                { key: pda, s: true, w: true },
                { key: to, w: true },
            ],
            data,
            infos: [0, 1],
            seeds,
        }),
        { address: program },
    );
    return [call("(system transfer with a derived signer)", program, accounts)];
});

add("(create account by invocation)", (world) => {
    const { rng } = world;
    const payer = world.wallet();
    const target = world.newKey();
    const size = rng.pick([0, 100, 10_240, 10_241, 20_000]);
    const accounts = [
        { key: payer, s: true, w: true },
        { key: target, s: true, w: true },
        { key: ids.system, len: 21 },
    ];
    const program = at(world);
    const data = cat(
        u32(0),
        u64(world.rent(size)),
        u64(size),
        key(rng.pick([program, ids.system])),
    );
    const { infos } = layout(accounts);
    const write = rng.chance(0.5) && size > 0 && size <= 10_240 ? poke8(infos[1].data, 9) : [];
    world.install(
        invoker({
            accounts,
            program: ids.system,
            data,
            infos: [0, 1],
            metas: [
                { key: payer, s: true, w: true },
                { key: target, s: true, w: true },
            ],
            post: [logWord(infos[1].length), write, done],
        }),
        { address: program },
    );
    return [call("(create account by invocation)", program, accounts)];
});

add("(privilege escalation)", (world) => {
    const { rng } = world;
    const [a, b] = [world.wallet(), world.wallet()];
    const accounts = [
        { key: a, s: rng.chance(0.5), w: rng.chance(0.7) },
        { key: b, w: rng.chance(0.6) },
        { key: ids.system, len: 21 },
    ];
    const program = world.install(
        invoker({
            accounts,
            program: ids.system,
            data: cat(u32(2), u64(1000)),
            infos: [0, 1],
            metas: [
                { key: a, s: true, w: true },
                { key: b, w: true },
            ],
        }),
    );
    return [call("(privilege escalation)", program, accounts)];
});

add("(invocation that lacks something)", (world) => {
    const { rng } = world;
    const payer = world.wallet();
    const to = world.wallet();
    const accounts = [
        { key: payer, s: true, w: true },
        { key: to, w: true },
        { key: ids.system, len: 21 },
    ];
    const metas = [
        { key: payer, s: true, w: true },
        { key: to, w: true },
    ];
    const whole = {
        accounts,
        program: ids.system,
        metas,
        data: cat(u32(2), u64(1)),
        infos: [0, 1],
    };
    const given = rng.pick([
        { ...whole, infos: [0] },
        { ...whole, infos: [] },
        { ...whole, program: ids.memo },
        { ...whole, program: world.fresh() },
        { ...whole, metas: [metas[0], { key: world.fresh(), w: true }] },
        { ...whole, metas: [...metas, { key: ids.system }] },
        { ...whole, data: Buffer.alloc(0) },
        { ...whole, flags: 2 },
        { ...whole, program: ids.computeBudget },
        { ...whole, lamportsAt: (address) => address + 8n },
        { ...whole, infos: [1, 0, 1, 0] },
    ]);
    return [call("(invocation that lacks something)", world.install(invoker(given)), accounts)];
});

add("(invocation of a loader)", (world) => {
    const target = world.rng.pick([ids.loaderV1, ids.loaderV2, ids.loaderV3]);
    const account = owned(world, ids.loaderV3, 60);
    const accounts = [
        { ...account, s: false },
        { key: target, len: world.get(target).data.length },
    ];
    const program = world.install(
        invoker({
            accounts,
            program: target,
            metas: [{ key: account.key, w: true }],
            data: u32(world.rng.below(10)),
            infos: [0],
        }),
    );
    return [call("(invocation of a loader)", program, accounts)];
});

/// Loader v3's instructions that may be invoked, on a buffer.
add("(invocation of loader v3)", (world) => {
    const { rng } = world;
    const authority = { key: world.wallet(), s: rng.chance(0.9), w: true };
    const next = { key: world.wallet(), s: rng.chance(0.8) };
    const state = cat(u32(1), u8(1), key(authority.key), rng.bytes(40));
    const buffer = {
        key: world.set(world.newKey(), { owner: ids.loaderV3, data: state }),
        w: true,
        len: state.length,
    };
    const accounts = [buffer, authority, next, { key: ids.loaderV3, len: 37 }];
    const metas = {
        4: [buffer, authority, next],
        5: [buffer, { ...authority, s: false }, { ...authority, w: false }],
        7: [buffer, authority, next],
    };
    const tag = rng.pick([4, 5, 7]);
    const program = world.install(
        invoker({
            accounts,
            program: ids.loaderV3,
            metas: metas[tag],
            data: u32(tag),
            infos: [0, 1, 2],
        }),
    );
    return [call("(invocation of loader v3)", program, accounts)];
});

/// Calls itself with one less, until the depth is used up.
add("(recursion)", (world) => {
    const { rng } = world;
    const program = at(world);
    const accounts = [{ key: program, len: 36 }];
    const { data } = layout(accounts);
    const inner = invoker({
        accounts,
        program,
        metas: [{ key: program }],
        data: Buffer.alloc(8),
        dataFrom: { address: data, decrement: true },
    });
    world.install(inner, { address: program });
    return [call("(recursion)", program, accounts, cat(u8(rng.range(1, 6)), Buffer.alloc(7)))];
});

add("(reentrancy)", (world) => {
    const [a, b] = [at(world), at(world)];
    const accounts = [
        { key: a, len: 36 },
        { key: b, len: 36 },
    ];
    const metas = [{ key: a }, { key: b }];
    world.install(invoker({ accounts, program: b, metas, infos: [0, 1] }), { address: a });
    world.install(invoker({ accounts, program: world.rng.pick([a, a, b]), metas, infos: [0, 1] }), {
        address: b,
    });
    return [call("(reentrancy)", a, accounts)];
});

add("(growth by the callee)", (world) => {
    const { rng } = world;
    const callee = at(world);
    const account = owned(world, callee);
    const grow = rng.pick([0, 100, 5000, 10_240, 10_241, -16, -3]);
    const one = layout([account]);
    world.install(
        elfV3([
            lddw(6, one.infos[0].length),
            ldxdw(7, 6),
            lddw(8, grow),
            op(0x0f, 7, 8),
            stxdw(6, 7),
            done,
        ]),
        { address: callee },
    );
    const accounts = [account, { key: callee, len: 36 }];
    const { infos } = layout(accounts);
    const times = rng.range(1, 3);
    const program = world.install(
        invoker({
            accounts,
            program: callee,
            metas: [{ key: account.key, w: rng.chance(0.9) }],
            infos: [0, 1],
            times,
            post: [logWord(infos[0].length), done],
        }),
    );
    return [call("(growth by the callee)", program, accounts)];
});

add("(edits seen by the callee)", (world) => {
    const { rng } = world;
    const [caller, callee] = [at(world), at(world)];
    const account = owned(world, rng.chance(0.7) ? caller : ids.system, 16, rng.chance(0.85));
    const one = layout([account]);
    world.install(
        elfV3([
            logWord(one.infos[0].data),
            logWord(one.infos[0].length),
            logWord(one.infos[0].lamports),
            done,
        ]),
        { address: callee },
    );
    const accounts = [account, { key: callee, len: 36 }];
    const { infos } = layout(accounts);
    const edit = rng.pick([
        () => poke64(infos[0].data, 77),
        () => poke64(infos[0].length, 24),
        () => poke64(infos[0].lamports, 5),
        () => poke64(infos[0].owner, 9),
        () => poke64(infos[0].length, 1 << 20),
        () => [],
    ])();
    world.install(
        invoker({
            accounts,
            program: callee,
            metas: [{ key: account.key, w: rng.chance(0.4) && account.w }],
            infos: [0, 1],
            pre: edit,
            post: [logWord(infos[0].data), done],
        }),
        { address: caller },
    );
    return [call("(edits seen by the callee)", caller, accounts)];
});

/// Section 2.4: what a program may change in its accounts.
add("(account edits)", (world) => {
    const { rng } = world;
    const program = at(world);
    const accounts = [
        owned(world, program),
        owned(world, program, 16, false),
        owned(world, ids.system),
        owned(world, ids.system, 0, false),
        owned(world, program, rng.pick([0, 7, 300])),
    ];
    const { infos } = layout(accounts);
    const lamports = (i) => world.get(accounts[i].key).lamports;
    const edits = {
        move: () => [
            poke64(infos[0].lamports, lamports(0) - 1n),
            poke64(infos[rng.range(2, 4)].lamports, lamports(2) + 1n),
        ],
        take: () => [
            poke64(infos[2].lamports, lamports(2) - 1n),
            poke64(infos[0].lamports, lamports(0) + 1n),
        ],
        mint: () => poke64(infos[rng.below(5)].lamports, lamports(0) + 1n),
        drain: () => [
            poke64(infos[0].lamports, 0),
            poke64(infos[4].lamports, lamports(0) + lamports(4)),
        ],
        write: () => poke64(infos[rng.weighted({ 0: 4, 1: 1, 2: 1 }) | 0].data, rng.u64()),
        resize: () =>
            poke64(
                infos[rng.weighted({ 0: 5, 1: 1, 2: 1, 4: 3 }) | 0].length,
                rng.pick([0, 1, 17, 500, 10_256, 10_257]),
            ),
        huge: () => poke64(infos[0].length, (1n << 64n) - 1n),
        give: () => [
            poke64(infos[0].data, 0),
            poke64(infos[0].data + 8n, 0),
            poke64(infos[0].owner, 5),
        ],
        giveFull: () => poke64(infos[rng.pick([0, 1, 2])].owner, 5),
        ignored: () => [
            poke64(infos[0].key, 1),
            poke8(infos[1].base + 1n, 1),
            poke8(infos[1].base + 2n, 1),
            poke8(infos[0].base + 3n, 1),
        ],
        spare: () => poke64(infos[0].data + 16n + 100n, 3),
    };
    const weights = {
        move: 4,
        take: 1,
        mint: 1,
        drain: 2,
        write: 4,
        resize: 4,
        huge: 1,
        give: 2,
        giveFull: 1,
        ignored: 2,
        spare: 2,
    };
    const code = [
        Array.from({ length: rng.range(1, 2) }, () => edits[rng.weighted(weights)]()),
        done,
    ];
    world.install(either(world, code), { address: program });
    return [call("(account edits)", program, accounts)];
});

add("(repeated accounts)", (world) => {
    const { rng } = world;
    const program = at(world);
    const account = owned(world, program);
    const accounts = [
        account,
        { ...account, w: rng.chance(0.5) },
        { key: world.wallet(), s: true },
        account,
    ];
    const { infos, data } = layout(accounts);
    const code = [
        logWord(infos[0].data),
        logWord(infos[1].base),
        logWord(infos[3].base),
        logWord(data - 8n),
        rng.chance(0.6) ? poke64(infos[0].data, 4) : [],
        done,
    ];
    world.install(either(world, code), { address: program });
    return [call("(repeated accounts)", program, accounts, rng.bytes(rng.below(10)))];
});

/// What the entry point finds in its registers and its input.
add("(entry)", (world) => {
    const { rng } = world;
    const accounts = [
        owned(world, ids.system, rng.below(30), rng.chance(0.5)),
        { key: world.wallet(), s: true, w: rng.chance(0.5) },
    ];
    const { infos, data } = layout(accounts);
    const code = [
        log64,
        movr(6, 2),
        movr(1, 10),
        logOne,
        movr(1, 6),
        logOne,
        logWord(input),
        logWord(infos[0].base),
        logWord(infos[1].base),
        logWord(infos[0].length),
        logWord(infos[1].owner),
        logWord(infos[1].data + 10_240n),
        logWord(data - 8n),
        logWord(data),
        done,
    ];
    return [
        call("(entry)", world.install(either(world, code)), accounts, rng.bytes(rng.range(8, 20))),
    ];
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
            "(sysvar getters)",
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
    return [call("(sol_get_sysvar)", world.install(elfV3(code, key(which))), [])];
});

add("(instructions sysvar)", (world) => {
    const accounts = [{ key: sysvars.instructions, len: 0 }];
    const { infos } = layout(accounts);
    const words = Array.from({ length: 12 }, (_, i) => logWord(infos[0].data + BigInt(8 * i)));
    const program = world.install(either(world, [logWord(infos[0].length), words, done]));
    const first = call("(instructions sysvar)", program, accounts, world.rng.bytes(5));
    return [
        first,
        ...(world.rng.chance(0.5) ? [call("(instructions sysvar)", program, accounts)] : []),
    ];
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
    return [call("(derived addresses)", world.install(elfV3(code, rng.bytes(112))), [])];
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
    return [call("(hashes)", world.install(elfV3(code, rng.bytes(200))), [])];
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
    return [call("(memory syscalls)", world.install(elfV3(code, rng.bytes(256))), [])];
});

add("(stack height and siblings)", (world) => {
    const { rng } = world;
    // The callee tells its height and the data lengths of what ran before it beside it.
    const index = rng.below(3);
    const told = [
        sys("sol_get_stack_height"),
        movr(1, 0),
        logOne,
        lddw(6, heap),
        stdw(6, 0, 4),
        stdw(6, 8, 0),
        mov(1, index),
        lddw(2, heap),
        lddw(3, heap + 64n),
        lddw(4, heap + 128n),
        lddw(5, heap + 192n),
        sys("sol_get_processed_sibling_instruction"),
        movr(1, 0),
        logOne,
        logWord(heap),
        logWord(heap + 8n),
        logWord(heap + 128n),
    ];
    const callee = world.install(elfV3([told, done]));
    const accounts = [{ key: callee, len: 36 }];
    const parent = world.install(
        invoker({
            accounts,
            program: callee,
            data: rng.bytes(4),
            times: rng.range(1, 2),
            post: [...told, done],
        }),
    );
    return [
        call("(stack height and siblings)", callee, [], rng.bytes(4)),
        call("(stack height and siblings)", parent, accounts, rng.bytes(rng.pick([4, 5]))),
    ];
});

add("(many invocations)", (world) => {
    const accounts = [{ key: ids.computeBudget, len: 22 }];
    const program = world.install(
        invoker({
            accounts,
            program: ids.computeBudget,
            times: world.rng.pick([3, 10, 62, 63, 64]),
        }),
    );
    return [call("(many invocations)", program, accounts)];
});

add("(many instructions)", (world) => {
    const { rng } = world;
    const noop = call("(many instructions)", world.installNoop(), []);
    const accounts = [{ key: ids.computeBudget, len: 22 }];
    const last = call(
        "(many instructions)",
        world.install(invoker({ accounts, program: ids.computeBudget, times: rng.pick([2, 3]) })),
        accounts,
    );
    const before = rng.pick([30, 60, 61, 62, 63]);
    return exact([...Array.from({ length: before }, () => noop), last]);
});

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
    return [call("(faults)", world.install(either(world, code, rodata)), [])];
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
    return exact([limit, ...more, call("(precise budget)", program, [])]);
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
    return [
        call("(internal calls)", world.install(rng.chance(0.5) ? elfV3(code) : elfV0(code)), []),
    ];
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
        call("(heap)", program, []),
    ];
});

add("(rent states)", (world) => {
    const { rng } = world;
    const program = at(world);
    const minimum = world.rent(16);
    const a = {
        key: world.set(world.newKey(), {
            owner: program,
            data: Buffer.alloc(16),
            lamports: rng.pick([minimum, minimum - 5n, 7n]),
        }),
        w: true,
        len: 16,
    };
    const b = owned(world, program);
    const accounts = [a, b];
    const { infos } = layout(accounts);
    const [had, spare] = [world.get(a.key).lamports, world.get(b.key).lamports];
    const next = rng.pick([had, had + 1n, had - 1n, 0n, minimum, minimum - 1n]);
    const code = [
        poke64(infos[0].lamports, next),
        poke64(infos[1].lamports, spare + had - next),
        rng.chance(0.2) ? poke64(infos[0].length, 17) : [],
        rng.chance(0.15) ? poke64(infos[0].owner, 3) : [],
        done,
    ];
    world.install(either(world, code), { address: program });
    return [call("(rent states)", program, accounts)];
});

add("(loader v1 and v2 calls)", (world) => {
    const loader = world.rng.pick([ids.loaderV1, ids.loaderV2]);
    const account = owned(world, ids.system, 3, false);
    const words = Array.from({ length: 10 }, (_, i) => logWord(input + BigInt(i * 11)));
    const program = world.install(elfV0([movr(1, 2), logOne, words, done]), { loader });
    return [call("(loader v1 and v2 calls)", program, [account], u16(0x1234))];
});

export { builders };
