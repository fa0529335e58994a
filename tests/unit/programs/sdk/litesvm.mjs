// Programs of the SDK, built by `orrery program build`, on LiteSVM: that they work there, and what
// they cost: litesvm.mjs ORRERY WORK_DIR. Ends with a table; fails where a limit is passed.
import assert from "node:assert/strict";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { cat, findPda, key, sha256, u16, u32, u64, u8 } from "../../../differential/lib/bytes.mjs";
import { address, build, Chain, rent, systemProgram } from "./chain.mjs";

const [orrery, work] = process.argv.slice(2);
const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.join(here, "../../../..");
const tokenProgram = "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA";
const rows = [];

const source = (name) => path.join(here, "programs", name);
const sample = (name) => path.join(root, "programs", name);
const writable = (at) => ({ key: at, w: true });
const signer = (at) => ({ key: at, s: true });
const payer = (at) => ({ key: at, s: true, w: true });
const readonly = (at) => ({ key: at });

/// Notes a program's cost; `limits` are for v3's size and the compute units. Those of the small ones
/// are what a C program by hand takes (write_byte 36, count 35, pay 1250, vault 2920 CU).
function cost(name, arch, size, reply, limits) {
    assert(reply.ok, `${name}: ${reply.logs.join("\n")}`);
    rows.push([name, arch, size, reply.cu]);
    if (arch === "v3") assert(size <= limits.size, `${name} has ${size} bytes`);
    assert(reply.cu <= limits.cu, `${name} takes ${reply.cu} CU`);
}

function small(arch) {
    const chain = new Chain();
    const alice = chain.set(address("alice"), { lamports: 10n ** 9n });
    const bob = address("bob");
    const install = (file) => {
        const elf = build(orrery, source(file), work, arch);
        return { at: chain.install(file, elf), size: elf.length };
    };

    let program = install("hello.cpp");
    const hello = chain.send(program.at, [], Buffer.alloc(0));
    cost("hello", arch, program.size, hello, { size: 264, cu: 105 });
    assert(hello.logs.includes("Program log: hello from stock clang"));

    program = install("write_byte.cpp");
    let own = chain.set(address("own"), { owner: program.at, data: Buffer.alloc(8) });
    cost("write_byte", arch, program.size, chain.send(program.at, [writable(own)], u8(1)), {
        size: 520,
        cu: 36,
    });
    assert.equal(chain.get(own).data[0], 100);

    program = install("count.cpp");
    own = chain.set(address("own"), { owner: program.at, data: Buffer.alloc(8) });
    cost("count", arch, program.size, chain.send(program.at, [writable(own)], u64(5)), {
        size: 570,
        cu: 35,
    });
    assert.deepEqual(chain.get(own).data, u64(5));

    for (const [name, limits] of [
        ["pay.cpp", { size: 1400, cu: 1250 }],
        ["pay_c.c", { size: 1800, cu: 1270 }],
    ]) {
        program = install(name);
        const before = chain.get(bob)?.lamports ?? 0n;
        const keys = [payer(alice), writable(bob), readonly(systemProgram)];
        cost(name, arch, program.size, chain.send(program.at, keys, u64(10n ** 7n)), limits);
        assert.equal(chain.get(bob).lamports, before + 10n ** 7n);
    }

    program = install("vault.cpp");
    const [vault, bump] = findPda([Buffer.from("vault"), key(alice)], program.at);
    chain.set(vault, { lamports: 10n ** 9n });
    const keys = [payer(alice), writable(vault), writable(bob), readonly(systemProgram)];
    const paid = chain.send(program.at, keys, u64(10n ** 7n));
    cost("vault", arch, program.size, paid, { size: 2150, cu: 2920 + 1500 * (255 - bump) });
    assert.equal(chain.get(vault).lamports, 10n ** 9n - 10n ** 7n);

    program = install("fail.cpp");
    const panic = chain.send(program.at, [], Buffer.alloc(0));
    assert.match(panic.logs.at(-1), /Panicked in .*fail\.cpp at 6:0$/);
    const custom = (n) => chain.send(program.at, [], u8(n)).logs.at(-1);
    assert(custom(0).endsWith("custom program error: 0x0"));
    assert(custom(7).endsWith("custom program error: 0x7"));
}

