// Token-2022: the shared instructions, and its extensions. Extended mints come about through the
// program itself, before the case. Confidential transfers stop where they need zero-knowledge proofs.
import { borshText, cat, f64, key, sha256, u16, u32, u64, u8 } from "../lib/bytes.mjs";
import { ids } from "../lib/ids.mjs";
import { ro, s, sw, w } from "../lib/ix.mjs";
import { ataOf, create as createAta } from "./associated_token.mjs";
import { createAccount } from "./system.mjs";
import { encoders, plainContext, sharedBuilders } from "./token.mjs";
import { authority, signs } from "./token_state.mjs";

const program = ids.token2022;
const e = encoders(program, "token2022");
const short = (address) => (address ? cat(u8(1), key(address)) : u8(0));
const maybe = (address) => (address ? key(address) : Buffer.alloc(32));
const i16 = (n) => u16(n & 0xffff);

/// One row per mint extension: its size in the mint and the instruction that initializes it.
const extensions = {
    transferFee: {
        size: 108,
        init: (m, c) =>
            e.ix(
                "TransferFee.InitializeConfig",
                26,
                [w(m)],
                u8(0),
                short(c.who),
                short(c.who),
                u16(c.world.rng.pick([0, 50, 250, 10_000])),
                u64(c.world.rng.pick([0n, 5_000n, 1n << 40n])),
            ),
    },
    closeAuthority: {
        size: 32,
        init: (m, c) => e.ix("InitializeMintCloseAuthority", 25, [w(m)], short(c.who)),
    },
    confidential: {
        size: 65,
        init: (m, c) =>
            e.ix(
                "ConfidentialTransfer.InitializeMint",
                27,
                [w(m)],
                u8(0),
                maybe(c.who),
                u8(c.world.rng.below(2)),
                Buffer.alloc(32),
            ),
    },
    defaultState: {
        size: 1,
        init: (m, c) =>
            e.ix(
                "DefaultAccountState.Initialize",
                28,
                [w(m)],
                u8(0),
                u8(c.world.rng.chance(0.9) ? 1 : 2),
            ),
    },
    nonTransferable: { size: 0, init: (m) => e.ix("InitializeNonTransferableMint", 32, [w(m)]) },
    interest: {
        size: 52,
        init: (m, c) =>
            e.ix(
                "InterestBearing.Initialize",
                33,
                [w(m)],
                u8(0),
                maybe(c.who),
                i16(c.world.rng.range(-5000, 30_000)),
            ),
    },
    permanentDelegate: {
        size: 32,
        init: (m, c) => e.ix("InitializePermanentDelegate", 35, [w(m)], key(c.who)),
    },
    transferHook: {
        size: 64,
        init: (m, c) =>
            e.ix("TransferHook.Initialize", 36, [w(m)], u8(0), maybe(c.who), maybe(c.hook)),
    },
    metadataPointer: {
        size: 64,
        init: (m, c) => e.ix("MetadataPointer.Initialize", 39, [w(m)], u8(0), maybe(c.who), key(m)),
    },
    groupPointer: {
        size: 64,
        init: (m, c) => e.ix("GroupPointer.Initialize", 40, [w(m)], u8(0), maybe(c.who), key(m)),
    },
    groupMemberPointer: {
        size: 64,
        init: (m, c) =>
            e.ix("GroupMemberPointer.Initialize", 41, [w(m)], u8(0), maybe(c.who), key(m)),
    },
    scaledUi: {
        size: 56,
        init: (m, c) =>
            e.ix(
                "ScaledUiAmount.Initialize",
                43,
                [w(m)],
                u8(0),
                maybe(c.who),
                f64(c.world.rng.pick([1, 2.5, 0.001, 1e9])),
            ),
    },
    pausable: {
        size: 33,
        init: (m, c) => e.ix("Pausable.Initialize", 44, [w(m)], u8(0), key(c.who)),
    },
    permissionedBurn: {
        size: 32,
        init: (m, c) => e.ix("PermissionedBurn.Initialize", 46, [w(m)], u8(0), key(c.who)),
    },
};

const mintSize = (names) => {
    const size = names.reduce((sum, n) => sum + 4 + extensions[n].size, 166);
    return names.length === 0 ? 82 : size === 355 ? size + 2 : size;
};

