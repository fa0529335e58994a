// Sets a price of your own on the chain of ORRERY_URL, paid and signed by the wallet in
// ORRERY_KEYPAIR, or by yours: node client/move.mjs DOLLARS, in the project's folder. The first time
// it makes the feed.
import { homedir } from "node:os";
import * as chain from "./chain.mjs";
import { createFeed, feedOf, setPrice } from "./programs.mjs";

const [dollars] = process.argv.slice(2);
if (!/^\d{1,9}(\.\d\d)?$/.test(dollars)) {
    console.error("usage: node client/move.mjs DOLLARS, such as 115 or 99.50");
    process.exit(2);
}
const cents = BigInt(dollars.replace(".", "")) * (dollars.includes(".") ? 1n : 100n);
const wallet = chain.readWallet(
    process.env.ORRERY_KEYPAIR ?? `${homedir()}/.config/solana/id.json`,
);
const there = await chain.exists(feedOf(wallet.address));
const { id } = await chain.send([wallet], (there ? setPrice : createFeed)(wallet.address, cents));
console.log(`${there ? "Set" : "Made"} the price $${dollars}: transaction ${id}`);
