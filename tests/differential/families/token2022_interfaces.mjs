// Token metadata and token groups as Token-2022 keeps them in the mint itself.
import { borshText, cat, key, sha256, u16, u64, u8 } from "../lib/bytes.mjs";
import { ro, s, w } from "../lib/ix.mjs";
import { context, maybe, program } from "./token2022_mints.mjs";

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

const initializeGroup = (c, size) =>
    interfaceIx(
        "TokenGroup.InitializeGroup",
        group("initialize_token_group"),
        [w(c.mint.address), ro(c.mint.address), s(c.who)],
        key(c.who),
        u64(size),
    );

const withGroup = (world) => {
    const c = context(world, "groupPointer");
    const known = world.get(c.mint.address).data.includes(cat(u16(21), u16(80)));
    return { c, first: known ? [] : [initializeGroup(c, 5)] };
};

export function addInterfaces(add) {
    add("TokenMetadata.Initialize", (world) => [
        initializeMetadata(context(world, "metadataPointer"), world),
    ]);
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
    add("TokenGroup.InitializeGroup", (world) => [
        initializeGroup(context(world, "groupPointer"), world.rng.below(5)),
    ]);
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
}
