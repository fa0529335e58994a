// Mints, token accounts and multisigs of the Token layout, set directly; shared by Token and Token-2022.
import { cat, key, optionKey, u32, u64, u8 } from "../lib/bytes.mjs";
import { ids } from "../lib/ids.mjs";
import { ro, s } from "../lib/ix.mjs";

const optionU64 = (value) => (value === undefined ? Buffer.alloc(12) : cat(u32(1), u64(value)));

export const mintState = ({ authority, supply = 0n, decimals = 0, initialized = 1, freeze }) =>
    cat(optionKey(authority), u64(supply), u8(decimals), u8(initialized), optionKey(freeze));
export const accountState = ({
    mint,
    owner,
    amount = 0n,
    delegate,
    state = 1,
    native,
    delegated = 0n,
    close,
}) =>
    cat(
        key(mint),
        key(owner),
        u64(amount),
        optionKey(delegate),
        u8(state),
        optionU64(native),
        u64(delegated),
        optionKey(close),
    );

/// Reads what a builder needs to know of a token account or a mint.
export const readAccount = (data) => ({
    amount: data.readBigUInt64LE(64),
    state: data[108],
    delegated: data.readBigUInt64LE(121),
});

/// Someone who can authorize: {key, signers}; a multisig one time in eight.
export function authority(world, program, { multisig = world.rng.chance(0.12) } = {}) {
    if (!multisig) return { key: world.wallet(), signers: [] };
    const n = world.rng.range(1, 5);
    const m = world.rng.range(1, n);
    const members = Array.from({ length: n }, () => world.newKey());
    const address = world.newKey();
    const data = cat(u8(m), u8(n), u8(1), ...members.map(key), Buffer.alloc((11 - n) * 32));
    world.set(address, { owner: program, data });
    const short = world.rng.chance(0.1) ? 1 : 0;
    return { key: address, signers: world.rng.shuffled(members).slice(0, m - short) };
}

/// The metas that sign for an authority.
export const signs = (who) =>
    who.signers.length > 0 ? [ro(who.key), ...who.signers.map(s)] : [s(who.key)];

export function mint(world, program, options = {}) {
    const who = options.authority ?? authority(world, program);
    const freeze =
        options.freeze ?? (world.rng.chance(0.7) ? authority(world, program) : undefined);
    const decimals = options.decimals ?? world.rng.pick([0, 2, 6, 9]);
    const supply = options.supply ?? 1_000_000_000n;
    const fixed = world.rng.chance(0.05);
    const address = world.newKey();
    world.set(address, {
        owner: program,
        data: mintState({
            authority: fixed ? undefined : who.key,
            supply,
            decimals,
            freeze: freeze?.key,
        }),
    });
    return { address, authority: who, freeze: freeze ?? who, decimals };
}

export function account(world, program, of, options = {}) {
    const owner = options.owner ?? authority(world, program);
    const address = world.newKey();
    const data = accountState({
        mint: of,
        amount: BigInt(world.rng.below(1_000_000)),
        ...options,
        owner: owner.key,
    });
    world.set(address, {
        owner: program,
        data,
        lamports:
            world.rent(165) +
            (options.native !== undefined ? (options.amount ?? 0n) : 0n) +
            (options.extra ?? 0n),
    });
    return { address, owner };
}

/// A wrapped-SOL account; `extra` lamports are not yet synced.
export function nativeAccount(world, program, { extra = 0n, amount = 5_000_000n, owner } = {}) {
    const address = world.newKey();
    const who = owner ?? authority(world, program);
    const of = program === ids.token ? ids.nativeMint : ids.nativeMint2022;
    world.set(address, {
        owner: program,
        lamports: world.rent(165) + amount + extra,
        data: accountState({ mint: of, owner: who.key, amount, native: world.rent(165) }),
    });
    return { address, owner: who };
}
