// Invocations between hand-assembled programs: privileges, missing accounts, depth, reentrancy,
// growth, return data, siblings, the trace's length. lib/invoker.mjs builds the callers.
import { elfV3, exit, heap, lddw, ldxdw, mov, movr, op, stdw, stxdw, sys } from "../lib/asm.mjs";
import { cat, findPda, key, u32, u64, u8 } from "../lib/bytes.mjs";
import { ids } from "../lib/ids.mjs";
import { invoker, layout, logWord, poke64, poke8 } from "../lib/invoker.mjs";
import { call, done, exact, family, logOne, owned } from "./hand_made.mjs";

const { builders, add } = family("cpi");

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
    if (rng.chance(0.3)) return [call(setter, [])];
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
        call(parent, accounts),
        ...(rng.chance(0.3) ? [call(world.install(elfV3([done])), [])] : []),
    ];
});

add("(system transfer with a derived signer)", (world) => {
    const { rng } = world;
    const program = world.newKey();
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
    return [call(program, accounts)];
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
    const program = world.newKey();
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
    return [call(program, accounts)];
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
    return [call(program, accounts)];
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
    return [call(world.install(invoker(given)), accounts)];
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
    return [call(program, accounts)];
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
    return [call(program, accounts)];
});

/// Calls itself with one less, until the depth is used up.
add("(recursion)", (world) => {
    const { rng } = world;
    const program = world.newKey();
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
    return [call(program, accounts, cat(u8(rng.range(1, 6)), Buffer.alloc(7)))];
});

add("(reentrancy)", (world) => {
    const [a, b] = [world.newKey(), world.newKey()];
    const accounts = [
        { key: a, len: 36 },
        { key: b, len: 36 },
    ];
    const metas = [{ key: a }, { key: b }];
    world.install(invoker({ accounts, program: b, metas, infos: [0, 1] }), { address: a });
    world.install(invoker({ accounts, program: world.rng.pick([a, a, b]), metas, infos: [0, 1] }), {
        address: b,
    });
    return [call(a, accounts)];
});

add("(growth by the callee)", (world) => {
    const { rng } = world;
    const callee = world.newKey();
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
    return [call(program, accounts)];
});

add("(edits seen by the callee)", (world) => {
    const { rng } = world;
    const [caller, callee] = [world.newKey(), world.newKey()];
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
    return [call(caller, accounts)];
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
    return [call(callee, [], rng.bytes(4)), call(parent, accounts, rng.bytes(rng.pick([4, 5])))];
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
    return [call(program, accounts)];
});

add("(many instructions)", (world) => {
    const { rng } = world;
    const noop = call(world.installNoop(), []);
    const accounts = [{ key: ids.computeBudget, len: 22 }];
    const last = call(
        world.install(invoker({ accounts, program: ids.computeBudget, times: rng.pick([2, 3]) })),
        accounts,
    );
    const before = rng.pick([30, 60, 61, 62, 63]);
    return exact([...Array.from({ length: before }, () => noop), last]);
});

export { builders };
