// @orrery/sdk's hooks against a chain of its own: registered, bid for, run, paid out.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";

import {
    confirm,
    DeployBundle,
    findProgramAddress,
    getJumbo,
    hooks,
    JumboBuilder,
    latestBlockhash,
    rentMinimum,
    sendJumbo,
} from "@orrery/sdk";
import { Connection, Keypair, LAMPORTS_PER_SOL, PublicKey } from "@solana/web3.js";
import { WebSocket } from "ws";

import { cat, u64, u8 } from "../../differential/lib/bytes.mjs";
import { ids } from "../../differential/lib/ids.mjs";
import { startEphemeral } from "../lib/chain.mjs";
import { transfer, Wallet } from "./support.mjs";

const gift = 7n; // what the hook's body moves

let chain, connection, developer, bidder, caller, target, counter;
before(async () => {
    chain = await startEphemeral();
    connection = new Connection(chain.url, "confirmed");
    developer = chain.dev[0];
    [bidder, caller, target] = [new Wallet(), new Wallet(), Keypair.generate()];
    for (const { publicKey } of [bidder, caller])
        await connection.confirmTransaction(
            await connection.requestAirdrop(publicKey, LAMPORTS_PER_SOL),
        );
    counter = findProgramAddress(["counter", caller.publicKey.toBytes()], target).address;
    const elf = readFileSync(new URL("../../../programs/prebuilt/counter.so", import.meta.url));
    const bundle = new DeployBundle({ payer: developer }).add({ program: target, elf });
    await run([developer, target], bundle.instructions(), bundle.budget());
    await run(
        [caller],
        [
            {
                program: target,
                accounts: [
                    { address: caller, signer: true, writable: true },
                    { address: counter, writable: true },
                    { address: ids.system },
                ],
                data: u8(0),
            },
        ],
    );
});
after(() => chain.stop());

/// Sends instructions as a jumbo of the first signer: {id, fee}.
async function run(signers, instructions, budget) {
    const blockhash = await latestBlockhash(connection);
    const builder = new JumboBuilder({ payer: signers[0], blockhash, ...budget }).add(instructions);
    const signed = await builder.sign(signers);
    await confirm(connection, await sendJumbo(connection, signed));
    return signed;
}

const increment = () =>
    run(
        [caller],
        [
            {
                program: target,
                accounts: [
                    { address: counter, writable: true },
                    { address: caller, signer: true },
                ],
                data: cat(u8(1), u64(1)),
            },
        ],
    );
const balance = async (who) =>
    BigInt(await connection.getBalance(new PublicKey(who.publicKey ?? who)));
const slotNow = async () => BigInt(await connection.getSlot("processed"));

/// Shares are paid when the slot ends.
async function endOfSlot(id) {
    const { slot } = await confirm(connection, id);
    while ((await slotNow()) <= BigInt(slot))
        await new Promise((resolve) => setTimeout(resolve, 20));
}

