// Token-2022: the shared instructions, and its extensions. Confidential transfers stop where they need
// zero-knowledge proofs.
import { f64, u16, u32, u64, u8 } from "../lib/bytes.mjs";
import { ids } from "../lib/ids.mjs";
import { ro, s, sw, w } from "../lib/ix.mjs";
import { plainContext, sharedBuilders } from "./token.mjs";
import { signs } from "./token_state.mjs";
import { addInterfaces } from "./token2022_interfaces.mjs";
import { context, e, extensions, hooks, i16, maybe, newMint, program } from "./token2022_mints.mjs";

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

addInterfaces(add);

export { builders };
