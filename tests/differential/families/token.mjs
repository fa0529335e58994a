// The instructions that Token (p-token) and Token-2022 share, for either program.
import { cat, key, u64, u8 } from "../lib/bytes.mjs";
import { ids, sysvars } from "../lib/ids.mjs";
import { ro, s, sw, w } from "../lib/ix.mjs";
import { createAccount, transfer as transferSol } from "./system.mjs";
import { account, authority, mint, nativeAccount, readAccount, signs } from "./token_state.mjs";

const short = (address) => (address ? cat(u8(1), key(address)) : u8(0));

/// Encoders, bound to one program.
export function encoders(program, prefix) {
    const ix = (name, tag, keys, ...data) => ({
        name: `${prefix}.${name}`,
        program,
        keys,
        data: cat(u8(tag), ...data),
    });
    return {
        ix,
        initializeMint2: (m, who, freeze, decimals) =>
            ix("InitializeMint2", 20, [w(m)], u8(decimals), key(who), short(freeze)),
        initializeAccount3: (a, m, owner) =>
            ix("InitializeAccount3", 18, [w(a), ro(m)], key(owner)),
        mintTo: (m, to, who, amount) => ix("MintTo", 7, [w(m), w(to), ...signs(who)], u64(amount)),
        transferChecked: (from, m, to, who, amount, decimals, hooks = []) =>
            ix(
                "TransferChecked",
                12,
                [w(from), ro(m), w(to), ...signs(who), ...hooks],
                u64(amount),
                u8(decimals),
            ),
        transfer: (from, to, who, amount) =>
            ix("Transfer", 3, [w(from), w(to), ...signs(who)], u64(amount)),
        closeAccount: (a, to, who) => ix("CloseAccount", 9, [w(a), w(to), ...signs(who)]),
    };
}

