// Loader v3: every instruction, and calls of what it deployed. A deployed program is called from the
// next slot on (D11), a closed one never (D12).
import { addi, elfV0, elfV3, exit, heap, lddw, log64, mov, op, stb, sys } from "../lib/asm.mjs";
import { cat, key, u32, u64, u8 } from "../lib/bytes.mjs";
import { ids, sysvars } from "../lib/ids.mjs";
import { ro, s, sw, w } from "../lib/ix.mjs";
import { programDataOf, programDataState } from "../lib/world.mjs";
import { createAccount } from "./system.mjs";

const ix = (name, tag, keys, ...data) => ({
    name: `loaderV3.${name}`,
    program: ids.loaderV3,
    keys,
    data: cat(u32(tag), ...data),
});

const bufferState = (authority) =>
    cat(u32(1), u8(authority ? 1 : 0), authority ? key(authority) : Buffer.alloc(32));

/// An ELF that says which one it is.
function smallElf({ rng }) {
    const code = [
        mov(1, rng.below(1000)),
        mov(2, 0),
        mov(3, 0),
        mov(4, 0),
        mov(5, 0),
        log64,
        mov(0, 0),
        exit,
    ];
    return rng.chance(0.5)
        ? elfV3(code, rng.bytes(rng.below(40)))
        : elfV0(code, rng.bytes(8 + rng.below(300)));
}

const brokenElfs = {
    text: ({ rng }) => rng.bytes(200),
    truncated: (world) => {
        const elf = smallElf(world);
        return elf.subarray(0, world.rng.range(1, elf.length - 1));
    },
    unresolved: () => elfV0([sys("no_such_syscall"), exit]),
    undeployable: () => elfV0([mov(1, 8), sys("sol_alloc_free_"), exit]),
    version: () => elfV3([exit], Buffer.alloc(0), { flags: 9 }),
    opcode: () => elfV3([op(0xe7), exit]),
    division: () => elfV3([op(0x37, 1, 0, 0, 0), exit]),
    jump: () => elfV0([op(0x05, 0, 0, 77), exit]),
    shift: () => elfV0([op(0x67, 1, 0, 0, 64), exit]),
    register: () => elfV3([mov(10, 1), exit]),
    lddw: () => elfV3([lddw(1, 5).subarray(0, 8)]),
    flipped: (world) => {
        const elf = Buffer.from(smallElf(world));
        elf[world.rng.below(Math.min(elf.length, 176))] ^= 1 << world.rng.below(8);
        // V1 and V2 are other runtimes' business for now.
        elf.writeUInt32LE(elf.readUInt32LE(48) === 3 ? 3 : 0, 48);
        return elf;
    },
};

function elf(world) {
    const { rng } = world;
    if (rng.chance(0.2)) return rng.pick(Object.values(brokenElfs))(world);
    if (rng.chance(0.12))
        return realElf(world, rng.pick([ids.memo, ids.memo, ids.memoV1, ids.associatedToken]));
    return smallElf(world);
}

const realElf = (world, program) => world.get(program).data;

function buffer(world, authority, bytes = elf(world)) {
    const address = world.newKey();
    const data = cat(bufferState(authority), bytes);
    return world.set(address, {
        owner: ids.loaderV3,
        data,
        lamports: world.rent(data.length) + BigInt(world.rng.below(3)),
    });
}

/// A program of ours; deployed in this very slot one time in eight.
function program(world, { finalized = world.rng.chance(0.07) } = {}) {
    const authority = world.wallet();
    const address = world.install(smallElf(world), {
        authority: finalized ? undefined : authority,
    });
    const { programData } = world.programs.get(address);
    const account = world.get(programData);
    const room = world.rng.pick([0, 64, 1000]);
    const slot = world.rng.chance(0.12) ? world.slot : 1n;
    const data = cat(
        programDataState(slot, finalized ? undefined : authority),
        account.data.subarray(45),
        Buffer.alloc(room),
    );
    world.set(programData, { owner: ids.loaderV3, data });
    world.programs.get(address).slot = slot;
    return { address, programData, authority };
}

