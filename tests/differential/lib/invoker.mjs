// Programs that call sol_invoke_signed_c: where the accounts lie in the input, and the code and
// read-only data that build the C structures on the heap.
import {
    addi,
    elfV3,
    exit,
    heap,
    input,
    lddw,
    ldxb,
    ldxdw,
    log64,
    mov,
    op,
    stb,
    stxb,
    stxdw,
    sys,
} from "./asm.mjs";
import { cat, key, u64 } from "./bytes.mjs";

export const poke64 = (address, value) => [lddw(1, address), lddw(2, value), stxdw(1, 2)];
export const poke8 = (address, value) => [lddw(1, address), stb(1, 0, value)];
/// Logs the eight bytes at an address.
export const logWord = (address) => [
    lddw(6, address),
    ldxdw(1, 6),
    mov(2, 0),
    mov(3, 0),
    mov(4, 0),
    mov(5, 0),
    log64,
];

/// Where the aligned serialization puts each account's fields, and the instruction data.
export function layout(accounts) {
    const infos = [];
    const seen = new Map();
    let offset = 8n;
    for (const account of accounts) {
        if (seen.has(account.key)) {
            infos.push({ ...infos[seen.get(account.key)], base: input + offset });
            offset += 8n;
            continue;
        }
        seen.set(account.key, infos.length);
        const base = input + offset;
        const len = BigInt(account.len ?? 0);
        infos.push({
            base,
            key: base + 8n,
            owner: base + 40n,
            lamports: base + 72n,
            length: base + 80n,
            data: base + 88n,
            len,
        });
        offset += 88n + len + 10_240n + ((8n - (len % 8n)) % 8n) + 8n;
    }
    return { infos, data: input + offset + 8n };
}

/// An ELF that invokes `program` `times` times with the given metas, data, account infos (indices of
/// `accounts`) and seeds. `pre` and `post` run around it. `dataFrom` makes the first data byte one
/// less than the byte at an input address, and stops at zero.
export function invoker({
    accounts,
    program,
    metas = [],
    data = Buffer.alloc(0),
    infos = accounts.map((_, i) => i),
    seeds = [],
    pre = [],
    post = [mov(0, 0), exit],
    times = 1,
    flags = 1,
    lamportsAt = (a) => a,
    dataFrom,
}) {
    const parts = [];
    let size = 0;
    const put = (bytes) => {
        const address = heap + BigInt(size);
        const padding = Buffer.alloc((8 - (bytes.length % 8)) % 8);
        parts.push(bytes, padding);
        size += bytes.length + padding.length;
        return address;
    };
    const where = layout(accounts).infos;
    const bool = (b) => (b ? flags : 0);
    const keys = metas.map((m) => put(key(m.key)));
    const metaList = put(
        cat(
            ...metas.map((m, i) =>
                cat(u64(keys[i]), Buffer.from([bool(m.w), bool(m.s), 0, 0, 0, 0, 0, 0])),
            ),
        ),
    );
    const dataAt = put(data);
    const instruction = put(
        cat(
            u64(put(key(program))),
            u64(metaList),
            u64(metas.length),
            u64(dataAt),
            u64(data.length),
        ),
    );
    const infoList = put(
        cat(
            ...infos.map((i) => {
                const d = where[i];
                return cat(
                    u64(d.key),
                    u64(lamportsAt(d.lamports)),
                    u64(d.len),
                    u64(d.data),
                    u64(d.owner),
                    u64(0),
                    Buffer.from([accounts[i].s ? 1 : 0, accounts[i].w ? 1 : 0, 0, 0, 0, 0, 0, 0]),
                );
            }),
        ),
    );
    const lists = seeds.map((list) => {
        const slices = list.map((seed) => cat(u64(put(seed)), u64(seed.length)));
        return cat(u64(put(cat(...slices))), u64(list.length));
    });
    const seedList = put(cat(...lists));
    const rodata = Buffer.concat(parts);
    const invoke = [
        lddw(1, instruction),
        lddw(2, infoList),
        mov(3, infos.length),
        lddw(4, seedList),
        mov(5, seeds.length),
        sys("sol_invoke_signed_c"),
    ];
    const invokeSlots = 2 + 2 + 1 + 2 + 1 + 1;
    const loop =
        times === 1
            ? invoke
            : [mov(9, times), invoke, addi(9, -1), op(0x55, 9, 0, -(invokeSlots + 2), 0)];
    const counted = dataFrom
        ? [
              lddw(6, dataFrom.address),
              ldxb(7, 6),
              op(0x55, 7, 0, 2, 0),
              mov(0, 0),
              exit,
              addi(7, -1),
              lddw(8, dataAt),
              stxb(8, 7),
          ]
        : [];
    return elfV3(
        [
            lddw(1, heap),
            lddw(2, 0),
            mov(3, rodata.length),
            sys("sol_memcpy_"),
            counted,
            pre,
            loop,
            post,
        ],
        rodata,
    );
}
