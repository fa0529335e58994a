// A small sBPF assembler and two ELF writers: V0 (section headers, relocated syscalls) and V3
// (program headers, hashed syscalls).
export const heap = 0x300000000n;
export const stack = 0x200000000n;
export const input = 0x400000000n;
/// Read-only data: mapped at zero in V3; in V0 it follows the text.
export const machine = { bpf: 247, sbpf: 263 };

export function op(opcode, dst = 0, src = 0, off = 0, imm = 0) {
    const out = Buffer.alloc(8);
    out[0] = opcode;
    out[1] = dst | (src << 4);
    out.writeInt16LE(off, 2);
    out.writeInt32LE(Number(BigInt.asIntN(32, BigInt(imm))), 4);
    return out;
}
export const lddw = (dst, value) => {
    const v = BigInt.asUintN(64, BigInt(value));
    return Buffer.concat([op(0x18, dst, 0, 0, v & 0xffffffffn), op(0, 0, 0, 0, v >> 32n)]);
};
export const mov = (dst, imm) => op(0xb7, dst, 0, 0, imm);
export const movr = (dst, src) => op(0xbf, dst, src);
export const addi = (dst, imm) => op(0x07, dst, 0, 0, imm);
export const exit = op(0x95);
export const ja = (off) => op(0x05, 0, 0, off);
export const ldxb = (dst, src, off = 0) => op(0x71, dst, src, off);
export const ldxdw = (dst, src, off = 0) => op(0x79, dst, src, off);
export const stxdw = (dst, src, off = 0) => op(0x7b, dst, src, off);
export const stdw = (dst, off, imm) => op(0x7a, dst, 0, off, imm);
export const stxb = (dst, src, off = 0) => op(0x73, dst, src, off);
export const stb = (dst, off, imm) => op(0x72, dst, 0, off, imm);
/// A call of a syscall by name; which encoding it gets is the ELF writer's business.
export const sys = (name) => ({ sys: name });
/// sol_log_64_ of r1..r5 as they stand.
export const log64 = sys("sol_log_64_");

export function murmur3(bytes) {
    const rotl = (x, n) => (x << n) | (x >>> (32 - n));
    const scramble = (k) => Math.imul(rotl(Math.imul(k, 0xcc9e2d51), 15), 0x1b873593);
    let h = 0;
    const whole = bytes.length & ~3;
    for (let i = 0; i < whole; i += 4) {
        h = rotl(h ^ scramble(bytes.readInt32LE(i)), 13);
        h = (Math.imul(h, 5) + 0xe6546b64) | 0;
    }
    if (whole < bytes.length) h ^= scramble(bytes.readUIntLE(whole, bytes.length - whole));
    h ^= bytes.length;
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    return (h ^ (h >>> 16)) >>> 0;
}

const padded = (bytes) => Buffer.concat([bytes, Buffer.alloc((8 - (bytes.length % 8)) % 8)]);

/// Fields of one fixed-size record: [size, value] pairs in order.
function record(...fields) {
    return Buffer.concat(
        fields.map(([size, value]) => {
            const out = Buffer.alloc(size);
            if (size === 8) out.writeBigUInt64LE(BigInt(value));
            else out.writeUIntLE(Number(value), 0, size);
            return out;
        }),
    );
}

const fileHeader = ({
    machineId,
    entry,
    phoff = 0,
    shoff = 0,
    flags,
    phnum = 0,
    shnum = 0,
    shstr = 0,
}) =>
    Buffer.concat([
        Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        record(
            [2, 3],
            [2, machineId],
            [4, 1],
            [8, entry],
            [8, phoff],
            [8, shoff],
            [4, flags],
            [2, 64],
            [2, 56],
            [2, phnum],
            [2, 64],
            [2, shnum],
            [2, shstr],
        ),
    ]);

/// A V3 ELF. `rodata` lies at address 0 of the program.
export function elfV3(items, rodata = Buffer.alloc(0), { entry = 0, flags = 3 } = {}) {
    const text = Buffer.concat(
        items.flat(9).map((x) => (x.sys ? op(0x85, 0, 0, 0, murmur3(Buffer.from(x.sys))) : x)),
    );
    const ro = padded(rodata);
    const count = ro.length > 0 ? 2 : 1;
    const start = 64 + 56 * count;
    const segment = (kind, offset, address, size) =>
        record(
            [4, 1],
            [4, kind],
            [8, offset],
            [8, address],
            [8, address],
            [8, size],
            [8, size],
            [8, 8],
        );
    return Buffer.concat([
        fileHeader({
            machineId: machine.bpf,
            entry: 0x100000000n + BigInt(entry * 8),
            phoff: 64,
            flags,
            phnum: count,
        }),
        ...(ro.length > 0 ? [segment(4, start, 0, ro.length)] : []),
        segment(1, start + ro.length, 0x100000000n, text.length),
        ro,
        text,
    ]);
}