/// [create, the extensions' instructions, InitializeMint2]. One authority does everything.
function newMint(world, names, { extra = 0n } = {}) {
    const who = world.wallet();
    const m = world.newKey();
    const hook = world.rng.chance(0.3) ? hookProgram(world) : undefined;
    const size = mintSize(names);
    const decimals = world.rng.pick([0, 2, 6, 9]);
    const instructions = [
        createAccount(world.payer(), m, world.rent(size) + extra, size, program),
        ...names.map((n) => extensions[n].init(m, { who, world, hook })),
        e.initializeMint2(m, who, who, decimals),
    ];
    return { instructions, mint: m, who, decimals, hook, names };
}

/// A transfer hook that accepts everything, with the empty list of extra accounts it needs.
function hookProgram(world) {
    world.hook ??= world.installNoop();
    return world.hook;
}

const companions = ["closeAuthority", "metadataPointer", "interest", "pausable", "transferFee"];
/// Extensions that a mint can't have together (or not without a third).
const clash = (name, needs) =>
    (name === "interest" && needs.includes("scaledUi")) ||
    (name === "transferFee" && needs.includes("confidential"));

/// Whether earlier cases left the mint and its accounts in use, and not frozen.
const intact = (world, c) =>
    [c.mint, c.from, c.to].every(({ address }) => world.get(address)?.owner === program) &&
    [c.from, c.to].every(({ address }) => world.get(address).data[108] === 1);

/// An extended mint with two associated accounts that hold tokens; made once, used a few times.
function context(world, ...needs) {
    const pool = (world.mints2022 ??= new Map());
    const id = needs.join();
    const known = (pool.get(id) ?? []).filter((c) => intact(world, c));
    if (known.length > 0 && world.rng.chance(0.5)) return world.rng.pick(known);
    const names = [
        ...new Set([
            ...needs,
            ...companions.filter((n) => world.rng.chance(0.12) && !clash(n, needs)),
        ]),
    ];
    const made = newMint(world, names, { extra: 20_000_000n });
    world.run(made.instructions);
    const who = { key: made.who, signers: [] };
    const owners = [world.wallet(), world.wallet()];
    const accounts = owners.map((owner) => ({
        address: ataOf(owner, made.mint, program),
        owner: { key: owner, signers: [] },
    }));
    for (const owner of owners) world.run([createAta(world.payer(), owner, made.mint, program)]);
    for (const { address } of accounts) {
        if (world.get(address).data[108] === 2)
            world.run([e.ix("ThawAccount", 11, [w(address), ro(made.mint), s(made.who)])]);
        world.run([e.mintTo(made.mint, address, who, 1_000_000n)]);
    }
    const c = {
        ...made,
        from: accounts[0],
        to: accounts[1],
        payer: world.payer(),
        mint: {
            address: made.mint,
            authority: who,
            freeze: who,
            decimals: made.decimals,
            extended: true,
        },
    };
    pool.set(id, [...known, c].slice(-3));
    return c;
}

/// For the shared instructions: plain accounts half the time.
const mixedContext = (world) =>
    world.rng.chance(0.5)
        ? plainContext(world, program)
        : context(
              world,
              ...(world.rng.chance(0.4)
                  ? [
                        world.rng.pick([
                            "transferFee",
                            "closeAuthority",
                            "pausable",
                            "permanentDelegate",
                            "nonTransferable",
                        ]),
                    ]
                  : []),
          );

/// The accounts that a transfer of a hooked mint hands to its hook.
const hooks = (c) => (c.names.includes("transferHook") && c.hook ? [ro(c.hook)] : []);

const builders = { ...sharedBuilders(program, "token2022", mixedContext) };
const add = (name, build) => {
    builders[`token2022.${name}`] = build;
};

// The initialization of each extension, alone or with others, in the order the mint needs.
for (const [name, { init }] of Object.entries(extensions)) {
    const title = init(ids.system, {
        who: ids.system,
        world: { rng: { pick: (l) => l[0], below: () => 0, chance: () => true, range: () => 0 } },
    }).name;
    builders[title] = (world) => {
        const { rng } = world;
        const others = rng.shuffled(Object.keys(extensions)).slice(0, rng.pick([0, 0, 1, 2]));
        const names = [...new Set([name, ...others])];
        const { instructions } = newMint(world, names);
        if (rng.chance(0.12))
            instructions.splice(1, names.length, ...rng.shuffled(instructions.slice(1)));
        return instructions;
    };
}

