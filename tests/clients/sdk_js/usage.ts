// Compiled, never run: how a dApp in TypeScript uses @orrery/sdk beside its other libraries.
import { createKeyPairSignerFromBytes, type Instruction as KitInstruction } from "@solana/kit";
import * as web3 from "@solana/web3.js";
import {
    confirm,
    DeployBundle,
    decodeJumbo,
    hooks,
    JumboBuilder,
    OrreryError,
    sendAll,
    sendJumbo,
    toWeb3Instruction,
    type Instruction,
    type Wallet,
} from "@orrery/sdk";
import { seats, type Auction } from "@orrery/sdk/hooks";

const { Connection, Keypair, SystemProgram } = web3;

export async function pay(connection: web3.Connection, wallet: Wallet, fromKit: KitInstruction) {
    const payer = Keypair.generate();
    const kitSigner = await createKeyPairSignerFromBytes(payer.secretKey);
    const builder = new JumboBuilder({ payer, ...(await connection.getLatestBlockhash()) })
        .add(
            SystemProgram.transfer({
                fromPubkey: payer.publicKey,
                toPubkey: Keypair.generate().publicKey,
                lamports: 1,
            }),
            fromKit,
        )
        .add([{ program: payer, accounts: [{ address: wallet.publicKey!, signer: true }] }]);
    const fee: bigint = builder.fee();
    const signed = await builder.sign(payer, kitSigner, kitSigner.keyPair, [wallet]);
    const id: string = await sendJumbo(connection, signed, { skipPreflight: fee > 0n });
    const { slot } = await confirm(new URL("http://127.0.0.1:8899"), id, {
        commitment: "finalized",
    });
    await sendAll("http://127.0.0.1:8899", builder.split({ maxSize: 65_536 }), {
        signers: [payer],
    });
    const text: string[] = decodeJumbo(signed.wire).addresses;
    return { slot, text };
}

export function bid(
    authority: web3.PublicKey,
    target: string,
    auction: Auction,
): web3.TransactionInstruction {
    const hook = hooks.hookAddress(authority, 1n).address;
    const body = hooks.hookBody({ programAddress: target });
    const register: Instruction = hooks.registerHook({
        authority,
        feePayer: authority,
        nonce: 1,
        target,
        body,
        cuLimit: 50_000,
    });
    const best: bigint | undefined = seats(auction, hooks.defaultConfig)[0]?.price;
    const order = hooks.placeBid({
        authority,
        feePayer: authority,
        hook,
        target,
        epoch: auction.epoch,
        limit: best ?? 5_000,
    });
    toWeb3Instruction(register, web3);
    return toWeb3Instruction(order, web3);
}

export function deploy(payer: web3.Keypair, elf: Uint8Array): Instruction[] {
    return new DeployBundle({ payer }).add({ program: Keypair.generate(), elf }).instructions();
}

export const codeOf = (error: unknown) => (error instanceof OrreryError ? error.code : undefined);

// @ts-expect-error: there is no such option
new JumboBuilder({ payer: "", units: 1 });
// @ts-expect-error: an epoch is missing
hooks.placeBid({ authority: "", feePayer: "", hook: "", target: "", limit: 1 });
// @ts-expect-error: a wallet must sign messages
sendAll("", [], { signers: [{ publicKey: "" }] });
void Connection;