test("A hook runs behind a transaction, and the money goes where it was reckoned to", async () => {
    const config = await hooks.fetchConfig(connection);
    assert.equal(config.epochSlots, 64n);
    const authority = bidder.publicKey;
    const { address: hook } = hooks.hookAddress(authority, 1);
    const { address: own } = hooks.signerAddress(hook);
    const epoch = (await slotNow()) / config.epochSlots + 1n;
    const bid = { authority, feePayer: authority, hook, target, epoch, limit: 6_000 };
    const body = transfer(new PublicKey(own), authority, gift);
    await run(
        [bidder],
        [
            transfer(authority, new PublicKey(own), rentMinimum(0) + 3n * gift),
            hooks.registerHook({
                authority,
                feePayer: authority,
                nonce: 1,
                target,
                body,
                cuLimit: 1_000,
            }),
            hooks.placeBid(bid),
        ],
    );

    const stored = await hooks.fetchHook(connection, hook);
    assert.equal(stored.state, "active");
    assert.equal(stored.lastEpoch, epoch);
    assert.equal(hooks.decodeHookBody(stored)[0].programAddress, ids.system);
    const auction = await hooks.fetchAuction(connection, target, epoch);
    assert.equal(auction.p0, hooks.startPrice(config));
    const [seat, ...others] = hooks.seats(auction, config);
    assert.equal(seat.hook, hook);
    assert.equal(others.length, 0);

    const shown = await hooks.getHookAuction(connection, target);
    assert.equal(BigInt(shown.epoch), epoch);
    assert.equal(shown.address, hooks.auctionAddress(target, epoch).address);
    assert.equal(shown.orders[0].hook, hook);
    const early = await increment();
    await chain.rpc("orrery_warp", { slot: Number(epoch * config.epochSlots) });
    assert.equal((await hooks.fetchHook(connection, hook)).triggers, 0n, early.id);
    const parties = [bidder, caller, developer, own];
    const before = await Promise.all(parties.map(balance));
    const told = [];
    const options = { WebSocket, commitment: "confirmed" };
    const filter = { program: target.publicKey.toBase58() };
    const end = await hooks.hookSubscribe(chain.wsUrl, filter, (one) => told.push(one), options);
    const { id, fee } = await increment();
    await endOfSlot(id);
    while (told.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    end();
    assert.ok(JSON.stringify(told[0].value).includes(hook));
    const [running] = (await hooks.getHooks(connection, target, epoch)).hooks;
    assert.deepEqual([running.hook, BigInt(running.bid)], [hook, seat.price]);
    assert.deepEqual((await getJumbo(connection, id)).meta.hooks, [hooks.hookId(id, hook, 0)]);
    const change = (await Promise.all(parties.map(balance))).map((now, i) => now - before[i]);

    const gas = hooks.hookGas(1_000, stored.body.length);
    const { initiator, owner } = hooks.split(config, seat.price, gas);
    assert.deepEqual(change, [gift - seat.price - gas, initiator - fee, owner, -gift]);
    const done = await hooks.fetchHook(connection, hook);
    assert.equal(done.triggers, 1n);
    assert.equal(done.capUsed, 1);
    const [status] = (await chain.rpc("getSignatureStatuses", [hooks.hookId(id, hook, 0)])).value;
    assert.equal(status.err, null);
});

test("An order is cancelled, a hook is closed, an order is reclaimed", async () => {
    const config = await hooks.fetchConfig(connection);
    const authority = bidder.publicKey;
    const feePayer = authority;
    const { address: hook } = hooks.hookAddress(authority, 2);
    const epoch = (await slotNow()) / config.epochSlots + 1n;
    const order = { hook, target, epoch, feePayer };
    const before = await balance(bidder);
    const made = await run(
        [bidder],
        [
            hooks.registerHook({
                authority,
                feePayer,
                nonce: 2,
                target,
                body: [
                    {
                        program: ids.system,
                        accounts: [{ address: authority }],
                        data: [2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
                    },
                ],
            }),
            hooks.placeBid({ ...order, authority, limit: 5_000 }),
            hooks.disableHook({ hook, by: authority }),
            hooks.enableHook({ hook, authority, feePayer }),
            hooks.cancelBid({ ...order, authority }),
        ],
    );
    const auction = await hooks.fetchAuction(connection, target, epoch);
    assert.equal(auction.orders.at(-1).cancelled, true);
    assert.deepEqual(
        hooks.seats(auction, config).filter((seat) => seat.hook === hook),
        [],
    );
    await chain.rpc("orrery_warp", { slot: Number((epoch + 1n) * config.epochSlots) });
    const { creator } = auction;
    const undone = await run(
        [bidder],
        [
            hooks.reclaim({ ...order, creator, treasury: config.treasury }),
            hooks.closeHook({ hook, by: authority, feePayer }),
        ],
    );
    assert.equal(await hooks.fetchAuction(connection, target, epoch), undefined);
    assert.equal(await hooks.fetchHook(connection, hook), undefined);
    assert.equal(await balance(bidder), before - made.fee - undone.fee);
});

test("What the Hooks program refuses has a name", async () => {
    const authority = bidder.publicKey;
    const { address: hook } = hooks.hookAddress(authority, 1);
    const past = { authority, feePayer: authority, hook, target, epoch: 1, limit: 5_000 };
    const error = await run([bidder], [hooks.placeBid(past)]).then(assert.fail, (e) => e);
    const [at, { Custom }] = error.cause.data.err.InstructionError;
    assert.equal(at, 0);
    assert.equal(hooks.errorName(Custom), "WrongEpoch");
});

test("The upgrade authority names who receives its share", async () => {
    const recipient = Keypair.generate().publicKey.toBase58();
    const upgradeAuthority = developer.publicKey;
    await run(
        [developer],
        [hooks.setOwnerRecipient({ upgradeAuthority, payer: upgradeAuthority, target, recipient })],
    );
    const owner = await hooks.fetchOwner(connection, target);
    assert.equal(owner.recipient, recipient);
    assert.equal(owner.setBy, upgradeAuthority.toBase58());
});

test("A hook's own account is recovered by acting as it", async () => {
    const authority = bidder.publicKey;
    const { address: hook } = hooks.hookAddress(authority, 1);
    const own = new PublicKey(hooks.signerAddress(hook).address);
    const inner = transfer(own, authority, await balance(own));
    await run([bidder], [hooks.act({ hook, authority, inner })]);
    assert.equal(await balance(own), 0n);
});
