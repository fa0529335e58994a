// Greets on the chain of ORRERY_URL, paid by the wallet in ORRERY_KEYPAIR, or by yours. The program
// is the one built last: node client/js/main.mjs NAME, in the project's folder.
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { Connection, Keypair, Transaction, TransactionInstruction } from "@solana/web3.js";

const readKeypair = (file) =>
    Keypair.fromSecretKey(Uint8Array.from(JSON.parse(readFileSync(file, "utf8"))));

const name = process.argv[2] ?? "JavaScript";
const chain = new Connection(process.env.ORRERY_URL ?? "http://127.0.0.1:8899", {
    commitment: "confirmed",
    wsEndpoint: process.env.ORRERY_WS_URL,
});
const payer = readKeypair(process.env.ORRERY_KEYPAIR ?? `${homedir()}/.config/solana/id.json`);
const programId = readKeypair("target/deploy/@name@-keypair.json").publicKey;

const greet = new TransactionInstruction({ programId, keys: [], data: Buffer.from(name) });
const lifetime = await chain.getLatestBlockhash();
const transaction = new Transaction(lifetime).add(greet);
// Without the preflight a call that fails is stored, too, and can be looked at.
const signature = await chain.sendTransaction(transaction, [payer], { skipPreflight: true });
const failure = await chain
    .confirmTransaction({ signature, ...lifetime })
    .then(({ value }) => value.err, (error) => error);

const stored = await chain.getTransaction(signature, { maxSupportedTransactionVersion: 0 });
console.log(`JavaScript: transaction ${signature}`);
for (const line of stored?.meta.logMessages ?? []) console.log(`  ${line}`);
if (failure) {
    console.error("It failed:", failure);
    console.error(`Where: orrery tx ${signature} --trace`);
    process.exit(1);
}