function counter(arch) {
    const chain = new Chain();
    const elf = build(orrery, sample("counter"), work, arch);
    const program = chain.install("counter", elf);
    const alice = chain.set(address("alice"), { lamports: 10n ** 9n });
    const [own, bump] = findPda([Buffer.from("counter"), key(alice)], program);
    const make = chain.send(
        program,
        [payer(alice), writable(own), readonly(systemProgram)],
        u8(0),
    );
    cost("counter Initialize", arch, elf.length, make, { size: 5500, cu: 3300 + 1500 * (255 - bump) });
    assert.equal(chain.get(own).lamports, rent(56));
    const add = (by) => chain.send(program, [writable(own), signer(alice)], cat(u8(1), u64(by)));
    cost("counter Increment", arch, elf.length, add(3), { size: 5500, cu: 400 });
    add(39);
    assert.equal(chain.get(own).data.readBigUInt64LE(40), 42n);
    const event = sha256(Buffer.from("event:Incremented")).subarray(0, 8);
    const line = add(1).logs.find((text) => text.startsWith("Program data: "));
    const data = Buffer.from(line.slice("Program data: ".length), "base64");
    assert.deepEqual(data, cat(event, key(alice), u64(1), u64(43)));
    assert(!add((1n << 64n) - 1n).ok);
    assert.equal(chain.get(own).data.readBigUInt64LE(40), 43n);
}

function escrow(arch) {
    const chain = new Chain();
    const elf = build(orrery, sample("escrow"), work, arch);
    const program = chain.install("escrow", elf);
    const mint = (label) =>
        chain.set(address(label), {
            owner: tokenProgram,
            data: cat(u32(1), key(address("minter")), u64(1000), u8(3), u8(1), Buffer.alloc(36)),
        });
    const purse = (label, of, owner, amount) =>
        chain.set(address(label), {
            owner: tokenProgram,
            data: cat(key(of), key(owner), u64(amount), Buffer.alloc(36), u8(1), Buffer.alloc(56)),
        });
    const amount = (at) => chain.get(at).data.readBigUInt64LE(64);

    const maker = chain.set(address("maker"), { lamports: 10n ** 9n });
    const taker = chain.set(address("taker"), { lamports: 10n ** 9n });
    const [gold, silver] = [mint("gold"), mint("silver")];
    const makerGold = purse("maker gold", gold, maker, 100);
    const makerSilver = purse("maker silver", silver, maker, 0);
    const takerGold = purse("taker gold", gold, taker, 0);
    const takerSilver = purse("taker silver", silver, taker, 30);
    const [offer, offerBump] = findPda([Buffer.from("offer"), key(maker), u64(7)], program);
    const [vault, vaultBump] = findPda([Buffer.from("vault"), key(offer)], program);

    const make = () =>
        chain.send(
            program,
            [payer(maker), writable(offer), writable(vault), writable(makerGold), readonly(gold),
                readonly(silver), readonly(tokenProgram), readonly(systemProgram)],
            cat(u8(0), u64(7), u64(60), u64(25)),
        );
    // The token program's own units are in these: it is what LiteSVM brings.
    const tries = 1500 * (510 - offerBump - vaultBump);
    cost("escrow Make", arch, elf.length, make(), { size: 13_600, cu: 20_000 + tries });
    assert.equal(amount(vault), 60n);
    const cancelled = chain.send(
        program,
        [payer(maker), writable(offer), writable(vault), writable(makerGold), readonly(tokenProgram)],
        u8(2),
    );
    cost("escrow Cancel", arch, elf.length, cancelled, { size: 13_600, cu: 15_000 });
    assert.equal(amount(makerGold), 100n);
    assert.equal(chain.get(offer)?.lamports ?? 0n, 0n);

    assert(make().ok);
    const taken = chain.send(
        program,
        [signer(taker), writable(maker), writable(offer), writable(vault), writable(takerSilver),
            writable(takerGold), writable(makerSilver), readonly(tokenProgram)],
        u8(1),
    );
    cost("escrow Take", arch, elf.length, taken, { size: 13_600, cu: 20_000 });
    assert.deepEqual([takerGold, takerSilver, makerSilver].map(amount), [60n, 5n, 25n]);
    assert.equal(chain.get(maker).lamports, 10n ** 9n);
}