/// Builders of the shared instructions. `context(world)` gives a mint with two accounts.
export function sharedBuilders(program, prefix, context = plainContext) {
    const e = encoders(program, prefix);
    const { ix } = e;
    const builders = {};
    const add = (name, build) => {
        builders[`${prefix}.${name}`] = build;
    };
    const ctx = (world) => context(world, program);
    /// An amount a source can pay, mostly.
    const upTo = (world, a) => {
        const { amount } = readAccount(world.get(a.address).data);
        return world.rng.pick([
            BigInt(world.rng.below(Number(amount) + 1)),
            amount,
            1n,
            amount + 1n,
            0n,
            BigInt(world.rng.below(Number(amount) + 1)),
        ]);
    };
    const decimals = (world, m) => (world.rng.chance(0.93) ? m.decimals : m.decimals + 1);
    /// The owner, or a delegate who was approved.
    const spender = (world, m, a) => {
        if (world.rng.chance(0.8) || m.extended) return a.owner;
        const delegate = authority(world, program);
        const data = Buffer.from(world.get(a.address).data);
        data.writeUInt32LE(1, 72);
        key(delegate.key).copy(data, 76);
        data.writeBigUInt64LE(BigInt(world.rng.below(1_000_000)), 121);
        world.set(a.address, { ...world.get(a.address), data });
        return delegate;
    };

    const blank = (world, size, create = world.rng.chance(0.6)) => {
        const address = world.newKey();
        if (create)
            return {
                address,
                before: [createAccount(world.wallet(), address, world.rent(size), size, program)],
            };
        const lamports = world.rent(size) - (world.rng.chance(0.08) ? 1n : 0n);
        world.set(address, {
            owner: program,
            data: Buffer.alloc(world.rng.chance(0.93) ? size : size - 1),
            lamports,
        });
        return { address, before: [] };
    };

    add("InitializeMint", (world) => {
        const { address, before } = blank(world, 82);
        const freeze = world.rng.chance(0.5) ? world.wallet() : undefined;
        return [
            ...before,
            ix(
                "InitializeMint",
                0,
                [w(address), ro(sysvars.rent)],
                u8(world.rng.below(12)),
                key(world.wallet()),
                short(freeze),
            ),
        ];
    });
    add("InitializeMint2", (world) => {
        const { address, before } = blank(world, 82);
        const again = world.rng.chance(0.1);
        const init = e.initializeMint2(
            address,
            world.wallet(),
            world.rng.chance(0.5) ? world.wallet() : undefined,
            6,
        );
        return [...before, init, ...(again ? [init] : [])];
    });
    add("InitializeAccount", (world) => {
        const m = ctx(world).mint;
        const { address, before } = blank(world, 165);
        return [
            ...before,
            ix("InitializeAccount", 1, [
                w(address),
                ro(m.address),
                ro(world.wallet()),
                ro(sysvars.rent),
            ]),
        ];
    });
    add("InitializeAccount2", (world) => {
        const m = ctx(world).mint;
        const { address, before } = blank(world, 165);
        return [
            ...before,
            ix(
                "InitializeAccount2",
                16,
                [w(address), ro(m.address), ro(sysvars.rent)],
                key(world.wallet()),
            ),
        ];
    });
    add("InitializeAccount3", (world) => {
        const native =
            world.rng.chance(0.25) &&
            world.get(program === ids.token ? ids.nativeMint : ids.nativeMint2022);
        const m = native
            ? program === ids.token
                ? ids.nativeMint
                : ids.nativeMint2022
            : ctx(world).mint.address;
        const { address, before } = blank(world, 165);
        const immutable = world.rng.chance(0.2)
            ? [ix("InitializeImmutableOwner", 22, [w(address)])]
            : [];
        return [...before, ...immutable, e.initializeAccount3(address, m, world.wallet())];
    });
    for (const [name, tag] of [
        ["InitializeMultisig", 2],
        ["InitializeMultisig2", 19],
    ]) {
        add(name, (world) => {
            const { address, before } = blank(world, 355);
            const n = world.rng.pick([1, 2, 3, 5, 11]);
            const m = world.rng.chance(0.9) ? world.rng.range(1, n) : world.rng.pick([0, n + 1]);
            const rent = tag === 2 ? [ro(sysvars.rent)] : [];
            return [
                ...before,
                ix(
                    name,
                    tag,
                    [w(address), ...rent, ...Array.from({ length: n }, () => ro(world.fresh()))],
                    u8(m),
                ),
            ];
        });
    }
    add("Transfer", (world) => {
        const c = ctx(world);
        const from = world.rng.chance(0.08) ? c.to : c.from;
        const who = spender(world, c.mint, from);
        return [e.transfer(from.address, c.to.address, who, upTo(world, from))];
    });
    add("TransferChecked", (world) => {
        const c = ctx(world);
        const who = spender(world, c.mint, c.from);
        return [
            e.transferChecked(
                c.from.address,
                c.mint.address,
                c.to.address,
                who,
                upTo(world, c.from),
                decimals(world, c.mint),
            ),
        ];
    });
    add("Approve", (world) => {
        const c = ctx(world);
        return [
            ix(
                "Approve",
                4,
                [w(c.from.address), ro(world.wallet()), ...signs(c.from.owner)],
                u64(world.rng.amount()),
            ),
        ];
    });
    add("ApproveChecked", (world) => {
        const c = ctx(world);
        return [
            ix(
                "ApproveChecked",
                13,
                [w(c.from.address), ro(c.mint.address), ro(world.wallet()), ...signs(c.from.owner)],
                u64(world.rng.amount()),
                u8(decimals(world, c.mint)),
            ),
        ];
    });
    add("Revoke", (world) => {
        const c = ctx(world);
        spender(world, c.mint, c.from);
        return [ix("Revoke", 5, [w(c.from.address), ...signs(c.from.owner)])];
    });
    add("SetAuthority", (world) => {
        const c = ctx(world);
        const next = world.rng.chance(0.7) ? world.wallet() : undefined;
        const [target, type, who] = world.rng.pick([
            [c.mint.address, 0, c.mint.authority],
            [c.mint.address, 1, c.mint.freeze],
            [c.from.address, 2, c.from.owner],
            [c.from.address, 3, c.from.owner],
            [c.from.address, 0, c.from.owner],
            [c.mint.address, world.rng.below(16), c.mint.authority],
        ]);
        return [
            ix(
                "SetAuthority",
                6,
                [w(target), ...signs(who)],
                u8(type),
                short(type === 2 && world.rng.chance(0.8) ? world.wallet() : next),
            ),
        ];
    });
    add("MintTo", (world) => {
        const c = ctx(world);
        return [e.mintTo(c.mint.address, c.to.address, c.mint.authority, world.rng.amount())];
    });
    add("MintToChecked", (world) => {
        const c = ctx(world);
        return [
            ix(
                "MintToChecked",
                14,
                [w(c.mint.address), w(c.to.address), ...signs(c.mint.authority)],
                u64(world.rng.amount()),
                u8(decimals(world, c.mint)),
            ),
        ];
    });
    add("Burn", (world) => {
        const c = ctx(world);
        return [
            ix(
                "Burn",
                8,
                [w(c.from.address), w(c.mint.address), ...signs(spender(world, c.mint, c.from))],
                u64(upTo(world, c.from)),
            ),
        ];
    });
    add("BurnChecked", (world) => {
        const c = ctx(world);
        return [
            ix(
                "BurnChecked",
                15,
                [w(c.from.address), w(c.mint.address), ...signs(spender(world, c.mint, c.from))],
                u64(upTo(world, c.from)),
                u8(decimals(world, c.mint)),
            ),
        ];
    });
    add("CloseAccount", (world) => {
        const c = ctx(world);
        const to = world.rng.pick([world.payer(), world.fresh(), c.to.address]);
        if (world.rng.chance(0.3)) {
            const native = nativeAccount(world, program);
            return [e.closeAccount(native.address, to, native.owner)];
        }
        const amount = readAccount(world.get(c.from.address).data).amount;
        const empty =
            world.rng.chance(0.85) && amount > 0n
                ? [
                      ix(
                          "Burn",
                          8,
                          [w(c.from.address), w(c.mint.address), ...signs(c.from.owner)],
                          u64(amount),
                      ),
                  ]
                : [];
        return [...empty, e.closeAccount(c.from.address, to, c.from.owner)];
    });
    add("FreezeAccount", (world) => {
        const c = ctx(world);
        const freeze = ix("FreezeAccount", 10, [
            w(c.from.address),
            ro(c.mint.address),
            ...signs(c.mint.freeze),
        ]);
        const then = world.rng.chance(0.2)
            ? [e.transfer(c.from.address, c.to.address, c.from.owner, 1n)]
            : [];
        return [freeze, ...then];
    });
    add("ThawAccount", (world) => {
        const c = ctx(world);
        if (world.rng.chance(0.85)) {
            const data = Buffer.from(world.get(c.from.address).data);
            data[108] = 2;
            world.set(c.from.address, { ...world.get(c.from.address), data });
        }
        return [
            ix("ThawAccount", 11, [w(c.from.address), ro(c.mint.address), ...signs(c.mint.freeze)]),
        ];
    });
    add("SyncNative", (world) => {
        const native = world.rng.chance(0.85);
        if (!native) return [ix("SyncNative", 17, [w(ctx(world).from.address)])];
        const { address } = nativeAccount(world, program, {
            extra: BigInt(world.rng.below(3_000_000)),
        });
        const fund = world.rng.chance(0.4) ? [transferSol(world.wallet(), address, 77_777n)] : [];
        return [
            ...fund,
            ix("SyncNative", 17, [
                w(address),
                ...(world.rng.chance(0.2) ? [ro(sysvars.rent)] : []),
            ]),
        ];
    });
    add("GetAccountDataSize", (world) => {
        const types =
            program === ids.token2022 && world.rng.chance(0.5)
                ? Buffer.from([7, 0, world.rng.pick([8, 11, 99]), 0])
                : Buffer.alloc(0);
        return [ix("GetAccountDataSize", 21, [ro(ctx(world).mint.address)], types)];
    });
    add("InitializeImmutableOwner", (world) => {
        const { address, before } = blank(world, program === ids.token ? 165 : 170);
        return [...before, ix("InitializeImmutableOwner", 22, [w(address)])];
    });
    add("AmountToUiAmount", (world) => [
        ix("AmountToUiAmount", 23, [ro(ctx(world).mint.address)], u64(world.rng.amount(1e9))),
    ]);
    add("UiAmountToAmount", (world) => {
        const text = world.rng.pick([
            "0",
            "1",
            "12.5",
            "0.000001",
            ".5",
            "1.",
            "",
            ".",
            "-1",
            "1e3",
            "18446744073709551616",
            String(world.rng.below(1e9)),
            `${world.rng.below(1e6)}.${world.rng.below(100)}`,
            "1.2.3",
            "\u00e9",
        ]);
        return [ix("UiAmountToAmount", 24, [ro(ctx(world).mint.address)], Buffer.from(text))];
    });
    add("WithdrawExcessLamports", (world) => {
        const who = authority(world, program);
        const extra = BigInt(world.rng.below(2)) * 1_234_567n;
        const target = world.rng.pick([
            () =>
                account(world, program, mint(world, program).address, { owner: who, extra })
                    .address,
            () => {
                const m = mint(world, program, { authority: who });
                world.set(m.address, { ...world.get(m.address), lamports: world.rent(82) + extra });
                return m.address;
            },
            () => {
                if (who.signers.length === 0)
                    return account(world, program, mint(world, program).address, {
                        owner: who,
                        extra,
                    }).address;
                world.set(who.key, { ...world.get(who.key), lamports: world.rent(355) + extra });
                return who.key;
            },
        ])();
        return [ix("WithdrawExcessLamports", 38, [w(target), w(world.payer()), ...signs(who)])];
    });
    add("UnwrapLamports", (world) => {
        const native = world.rng.chance(0.85);
        const from = native ? nativeAccount(world, program) : ctx(world).from;
        const amount = world.rng.pick([
            undefined,
            1n,
            5_000_000n,
            5_000_001n,
            BigInt(world.rng.below(5_000_000)),
        ]);
        return [
            ix(
                "UnwrapLamports",
                45,
                [
                    w(from.address),
                    w(world.rng.chance(0.7) ? world.payer() : world.fresh()),
                    ...signs(from.owner),
                ],
                amount === undefined ? u8(0) : cat(u8(1), u64(amount)),
            ),
        ];
    });
    add("Batch", (world) => {
        const c = ctx(world);
        const parts = world.rng
            .shuffled([
                e.transfer(c.from.address, c.to.address, c.from.owner, 1n),
                e.mintTo(c.mint.address, c.from.address, c.mint.authority, 5n),
                ix(
                    "Approve",
                    4,
                    [w(c.from.address), ro(world.payer()), ...signs(c.from.owner)],
                    u64(9),
                ),
                ix(
                    "Burn",
                    8,
                    [w(c.from.address), w(c.mint.address), ...signs(c.from.owner)],
                    u64(1),
                ),
            ])
            .slice(0, world.rng.range(1, 3));
        return [
            ix(
                "Batch",
                255,
                parts.flatMap((p) => p.keys),
                ...parts.map((p) => cat(u8(p.keys.length), u8(p.data.length), p.data)),
            ),
        ];
    });
    add("(undecodable)", (world) => {
        const c = ctx(world);
        const data = world.rng.pick([
            Buffer.alloc(0),
            u8(world.rng.range(47, 254)),
            cat(u8(world.rng.below(47)), world.rng.bytes(world.rng.below(12))),
        ]);
        return [
            {
                name: `${prefix}.(undecodable)`,
                program,
                data,
                keys: [
                    w(c.from.address),
                    w(c.mint.address),
                    w(c.to.address),
                    ...signs(c.from.owner),
                ],
            },
        ];
    });
    add("(new mint to closed account)", (world) => {
        const m = world.newKey();
        const owner = world.wallet();
        const [a, b] = [world.newKey(), world.newKey()];
        const who = { key: owner, signers: [] };
        const named = (i) => ({ ...i, name: `${prefix}.(new mint to closed account)` });
        return [
            createAccount(owner, m, world.rent(82), 82, program),
            named(e.initializeMint2(m, owner, undefined, 3)),
            createAccount(owner, a, world.rent(165), 165, program),
            e.initializeAccount3(a, m, owner),
            createAccount(owner, b, world.rent(165), 165, program),
            e.initializeAccount3(b, m, owner),
            e.mintTo(m, a, who, 1000n),
            e.transfer(a, b, who, 1000n),
            e.closeAccount(a, owner, who),
        ];
    });
    return builders;
}

/// A mint without extensions and two of its accounts, set directly.
export function plainContext(world, program) {
    const m = mint(world, program);
    const frozen = () => (world.rng.chance(0.04) ? 2 : 1);
    const from = account(world, program, m.address, { state: frozen() });
    const to = account(
        world,
        program,
        world.rng.chance(0.04) ? mint(world, program).address : m.address,
        { state: frozen() },
    );
    return { mint: m, from, to };
}

export const builders = sharedBuilders(ids.token, "token");