function initializeBuffer(world) {
    const authority = world.wallet();
    const size = 37 + world.rng.below(400);
    const address = world.newKey();
    const init = ix("InitializeBuffer", 0, [w(address), ro(authority)]);
    if (world.rng.chance(0.6)) {
        const more = world.rng.chance(0.5)
            ? [write(address, authority, 0, world.rng.bytes(size - 37))]
            : [];
        return [
            createAccount(world.wallet(), address, world.rent(size), size, ids.loaderV3),
            init,
            ...more,
        ];
    }
    const data = world.rng.pick([
        Buffer.alloc(size),
        bufferState(authority),
        Buffer.alloc(3),
        Buffer.alloc(36),
    ]);
    world.set(address, { owner: ids.loaderV3, data });
    return [init];
}

const write = (address, authority, offset, bytes) =>
    ix("Write", 1, [w(address), s(authority)], u32(offset), u64(bytes.length), bytes);

function writes(world) {
    const { rng } = world;
    const authority = world.wallet();
    const address = buffer(world, rng.chance(0.95) ? authority : undefined, rng.bytes(600));
    const signer = rng.chance(0.93) ? authority : world.wallet();
    return Array.from({ length: rng.range(1, 3) }, () => {
        const bytes = rng.bytes(rng.below(250));
        const offset = rng.chance(0.9)
            ? rng.below(600 - bytes.length)
            : rng.pick([600 - bytes.length, 599, 601, 0xffffffff]);
        return write(address, signer, offset, bytes);
    });
}

function deploy(world) {
    const { rng } = world;
    const authority = world.wallet();
    const payer = world.wallet(10_000_000_000_000n);
    const source = buffer(world, rng.chance(0.95) ? authority : world.wallet());
    const length = world.get(source).data.length - 37;
    const maximum = rng.pick([
        length,
        length,
        length + 100,
        length + 10_000,
        length - 1,
        10_485_761,
    ]);
    const target = world.newKey();
    const programData = programDataOf(target);
    const before = [];
    if (rng.chance(0.6))
        before.push(createAccount(payer, target, world.rent(36), 36, ids.loaderV3));
    else
        world.set(target, {
            owner: ids.loaderV3,
            data: rng.chance(0.9) ? Buffer.alloc(36) : cat(u32(2), Buffer.alloc(32)),
        });
    if (rng.chance(0.1)) world.set(programData, { lamports: rng.pick([1n, world.rent(0)]) });
    const deployment = ix(
        "DeployWithMaxDataLen",
        2,
        [
            sw(payer),
            w(programData),
            w(target),
            w(source),
            ro(sysvars.rent),
            ro(sysvars.clock),
            ro(ids.system),
            s(authority),
        ],
        u64(maximum),
    );
    return {
        instructions: [...before, deployment],
        after: (result) => {
            if (!result?.ok) return;
            world.registerProgram(target);
            deployed(world).push({ address: target, programData, authority });
        },
    };
}

/// Programs that came through the loader's own instructions.
const deployed = (world) => (world.deployed ??= []);

function call(world) {
    const live = deployed(world).filter((p) => !world.programs.get(p.address).closed);
    const { address } = live.length > 0 ? world.rng.pick(live) : program(world);
    while (!world.callable(address)) world.nextSlot();
    const account = world.wallet();
    return {
        instructions: [
            {
                name: "loaderV3.(call of a deployed program)",
                program: address,
                keys: world.rng.chance(0.5) ? [s(account)] : [],
                data: world.rng.bytes(world.rng.below(20)),
            },
        ],
    };
}

function upgrade(world) {
    const { rng } = world;
    const live = deployed(world).filter((p) => !world.programs.get(p.address).closed);
    const target = live.length > 0 && rng.chance(0.4) ? rng.pick(live) : program(world);
    if (rng.chance(0.8))
        while (world.programs.get(target.address).slot >= world.slot) world.nextSlot();
    const capacity = world.get(target.programData).data.length - 45;
    let bytes = rng.chance(0.3) ? elf(world) : smallElf(world);
    if (bytes.length > capacity && rng.chance(0.8)) bytes = elfV3([mov(0, rng.below(2)), exit]);
    const source = buffer(world, rng.chance(0.95) ? target.authority : undefined, bytes);
    const spill = rng.chance(0.8) ? world.payer() : world.fresh();
    return [
        ix("Upgrade", 3, [
            w(target.programData),
            w(target.address),
            w(source),
            w(spill),
            ro(sysvars.rent),
            ro(sysvars.clock),
            s(target.authority),
        ]),
    ];
}