add("TransferFee.TransferCheckedWithFee", (world) => {
    const c = context(world, "transferFee");
    const config = world.get(c.mint.address).data;
    const at = config.indexOf(u32(0x006c0001)) + 4 + 72; // type 1, length 108: newer fee's maximum and basis points
    const maximum = config.readBigUInt64LE(at + 18 + 8);
    const points = BigInt(config.readUInt16LE(at + 18 + 16));
    const amount = BigInt(world.rng.below(1000));
    const exact = (amount * points + 9_999n) / 10_000n;
    const fee = world.rng.chance(0.9) ? (exact < maximum ? exact : maximum) : exact + 1n;
    return [
        e.ix(
            "TransferFee.TransferCheckedWithFee",
            26,
            [
                w(c.from.address),
                ro(c.mint.address),
                w(c.to.address),
                ...signs(c.from.owner),
                ...hooks(c),
            ],
            u8(1),
            u64(amount),
            u8(c.decimals),
            u64(fee),
        ),
    ];
});
add("TransferFee.WithdrawWithheldTokensFromMint", (world) => {
    const c = context(world, "transferFee");
    return [
        e.ix(
            "TransferFee.WithdrawWithheldTokensFromMint",
            26,
            [w(c.mint.address), w(c.to.address), s(c.who)],
            u8(2),
        ),
    ];
});
add("TransferFee.WithdrawWithheldTokensFromAccounts", (world) => {
    const c = context(world, "transferFee");
    return [
        e.transferChecked(
            c.from.address,
            c.mint.address,
            c.to.address,
            c.from.owner,
            300n,
            c.decimals,
            hooks(c),
        ),
        e.ix(
            "TransferFee.WithdrawWithheldTokensFromAccounts",
            26,
            [ro(c.mint.address), w(c.from.address), s(c.who), w(c.to.address)],
            u8(3),
            u8(1),
        ),
    ];
});
add("TransferFee.HarvestWithheldTokensToMint", (world) => {
    const c = context(world, "transferFee");
    return [
        e.ix(
            "TransferFee.HarvestWithheldTokensToMint",
            26,
            [w(c.mint.address), w(c.to.address), w(c.from.address)],
            u8(4),
        ),
    ];
});
add("TransferFee.SetTransferFee", (world) => {
    const c = context(world, "transferFee");
    return [
        e.ix(
            "TransferFee.SetTransferFee",
            26,
            [w(c.mint.address), s(c.who)],
            u8(5),
            u16(world.rng.pick([0, 1, 777, 10_000, 10_001])),
            u64(world.rng.amount()),
        ),
    ];
});
add("ConfidentialTransfer.UpdateMint", (world) => {
    const c = context(world, "confidential");
    return [
        e.ix(
            "ConfidentialTransfer.UpdateMint",
            27,
            [w(c.mint.address), s(c.who)],
            u8(1),
            u8(world.rng.below(2)),
            Buffer.alloc(32),
        ),
    ];
});
add("DefaultAccountState.Update", (world) => {
    const c = context(world, "defaultState");
    return [
        e.ix(
            "DefaultAccountState.Update",
            28,
            [w(c.mint.address), s(c.who)],
            u8(1),
            u8(world.rng.below(4)),
        ),
    ];
});
add("Reallocate", (world) => {
    const c = context(world);
    const types = world.rng.shuffled([8, 11, 7, 1]).slice(0, world.rng.range(1, 2));
    return [
        e.ix(
            "Reallocate",
            29,
            [w(c.from.address), sw(world.wallet()), ro(ids.system), ...signs(c.from.owner)],
            ...types.map(u16),
        ),
    ];
});
const reallocated = (c, world, type) =>
    e.ix(
        "Reallocate",
        29,
        [w(c.from.address), sw(world.wallet()), ro(ids.system), ...signs(c.from.owner)],
        u16(type),
    );