/// A V0 ELF with one relocation per syscall. `rodata` follows the text; `rodataAddress` tells where.
export function elfV0(
    items,
    rodata = Buffer.alloc(8),
    { entry = 0, flags = 0, machineId = machine.bpf } = {},
) {
    const names = [];
    const calls = [];
    let pc = 0;
    const text = Buffer.concat(
        items.flat(9).map((x) => {
            const at = pc;
            pc += x.sys ? 1 : x.length / 8;
            if (!x.sys) return x;
            if (!names.includes(x.sys)) names.push(x.sys);
            calls.push([at, names.indexOf(x.sys) + 1]);
            return op(0x85, 0, 1, 0, -1);
        }),
    );
    const textAt = 64;
    const ro = padded(rodata);
    const strings = padded(Buffer.from("\0" + names.map((n) => n + "\0").join("")));
    let at = 1;
    const symbols = Buffer.concat([
        Buffer.alloc(24),
        ...names.map((n) => {
            const symbol = record([4, at], [1, 0x10], [1, 0], [2, 0], [8, 0], [8, 0]);
            at += n.length + 1;
            return symbol;
        }),
    ]);
    const relocations = Buffer.concat(
        calls.map(([where, symbol]) =>
            record([8, textAt + where * 8], [8, (BigInt(symbol) << 32n) | 10n]),
        ),
    );
    const offset = { text: textAt };
    offset.ro = offset.text + text.length;
    offset.symbols = offset.ro + ro.length;
    offset.strings = offset.symbols + symbols.length;
    offset.relocations = offset.strings + strings.length;
    offset.dynamic = offset.relocations + relocations.length;
    const tags =
        calls.length === 0
            ? [[0, 0]]
            : [
                  [17, offset.relocations],
                  [18, relocations.length],
                  [19, 16],
                  [6, offset.symbols],
                  [5, offset.strings],
                  [0, 0],
              ];
    const dynamic = Buffer.concat(tags.map(([tag, value]) => record([8, tag], [8, value])));
    const sectionNames = [
        "",
        ".text",
        ".rodata",
        ".dynsym",
        ".dynstr",
        ".rel.dyn",
        ".dynamic",
        ".shstrtab",
    ];
    const nameTable = padded(Buffer.from(sectionNames.map((n) => n + "\0").join("")));
    const nameAt = (n) => sectionNames.slice(0, n).reduce((sum, s) => sum + s.length + 1, 0);
    offset.names = offset.dynamic + dynamic.length;
    const section = (n, type, sectionFlags, where, size, link = 0, info = 0, each = 0) =>
        record(
            [4, nameAt(n)],
            [4, type],
            [8, sectionFlags],
            [8, n === 7 ? 0 : where],
            [8, where],
            [8, size],
            [4, link],
            [4, info],
            [8, 8],
            [8, each],
        );
    return Buffer.concat([
        fileHeader({
            machineId,
            entry: textAt + entry * 8,
            shoff: offset.names + nameTable.length,
            flags,
            shnum: 8,
            shstr: 7,
        }),
        text,
        ro,
        symbols,
        strings,
        relocations,
        dynamic,
        nameTable,
        Buffer.alloc(64),
        section(1, 1, 6, offset.text, text.length),
        section(2, 1, 2, offset.ro, ro.length),
        section(3, 11, 2, offset.symbols, symbols.length, 4, 1, 24),
        section(4, 3, 2, offset.strings, strings.length),
        section(5, 9, 2, offset.relocations, relocations.length, 3, 0, 16),
        section(6, 6, 3, offset.dynamic, dynamic.length, 4, 0, 16),
        section(7, 3, 0, offset.names, nameTable.length),
    ]);
}
/// Where elfV0 puts rodata, given the number of 8-byte slots of its text.
export const rodataAddress = (slots) => 0x100000000n + 64n + BigInt(slots) * 8n;