function setAuthority(world) {
    const { rng } = world;
    const next = rng.chance(0.85) ? [ro(world.wallet())] : [];
    if (rng.chance(0.5)) {
        const authority = world.wallet();
        return [ix("SetAuthority", 4, [w(buffer(world, authority)), s(authority), ...next])];
    }
    const target = program(world);
    return [ix("SetAuthority", 4, [w(target.programData), s(target.authority), ...next])];
}

function setAuthorityChecked(world) {
    const { rng } = world;
    const next = rng.chance(0.9) ? s(world.wallet()) : ro(world.wallet());
    if (rng.chance(0.5)) {
        const authority = world.wallet();
        return [ix("SetAuthorityChecked", 7, [w(buffer(world, authority)), s(authority), next])];
    }
    const target = program(world);
    return [ix("SetAuthorityChecked", 7, [w(target.programData), s(target.authority), next])];
}

function close(world) {
    const { rng } = world;
    const recipient = rng.pick([world.payer(), world.wallet(), world.fresh()]);
    const kind = rng.weighted({ buffer: 4, uninitialized: 2, program: 4, self: 1, account: 1 });
    const authority = world.wallet();
    if (kind === "buffer")
        return [ix("Close", 5, [w(buffer(world, authority)), w(recipient), s(authority)])];
    if (kind === "self") {
        const address = buffer(world, authority);
        return [ix("Close", 5, [w(address), w(address), s(authority)])];
    }
    if (kind === "uninitialized") {
        const address = world.set(world.newKey(), { owner: ids.loaderV3, data: Buffer.alloc(37) });
        return [ix("Close", 5, [w(address), w(recipient)])];
    }
    const target = program(world);
    const account = kind === "program" ? target.programData : target.address;
    return {
        instructions: [
            ix("Close", 5, [w(account), w(recipient), s(target.authority), w(target.address)]),
        ],
        alone: true,
    };
}

function extend(world) {
    const { rng } = world;
    const target = program(world);
    const bytes = rng.weighted({ 10240: 6, 20000: 2, 100: 1, 0: 1, 10239: 1, 10485760: 1 }) | 0;
    const surplus = rng.chance(0.2);
    if (surplus) {
        const account = world.get(target.programData);
        world.set(target.programData, {
            ...account,
            lamports: account.lamports + 6960n * BigInt(bytes),
        });
    }
    const payer =
        surplus && rng.chance(0.7) ? [] : [ro(ids.system), sw(world.wallet(10_000_000_000_000n))];
    return [
        ix("ExtendProgram", 6, [w(target.programData), w(target.address), ...payer], u32(bytes)),
    ];
}

function gone(world) {
    const target = program(world);
    const tag = world.rng.pick([8, 9, 10, 77]);
    return [
        ix(
            "(no such instruction)",
            tag,
            [w(target.programData), w(target.address), s(target.authority), sw(world.wallet())],
            u32(10240),
        ),
    ];
}

/// Management instructions that loaders v1 and v2 have not had for long.
const oldLoaders = (world) => [
    {
        name: "loaderV2.(management)",
        keys: [sw(world.wallet())],
        program: world.rng.pick([ids.loaderV1, ids.loaderV2]),
        data: world.rng.pick([u32(0), u32(1), Buffer.alloc(0)]),
    },
];

/// A program of loader v2 whose heap and stack are used.
function callV2(world) {
    const code = [
        lddw(1, heap),
        stb(1, 0, 65),
        stb(1, 1, 66),
        mov(2, 2),
        sys("sol_log_"),
        mov(0, 0),
        addi(0, world.rng.below(2)),
        exit,
    ];
    const address = world.install(elfV0(code), { loader: ids.loaderV2 });
    return [
        {
            name: "loaderV2.(call)",
            program: address,
            keys: [w(world.wallet())],
            data: world.rng.bytes(4),
        },
    ];
}

export const builders = {
    "loaderV3.InitializeBuffer": initializeBuffer,
    "loaderV3.Write": writes,
    "loaderV3.DeployWithMaxDataLen": deploy,
    "loaderV3.Upgrade": upgrade,
    "loaderV3.SetAuthority": setAuthority,
    "loaderV3.SetAuthorityChecked": setAuthorityChecked,
    "loaderV3.Close": close,
    "loaderV3.ExtendProgram": extend,
    "loaderV3.(no such instruction)": gone,
    "loaderV3.(call of a deployed program)": call,
    "loaderV2.(management)": oldLoaders,
    "loaderV2.(call)": callV2,
};
