// A price falls, and behind the transaction that tells so, before anything else, two hooks run: one
// liquidates a loan, one keeps a book. Who pays and who is paid is shown and checked to the lamport;
// the first figure that is off ends this with an error.
import assert from "node:assert/strict";
import { hooks } from "@orrery/sdk";
import * as chain from "./chain.mjs";
import { balances, checkBalances, checkReceipt, flowOf, showFlows, sumOf } from "./money.mjs";
import * as programs from "./programs.mjs";
import { dollars, heading, list, number, sol, table } from "./text.mjs";

const target = programs.ids.price; // hooks follow this program
const cuLimit = 200_000;
const oneSol = 1_000_000_000n;
const price = { before: 150_00n, after: 115_00n }; // cents per SOL
const loans = {
    alice: { collateral: 10n * oneSol, debt: 1_000_00n },
    bob: { collateral: 10n * oneSol, debt: 500_00n },
};
// Lamports per trigger. The first is above what the auction's clock begins with: that hook has its
// seat at once, for what the clock shows. The second waits until the clock has come down.
const limits = { liquidation: 2_000_000n, bookkeeping: 100_003n };

/// The owner has deployed the programs, the mover tells the price, Alice and Bob borrow; the hunter
/// and the clerk have a hook each, and pay for it.
async function gather() {
    const owner = chain.readWallet(process.env.ORRERY_KEYPAIR ?? "target/wallet.json");
    const [mover, alice, bob, hunter, clerk] = Array.from({ length: 5 }, chain.newWallet);
    await chain.airdrop(20n * oneSol, mover, alice, bob, hunter, clerk);
    return { owner, mover, alice, bob, hunter, clerk };
}

async function lend({ mover, alice, bob }) {
    const feed = programs.feedOf(mover.address);
    const market = programs.marketOf(feed);
    await chain.send([mover], programs.createFeed(mover.address, price.before));
    await chain.send([mover], programs.createMarket(mover.address, feed));
    await chain.send([alice], programs.openPosition(alice.address, feed, loans.alice));
    await chain.send([bob], programs.openPosition(bob.address, feed, loans.bob));
    const positionOf = ({ address }) => programs.positionOf(market, address);
    return { feed, market, positions: { alice: positionOf(alice), bob: positionOf(bob) } };
}

function showLoans() {
    const rows = Object.entries(loans).map(([name, { collateral, debt }]) => {
        const covering = (collateral * 85n) / 100n;
        const floor = (debt * oneSol + covering - 1n) / covering;
        return [name, sol(collateral), dollars(debt), dollars(floor)];
    });
    table([["loan", "collateral", "debt", "unhealthy below"], ...rows]);
}

/// The body of a hook is what it runs. Only the hook's own key can sign in it.
function bodies({ hunter, clerk }, { feed, positions }) {
    const keeper = keeperOf(clerk);
    return {
        liquidation: hooks.hookBody(
            Object.values(positions).map((position) =>
                programs.liquidateIfUnhealthy(feed, position, hunter.address),
            ),
        ),
        bookkeeping: hooks.hookBody(programs.recordMove(feed, keeper)),
    };
}

// A hook's addresses follow from who registers it, and a number.
const hookOf = ({ address }) => hooks.hookAddress(address, 1n).address;
const keeperOf = (authority) => hooks.signerAddress(hookOf(authority)).address;

const register = ({ authority, body, maxPerSlot }) =>
    hooks.registerHook({
        authority: authority.address,
        feePayer: authority.address,
        nonce: 1n,
        target,
        body,
        cuLimit,
        maxPerSlot,
        filter: Uint8Array.of(1), // Set's number: what begins otherwise moves no price
    });

async function registerHooks(people, world) {
    const { hunter, clerk } = people;
    const body = bodies(people, world);
    const all = [
        { name: "liquidation", authority: hunter, body: body.liquidation, maxPerSlot: 1 },
        // Not one move shall be missed.
        { name: "bookkeeping", authority: clerk, body: body.bookkeeping, maxPerSlot: 100 },
    ];
    await chain.send([clerk], programs.openBook(clerk.address, world.feed, keeperOf(clerk)));
    for (const one of all) await chain.send([one.authority], register(one));
    return all.map((one) => {
        const hook = hookOf(one.authority);
        return { ...one, cuLimit, hook, limit: limits[one.name] };
    });
}

/// Bids for the hooks' next epoch, and goes there.
async function bid(all, { epochSlots }) {
    const slotsForBids = 32n;
    const now = await chain.slotNow();
    if (now % epochSlots > epochSlots - slotsForBids)
        await chain.warpTo((now / epochSlots + 1n) * epochSlots);

    const epoch = (await chain.slotNow()) / epochSlots + 1n;
    for (const { authority, hook, limit } of all) {
        const payer = authority.address;
        const order = { authority: payer, feePayer: payer, hook, target, epoch, limit };
        await chain.send([authority], hooks.placeBid(order));
    }
    await chain.warpTo(epoch * epochSlots);
    return epoch;
}