for (const [name, tag, type] of [
    ["MemoTransfer", 30, 8],
    ["CpiGuard", 34, 11],
]) {
    for (const [verb, sub] of [
        ["Enable", 0],
        ["Disable", 1],
    ]) {
        add(`${name}.${verb}`, (world) => {
            const c = context(world);
            const change = e.ix(
                `${name}.${verb}`,
                tag,
                [w(c.from.address), ...signs(c.from.owner)],
                u8(sub),
            );
            const then = world.rng.chance(0.3)
                ? [
                      e.transferChecked(
                          c.to.address,
                          c.mint.address,
                          c.from.address,
                          c.to.owner,
                          1n,
                          c.decimals,
                          hooks(c),
                      ),
                  ]
                : [];
            return world.rng.chance(0.8)
                ? [reallocated(c, world, type), change, ...then]
                : [change];
        });
    }
}
add("CreateNativeMint", (world) => {
    if (world.rng.chance(0.7)) world.remove(ids.nativeMint2022);
    return [
        e.ix("CreateNativeMint", 31, [sw(world.wallet()), w(ids.nativeMint2022), ro(ids.system)]),
    ];
});
add("InterestBearing.UpdateRate", (world) => {
    const c = context(world, "interest");
    return [
        e.ix(
            "InterestBearing.UpdateRate",
            33,
            [w(c.mint.address), s(c.who)],
            u8(1),
            i16(world.rng.range(-30_000, 30_000)),
        ),
        e.ix("AmountToUiAmount", 23, [ro(c.mint.address)], u64(world.rng.amount(1e12))),
    ];
});
add("TransferHook.Update", (world) => {
    const c = context(world, "transferHook");
    return [
        e.ix(
            "TransferHook.Update",
            36,
            [w(c.mint.address), s(c.who)],
            u8(1),
            maybe(world.rng.chance(0.5) ? c.hook : undefined),
        ),
    ];
});
add("(transfer with a hook)", (world) => {
    const c = context(world, "transferHook");
    return [
        {
            ...e.transferChecked(
                c.from.address,
                c.mint.address,
                c.to.address,
                c.from.owner,
                5n,
                c.decimals,
                hooks(c),
            ),
            name: "token2022.(transfer with a hook)",
        },
    ];
});
for (const [name, tag, extension] of [
    ["MetadataPointer", 39, "metadataPointer"],
    ["GroupPointer", 40, "groupPointer"],
    ["GroupMemberPointer", 41, "groupMemberPointer"],
]) {
    add(`${name}.Update`, (world) => {
        const c = context(world, extension);
        return [
            e.ix(
                `${name}.Update`,
                tag,
                [w(c.mint.address), s(c.who)],
                u8(1),
                maybe(world.rng.pick([c.mint.address, world.fresh(), undefined])),
            ),
        ];
    });
}
add("ScaledUiAmount.Update", (world) => {
    const c = context(world, "scaledUi");
    const multiplier = world.rng.pick([
        1,
        3.25,
        1e-6,
        1e12,
        0,
        -1,
        Number.NaN,
        Number.POSITIVE_INFINITY,
    ]);
    return [
        e.ix(
            "ScaledUiAmount.Update",
            43,
            [w(c.mint.address), s(c.who)],
            u8(1),
            f64(multiplier),
            u64(world.rng.pick([0n, world.time, world.time + 100n])),
        ),
        ...(world.rng.chance(0.5)
            ? [e.ix("AmountToUiAmount", 23, [ro(c.mint.address)], u64(world.rng.amount(1e9)))]
            : []),
    ];
});
for (const [verb, sub] of [
    ["Pause", 1],
    ["Resume", 2],
]) {
    add(`Pausable.${verb}`, (world) => {
        const c = context(world, "pausable");
        return [
            e.ix(`Pausable.${verb}`, 44, [w(c.mint.address), s(c.who)], u8(sub)),
            ...(world.rng.chance(0.3)
                ? [e.mintTo(c.mint.address, c.to.address, c.mint.authority, 1n)]
                : []),
        ];
    });
}
for (const [verb, sub] of [
    ["Burn", 1],
    ["BurnChecked", 2],
]) {
    add(`PermissionedBurn.${verb}`, (world) => {
        const c = context(world, "permissionedBurn");
        return [
            e.ix(
                `PermissionedBurn.${verb}`,
                46,
                [w(c.from.address), w(c.mint.address), s(c.who), ...signs(c.from.owner)],
                u8(sub),
                u64(world.rng.below(100)),
                ...(sub === 2 ? [u8(c.decimals)] : []),
            ),
        ];
    });
}
add("CloseAccount (a mint)", (world) => {
    const { instructions, mint: m, who } = newMint(world, ["closeAuthority"]);
    world.run(instructions);
    return [
        {
            ...e.closeAccount(m, world.payer(), { key: who, signers: [] }),
            name: "token2022.CloseAccount (a mint)",
        },
    ];
});

// Token metadata and token group, kept in the mint itself.
const interfaceIx = (name, hash, keys, ...data) => ({
    name: `token2022.${name}`,
    program,
    keys,
    data: cat(sha256(hash).subarray(0, 8), ...data),
});
const metadata = (call) => `spl_token_metadata_interface:${call}`;
const group = (call) => `spl_token_group_interface:${call}`;

