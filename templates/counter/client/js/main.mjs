// Counts on the chain of ORRERY_URL, paid by the wallet in ORRERY_KEYPAIR, or by yours. The program
// is the one built last: node client/js/main.mjs, in the project's folder.
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import {
    Connection,
    Keypair,
    PublicKey,
    SystemProgram,
    Transaction,
    TransactionInstruction,
} from "@solana/web3.js";

const readKeypair = (file) =>
    Keypair.fromSecretKey(Uint8Array.from(JSON.parse(readFileSync(file, "utf8"))));

const chain = new Connection(process.env.ORRERY_URL ?? "http://127.0.0.1:8899", {
    commitment: "confirmed",
    wsEndpoint: process.env.ORRERY_WS_URL,
});
const owner = readKeypair(process.env.ORRERY_KEYPAIR ?? `${homedir()}/.config/solana/id.json`);
const programId = readKeypair("target/deploy/@name@-keypair.json").publicKey;
const [counter] = PublicKey.findProgramAddressSync(
    [Buffer.from("counter"), owner.publicKey.toBuffer()],
    programId,
);

// The accounts and the data that src/@identifier@.hpp tells.
const accounts = [
    { pubkey: owner.publicKey, isSigner: true, isWritable: true },
    { pubkey: counter, isSigner: false, isWritable: true },
];
const create = new TransactionInstruction({
    programId,
    keys: [...accounts, { pubkey: SystemProgram.programId, isSigner: false, isWritable: false }],
    data: Buffer.from([0]),
});
const add = (amount) => {
    const data = Buffer.alloc(9);
    data.writeUInt8(1, 0);
    data.writeBigUInt64LE(amount, 1);
    return new TransactionInstruction({ programId, keys: accounts, data });
};

const transaction = new Transaction();
if (!(await chain.getAccountInfo(counter))) transaction.add(create);
transaction.add(add(40n));
const lifetime = await chain.getLatestBlockhash();
// Without the preflight a call that fails is stored, too, and can be looked at.
const signature = await chain.sendTransaction(transaction, [owner], { skipPreflight: true });
const failure = await chain
    .confirmTransaction({ signature, ...lifetime })
    .then(({ value }) => value.err, (error) => error);
if (failure) {
    console.error("It failed:", failure);
    console.error(`Where: orrery tx ${signature} --trace`);
    process.exit(1);
}

// The discriminator's 8 bytes, the owner's 32, the count.
const { data } = await chain.getAccountInfo(counter);
console.log(`JavaScript: the counter is at ${data.readBigUInt64LE(40)}`);
