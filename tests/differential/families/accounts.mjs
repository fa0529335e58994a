// What programs find in their input, and what they may change in their accounts
// (svm-runtime.md 1.6, 2.4, 2.6).
import { elfV0, input, log64, movr } from "../lib/asm.mjs";
import { u16 } from "../lib/bytes.mjs";
import { ids, sysvars } from "../lib/ids.mjs";
import { layout, logWord, poke64, poke8 } from "../lib/invoker.mjs";
import { call, done, either, family, logOne, owned } from "./hand_made.mjs";

const { builders, add } = family("accounts");

/// Section 2.4: what a program may change in its accounts.
add("(account edits)", (world) => {
    const { rng } = world;
    const program = world.newKey();
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
    return [call(program, accounts)];
});

add("(repeated accounts)", (world) => {
    const { rng } = world;
    const program = world.newKey();
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
    return [call(program, accounts, rng.bytes(rng.below(10)))];
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
    return [call(world.install(either(world, code)), accounts, rng.bytes(rng.range(8, 20)))];
});

add("(instructions sysvar)", (world) => {
    const accounts = [{ key: sysvars.instructions, len: 0 }];
    const { infos } = layout(accounts);
    const words = Array.from({ length: 12 }, (_, i) => logWord(infos[0].data + BigInt(8 * i)));
    const program = world.install(either(world, [logWord(infos[0].length), words, done]));
    const first = call(program, accounts, world.rng.bytes(5));
    return [first, ...(world.rng.chance(0.5) ? [call(program, accounts)] : [])];
});

add("(rent states)", (world) => {
    const { rng } = world;
    const program = world.newKey();
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
    return [call(program, accounts)];
});

add("(loader v1 and v2 calls)", (world) => {
    const loader = world.rng.pick([ids.loaderV1, ids.loaderV2]);
    const account = owned(world, ids.system, 3, false);
    const words = Array.from({ length: 10 }, (_, i) => logWord(input + BigInt(i * 11)));
    const program = world.install(elfV0([movr(1, 2), logOne, words, done]), { loader });
    return [call(program, [account], u16(0x1234))];
});

export { builders };