function oracle(arch) {
    const chain = new Chain();
    const elf = build(orrery, sample("oracle"), work, arch);
    const program = chain.install("oracle", elf);
    const authority = chain.set(address("authority"), { lamports: 10n ** 9n });
    const symbol = Buffer.from("SOL/USD".padEnd(16, "\0"));
    const [feed, bump] = findPda([Buffer.from("feed"), key(authority), symbol], program);
    const limits = (cu) => ({ size: 11_500, cu });
    const made = chain.send(
        program,
        [payer(authority), writable(feed), readonly(systemProgram)],
        cat(u8(0), symbol, u64(10), u8(2)),
    );
    cost("oracle Create", arch, elf.length, made, limits(3500 + 1500 * (255 - bump)));
    for (const [name, price] of [["a", 100], ["b", 105], ["c", 9999]]) {
        const added = chain.send(
            program,
            [writable(feed), signer(authority)],
            cat(u8(1), key(address(name))),
        );
        assert(added.ok, added.logs.join("\n"));
        const published = chain.send(
            program,
            [writable(feed), signer(address(name))],
            cat(u8(3), u64(price), u64(1)),
        );
        if (name === "c") cost("oracle Publish", arch, elf.length, published, limits(700));
        assert(published.ok, published.logs.join("\n"));
    }
    const read = chain.send(program, [readonly(feed)], u8(4));
    cost("oracle Read", arch, elf.length, read, limits(1500));
    assert.equal(read.returnData.readBigInt64LE(0), 105n);
    assert.equal(read.returnData.readBigUInt64LE(8), 5n);
}

/// The three programs of docs/hooks.md, with the sysvar's account as a hook finds it.
function hooks(arch) {
    const chain = new Chain();
    const install = (name) => {
        const elf = build(orrery, sample(name), work, arch);
        return { at: chain.install(name, elf), size: elf.length };
    };
    const [price, lending, bookkeeping] = ["price", "lending", "bookkeeping"].map(install);
    const alice = chain.set(address("alice"), { lamports: 100n * 10n ** 9n });
    const at = (program, name, ...keys) =>
        findPda([Buffer.from(name), ...keys.map((one) => key(one))], program.at);
    const spent = (name, program, reply, size, cu) =>
        cost(name, arch, program.size, reply, { size, cu });
    const made = (name, program, keys, data, bump, size) => {
        const reply = chain.send(program.at, [payer(alice), ...keys, readonly(systemProgram)], data);
        spent(name, program, reply, size, 4500 + 1500 * (255 - bump));
    };

    const [feed, feedBump] = at(price, "feed", alice);
    made("price Create", price, [writable(feed)], cat(u8(0), u64(15_000)), feedBump, 5_000);
    const [market, marketBump] = at(lending, "market", feed);
    const newMarket = [writable(market), readonly(feed)];
    made("lending CreateMarket", lending, newMarket, u8(0), marketBump, 14_000);
    const [position, bump] = at(lending, "position", market, alice);
    const terms = cat(u8(1), u64(10n * 10n ** 9n), u64(100_000));
    const newPosition = [writable(position), writable(market), readonly(feed)];
    made("lending Open", lending, newPosition, terms, bump, 14_000);
    const keeper = address("keeper");
    const [book, bookBump] = at(bookkeeping, "book", feed, keeper);
    const newBook = [writable(book), readonly(feed)];
    made("bookkeeping Open", bookkeeping, newBook, cat(u8(0), key(keeper)), bookBump, 7_000);

    const set = [writable(feed), signer(alice)];
    const moved = chain.send(price.at, set, cat(u8(1), u64(11_500)));
    spent("price Set", price, moved, 5_000, 400);
    const hunter = chain.set(address("hunter"), { lamports: 10n ** 9n });
    const liquidation = [writable(position), writable(market), readonly(feed), writable(hunter)];
    const liquidated = chain.send(lending.at, liquidation, u8(2));
    spent("lending Liquidate", lending, liquidated, 14_000, 1_500);
    assert.equal(chain.get(hunter).lamports, 10n ** 9n + 434_782_608n);
    const healthy = chain.send(lending.at, liquidation, u8(2));
    spent("lending (healthy)", lending, healthy, 14_000, 500);

    const parent = Buffer.concat([sha256(Buffer.from("a")), sha256(Buffer.from("b"))]);
    chain.set("SysvarMsgCtx1111111111111111111111111111111", {
        owner: "Sysvar1111111111111111111111111111111111111",
        data: cat(u8(1), u8(0), u16(1), u64(9), parent, key(alice), key(price.at), key(price.at)),
    });
    const sysvar = readonly("SysvarMsgCtx1111111111111111111111111111111");
    const recorded = chain.send(
        bookkeeping.at,
        [writable(book), readonly(feed), signer(keeper), sysvar],
        u8(1),
    );
    spent("bookkeeping Record", bookkeeping, recorded, 7_000, 700);
    assert.equal(chain.get(book).data.readBigUInt64LE(72), 1n);
    assert.deepEqual(chain.get(book).data.subarray(144, 208), parent);
}

/// Random numbers of all sizes, the same in each run.
function* numbers() {
    for (let i = 0; ; i++) {
        const bits = sha256(Buffer.from(`number ${i}`));
        const value = bits.readBigUInt64LE(0) >> BigInt(bits[8] % 64);
        yield [value, 2n ** 64n - 1n - (value % 3n), value % 3n, (1n << 63n) - (value % 2n)][
            [0, 0, 0, 0, 1, 2, 3, 0][bits[9] % 8]
        ];
    }
}

