// Instructions and accounts of the three programs, as their headers tell: programs/*/src/*.hpp.
import { addresses, decodeBase58, encodeBase58, findProgramAddress } from "@orrery/sdk";
import { read, readWallet } from "./chain.mjs";

const idOf = (name) => readWallet(`target/deploy/${name}-keypair.json`).address;
/// The programs that were built last.
export const ids = {
    price: idOf("price"),
    lending: idOf("lending"),
    bookkeeping: idOf("bookkeeping"),
};
/// Where a hook finds out which transaction set it off.
const msgCtx = "SysvarMsgCtx1111111111111111111111111111111";

const signer = (address) => ({ address, signer: true });
const payer = (address) => ({ address, signer: true, writable: true });
const writable = (address) => ({ address, writable: true });
const system = { address: addresses.system };

function data(number, ...values) {
    const out = Buffer.alloc(1 + 8 * values.length);
    out.writeUInt8(number);
    values.forEach((value, i) => out.writeBigUInt64LE(value, 1 + 8 * i));
    return out;
}

const derive = (program, name, ...keys) =>
    findProgramAddress([name, ...keys.map(decodeBase58)], program).address;

export const feedOf = (authority) => derive(ids.price, "feed", authority);
export const marketOf = (feed) => derive(ids.lending, "market", feed);
export const positionOf = (market, owner) => derive(ids.lending, "position", market, owner);
export const bookOf = (feed, keeper) => derive(ids.bookkeeping, "book", feed, keeper);

export const createFeed = (authority, cents) => ({
    program: ids.price,
    accounts: [payer(authority), writable(feedOf(authority)), system],
    data: data(0, cents),
});

export const setPrice = (authority, cents) => ({
    program: ids.price,
    accounts: [writable(feedOf(authority)), signer(authority)],
    data: data(1, cents),
});

export const createMarket = (by, feed) => ({
    program: ids.lending,
    accounts: [payer(by), writable(marketOf(feed)), { address: feed }, system],
    data: data(0),
});

export const openPosition = (owner, feed, { collateral, debt }) => ({
    program: ids.lending,
    accounts: [
        payer(owner),
        writable(positionOf(marketOf(feed), owner)),
        writable(marketOf(feed)),
        { address: feed },
        system,
    ],
    data: data(1, collateral, debt),
});

export const liquidateIfUnhealthy = (feed, position, liquidator) => ({
    program: ids.lending,
    accounts: [
        writable(position),
        writable(marketOf(feed)),
        { address: feed },
        writable(liquidator),
    ],
    data: data(2),
});

export const openBook = (by, feed, keeper) => ({
    program: ids.bookkeeping,
    accounts: [payer(by), writable(bookOf(feed, keeper)), { address: feed }, system],
    data: Buffer.concat([data(0), decodeBase58(keeper)]),
});

export const recordMove = (feed, keeper) => ({
    program: ids.bookkeeping,
    accounts: [
        writable(bookOf(feed, keeper)),
        { address: feed },
        signer(keeper),
        { address: msgCtx },
    ],
    data: data(1),
});

// Behind 8 bytes of discriminator and two keys.
export async function readPosition(address) {
    const bytes = await read(address);
    return { collateral: bytes.readBigUInt64LE(72), debt: bytes.readBigUInt64LE(80) };
}

export async function readBook(address) {
    const bytes = await read(address);
    const [moves, price, lowest, highest, slot] = [0, 1, 2, 3, 4].map((i) =>
        bytes.readBigUInt64LE(72 + 8 * i),
    );
    return {
        moves,
        price,
        lowest,
        highest,
        slot,
        mover: encodeBase58(bytes.subarray(112, 144)),
        parent: encodeBase58(bytes.subarray(144, 208)),
        programs: bytes.readUInt16LE(208),
        hookIndex: bytes.readUInt8(210),
    };
}