/// What each hook pays, by the auction's own account.
async function takeSeats(all, config, epoch) {
    const auction = await hooks.fetchAuction(chain.url, target, epoch);
    const seats = hooks.seats(auction, config);
    const prices = all.map(({ hook }) => seats.find((seat) => seat.hook === hook)?.price);
    assert.equal(seats.length, all.length, "every bid has a seat");
    assert(prices[0] <= auction.p0, "who bids more than the clock shows pays what it shows");
    assert.equal(prices[1], limits.bookkeeping, "who waits for the clock pays its limit");
    return all.map((one, i) => ({ ...one, price: prices[i] }));
}

/// What Alice's loan costs her when it is liquidated: its debt at the new price, rounded up, to the
/// market, and 5 % of that to the hunter.
function seizure({ debt }) {
    const recovered = (debt * oneSol + price.after - 1n) / price.after;
    return { recovered, reward: (recovered * 5n) / 100n };
}

function expectedChanges(flows, fee) {
    const { recovered, reward } = seizure(loans.alice);
    const [liquidation, bookkeeping] = flows.map((flow) => flow.bid + flow.gas);
    const sum = sumOf(flows);
    return {
        hunter: reward - liquidation,
        clerk: -bookkeeping,
        mover: sum.initiator - fee,
        owner: sum.owner,
        network: sum.network + sum.gas + fee,
        "Alice's loan": -recovered - reward,
        "Bob's loan": 0n,
        market: recovered,
    };
}

async function showPositions(positions) {
    const { recovered, reward } = seizure(loans.alice);
    const left = { collateral: loans.alice.collateral - recovered - reward, debt: 0n };
    const expected = { alice: left, bob: loans.bob };
    const rows = [];
    for (const [name, position] of Object.entries(positions)) {
        const loan = await programs.readPosition(position);
        assert.deepEqual(loan, expected[name], `${name}'s loan`);
        const state = loan.debt === 0n ? "liquidated" : "healthy";
        rows.push([name, sol(loan.collateral), dollars(loan.debt), state]);
    }
    table([["loan", "collateral", "debt", ""], ...rows]);
}

async function showBook(address, moved, mover) {
    const book = await programs.readBook(address);
    assert.deepEqual(book, {
        moves: 1n,
        price: price.after,
        lowest: price.after,
        highest: price.before,
        slot: moved.slot,
        mover: mover.address,
        parent: moved.id,
        programs: 1,
        hookIndex: 1,
    });
    list({
        moves: number(book.moves),
        price: `${dollars(book.price)}; from ${dollars(book.lowest)} to ${dollars(book.highest)}`,
        "moved by": book.mover,
        in: book.parent,
    });
}

const accountsOf = ({ owner, mover, hunter, clerk }, { market, positions }, { treasury }) => [
    { name: "hunter", address: hunter.address },
    { name: "clerk", address: clerk.address },
    { name: "mover", address: mover.address },
    { name: "owner", address: owner.address },
    { name: "network", address: treasury },
    { name: "Alice's loan", address: positions.alice },
    { name: "Bob's loan", address: positions.bob },
    { name: "market", address: market },
];

/// One transaction, and balances around it: the hooks' shares are paid when its slot ends.
async function movePrice(mover, accounts) {
    const before = await balances(accounts);
    const moved = await chain.send([mover], programs.setPrice(mover.address, price.after));
    await chain.endOf(moved.slot);
    return { moved, before, after: await balances(accounts) };
}

async function showRuns(moved, all, flows, keys) {
    const ran = { "the move": moved.id };
    for (const [index, { name, hook }] of all.entries())
        ran[name] = await checkReceipt(flows[index], { ...keys, hook, index, parent: moved.id });
    list(ran);
}

const people = await gather();
const { owner, mover, clerk } = people;
const world = await lend(people);
heading(`1. A SOL is ${dollars(price.before)}. Alice and Bob have borrowed:`);
showLoans();

const config = await hooks.fetchConfig(chain.url);
const registered = await registerHooks(people, world);
const epoch = await bid(registered, config);
const all = await takeSeats(registered, config, epoch);
const period = `the ${config.epochSlots} slots of epoch ${epoch}`;
heading(`2. Two hooks of the price program have seats for ${period}:`);
table([
    ["hook", "limit", "pays", "address"],
    ...all.map((one) => [one.name, one.limit, one.price, one.hook]),
]);

const accounts = accountsOf(people, world, config);
const { moved, before, after } = await movePrice(mover, accounts);
const flows = all.map(flowOf);
heading(`3. The price falls to ${dollars(price.after)}, and the hooks run behind it:`);
const keys = { mover: mover.address, owner: owner.address, treasury: config.treasury };
await showRuns(moved, all, flows, keys);
heading("4. The hooks' money, in lamports:");
showFlows(flows);
heading(`5. What everybody has, in lamports (the move's fee is ${number(moved.fee)}):`);
checkBalances(accounts, before, after, expectedChanges(flows, moved.fee));
heading("6. The loans:");
await showPositions(world.positions);
heading("7. The book:");
await showBook(programs.bookOf(world.feed, keeperOf(clerk)), moved, mover);
console.log("\nEvery lamport is where it belongs.");