function expectedArithmetic(a, b, c) {
    const out = [];
    const add = (defined, low, high, value) => {
        const ok = defined && value >= low && value <= high;
        out.push(u8(ok ? 1 : 0), u64(ok ? value : 0n));
    };
    for (const bits of [64, 32, 8]) {
        for (const signed of [false, true]) {
            const as = (x) => (signed ? BigInt.asIntN(bits, x) : BigInt.asUintN(bits, x));
            const low = signed ? -(1n << BigInt(bits - 1)) : 0n;
            const high = (1n << BigInt(signed ? bits - 1 : bits)) - 1n;
            const [x, y] = [as(a), as(b)];
            add(true, low, high, x + y);
            add(true, low, high, x - y);
            add(true, low, high, x * y);
            add(y !== 0n, low, high, y ? x / y : 0n);
            add(y !== 0n, low, high, y ? x % y : 0n);
        }
    }
    const most = 2n ** 64n - 1n;
    add(c > 0n, 0n, most, c ? (a * b) / c : 0n);
    add(c > 0n, 0n, most, c ? (a * b + c - 1n) / c : 0n);
    add(true, -(1n << 31n), (1n << 31n) - 1n, a);
    add(true, 0n, (1n << 63n) - 1n, a);
    add(true, 0n, (1n << 32n) - 1n, BigInt.asIntN(64, a));
    return cat(...out);
}

function arithmetic(arch) {
    const chain = new Chain();
    const elf = build(orrery, source("arithmetic.cpp"), work, arch);
    const program = chain.install("arithmetic", elf);
    const random = numbers();
    for (let i = 0; i < 300; i++) {
        const [a, b, c] = [random.next().value, random.next().value, random.next().value];
        const found = chain.send(program, [], cat(u64(a), u64(b), u64(c)));
        assert(found.ok, found.logs.join("\n"));
        const expected = expectedArithmetic(a, b, c);
        // LiteSVM shows return data without the zeros at its end.
        const padded = cat(found.returnData, Buffer.alloc(expected.length - found.returnData.length));
        assert.deepEqual(padded, expected, `${arch} ${a} ${b} ${c}`);
    }
}

function accounts(arch) {
    const chain = new Chain();
    const elf = build(orrery, source("accounts.cpp"), work, arch);
    const program = chain.install("accounts", elf);
    const own = [0, 1, 7, 8, 333].map((size) => {
        const data = Buffer.alloc(size, size);
        return chain.set(address(`own ${size}`), { owner: program, data });
    });
    // Duplicates, also of duplicates; flags are the transaction's.
    const listed = [0, 1, 0, 2, 1, 1, 3, 4, 0, 2].map((i) => own[i]);
    const keys = listed.map((at) => ({ key: at, w: at === own[2], s: at === own[3] }));
    const seen = chain.send(program, keys, Buffer.alloc(0));
    assert(seen.ok, seen.logs.join("\n"));
    const expected = cat(
        ...keys.map(({ key: at, w, s }) => {
            const { owner, lamports, data } = chain.get(at);
            const flags = [u8(data.at(-1) ?? 0), u8(s ? 1 : 0), u8(w ? 1 : 0)];
            return cat(key(at), key(owner), u64(lamports), u64(data.length), ...flags);
        }),
    );
    assert.deepEqual(cat(seen.returnData, Buffer.alloc(expected.length - seen.returnData.length)), expected);

    const both = [writable(own[4]), writable(own[1])];
    chain.set(own[4], { owner: program, lamports: rent(20_000), data: Buffer.alloc(333, 7) });
    assert(chain.send(program, both, cat(u8(1), u64(10_240))).ok);
    assert.deepEqual(chain.get(own[4]).data, cat(Buffer.alloc(333, 7), Buffer.alloc(10_240)));
    assert(!chain.send(program, both, cat(u8(1), u64(10_241))).ok);
    const heir = chain.get(own[1]).lamports;
    assert(chain.send(program, both, u8(2)).ok);
    assert.equal(chain.get(own[4])?.lamports ?? 0n, 0n);
    assert.equal(chain.get(own[1]).lamports, heir + rent(20_000));
}

for (const arch of ["v3", "v0"])
    for (const run of [small, arithmetic, accounts, counter, escrow, oracle, hooks]) run(arch);
console.log("program              sBPF   bytes      CU");
for (const [name, arch, size, cu] of rows)
    console.log(`${name.padEnd(20)} ${arch} ${String(size).padStart(8)} ${String(cu).padStart(7)}`);