const initializeMetadata = (c, world) =>
    interfaceIx(
        "TokenMetadata.Initialize",
        metadata("initialize_account"),
        [w(c.mint.address), ro(c.who), ro(c.mint.address), s(c.who)],
        borshText("Name ".repeat(world.rng.below(4))),
        borshText("SYM"),
        borshText("https://example.org/" + world.rng.below(1000)),
    );
const withMetadata = (world) => {
    const c = context(world, "metadataPointer");
    return {
        c,
        first: world.get(c.mint.address).data.includes("example.org")
            ? []
            : [initializeMetadata(c, world)],
    };
};
add("TokenMetadata.Initialize", (world) => [
    initializeMetadata(context(world, "metadataPointer"), world),
]);
const updateField = (c, world) =>
    interfaceIx(
        "TokenMetadata.UpdateField",
        metadata("updating_field"),
        [w(c.mint.address), s(c.who)],
        world.rng.pick([
            u8(0),
            u8(1),
            u8(2),
            cat(u8(3), borshText("colour")),
            cat(u8(3), borshText("size")),
        ]),
        borshText("v".repeat(world.rng.below(60))),
    );
add("TokenMetadata.UpdateField", (world) => {
    const { c, first } = withMetadata(world);
    return [...first, updateField(c, world)];
});
add("TokenMetadata.RemoveKey", (world) => {
    const { c, first } = withMetadata(world);
    return [
        ...first,
        ...(world.rng.chance(0.5) ? [updateField(c, world)] : []),
        interfaceIx(
            "TokenMetadata.RemoveKey",
            metadata("remove_key_ix"),
            [w(c.mint.address), s(c.who)],
            u8(world.rng.chance(0.7) ? 1 : 0),
            borshText(world.rng.pick(["colour", "size"])),
        ),
    ];
});
add("TokenMetadata.UpdateAuthority", (world) => {
    const { c, first } = withMetadata(world);
    return [
        ...first,
        interfaceIx(
            "TokenMetadata.UpdateAuthority",
            metadata("update_the_authority"),
            [w(c.mint.address), s(c.who)],
            maybe(world.rng.chance(0.7) ? c.who : undefined),
        ),
    ];
});
add("TokenMetadata.Emit", (world) => {
    const { c, first } = withMetadata(world);
    const range = world.rng.pick([
        cat(u8(0), u8(0)),
        cat(u8(1), u64(10), u8(1), u64(40)),
        cat(u8(1), u64(9999), u8(0)),
    ]);
    return [
        ...first,
        interfaceIx("TokenMetadata.Emit", metadata("emitter"), [ro(c.mint.address)], range),
    ];
});
const initializeGroup = (c, size) =>
    interfaceIx(
        "TokenGroup.InitializeGroup",
        group("initialize_token_group"),
        [w(c.mint.address), ro(c.mint.address), s(c.who)],
        key(c.who),
        u64(size),
    );
add("TokenGroup.InitializeGroup", (world) => [
    initializeGroup(context(world, "groupPointer"), world.rng.below(5)),
]);
const withGroup = (world) => {
    const c = context(world, "groupPointer");
    const known = world.get(c.mint.address).data.includes(cat(u16(21), u16(80)));
    return { c, first: known ? [] : [initializeGroup(c, 5)] };
};
add("TokenGroup.UpdateGroupMaxSize", (world) => {
    const { c, first } = withGroup(world);
    return [
        ...first,
        interfaceIx(
            "TokenGroup.UpdateGroupMaxSize",
            group("update_group_max_size"),
            [w(c.mint.address), s(c.who)],
            u64(world.rng.below(4)),
        ),
    ];
});
add("TokenGroup.UpdateGroupAuthority", (world) => {
    const { c, first } = withGroup(world);
    return [
        ...first,
        interfaceIx(
            "TokenGroup.UpdateGroupAuthority",
            group("update_authority"),
            [w(c.mint.address), s(c.who)],
            maybe(world.rng.chance(0.8) ? c.who : undefined),
        ),
    ];
});
add("TokenGroup.InitializeMember", (world) => {
    const { c, first } = withGroup(world);
    const member = context(world, "groupMemberPointer");
    return [
        ...first,
        interfaceIx("TokenGroup.InitializeMember", group("initialize_member"), [
            w(member.mint.address),
            ro(member.mint.address),
            s(member.who),
            w(c.mint.address),
            s(c.who),
        ]),
    ];
});

export { builders };
