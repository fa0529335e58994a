// Writes instructions.txt, transactions.txt and addresses.txt: what web3.js and spl-token build from
// the inputs that tests/unit/sdk/tx builds from too. Run once, by hand, where these are installed:
//   npm i @solana/web3.js@1 @solana/spl-token@0.4 @solana/spl-memo@0.2 && node generate.mjs
import { createHash } from 'crypto';
import { writeFileSync } from 'fs';
import { blake3 } from '@noble/hashes/blake3';
import * as memo from '@solana/spl-memo';
import * as token from '@solana/spl-token';
import {
  AddressLookupTableAccount, AddressLookupTableProgram, ComputeBudgetProgram, Keypair, PublicKey,
  SystemProgram, Transaction, TransactionMessage, VersionedTransaction,
} from '@solana/web3.js';

const here = (name) => new URL(name, import.meta.url).pathname;
const pair = (n) => Keypair.fromSeed(Buffer.alloc(32, n));
const key = (n) => pair(n).publicKey;
const hex = (bytes) => Buffer.from(bytes).toString('hex') || '-';

// Instructions: name, program, data, then key:flags (s signer, w writable).
const instructions = {};
const put = (name, ix) => (instructions[name] = ix);
const derived = { basePubkey: key(3), seed: 'seed of an account', programId: key(4) };

put('create_account', SystemProgram.createAccount({ fromPubkey: key(1), newAccountPubkey: key(2), lamports: 123456789, space: 165, programId: key(4) }));
put('assign', SystemProgram.assign({ accountPubkey: key(1), programId: key(4) }));
put('transfer', SystemProgram.transfer({ fromPubkey: key(1), toPubkey: key(2), lamports: 0xffffffffffn }));
put('create_account_with_seed', SystemProgram.createAccountWithSeed({ fromPubkey: key(1), newAccountPubkey: key(2), ...derived, lamports: 7, space: 8 }));
put('create_account_with_own_seed', SystemProgram.createAccountWithSeed({ fromPubkey: key(3), newAccountPubkey: key(2), ...derived, lamports: 7, space: 8 }));
put('advance_nonce', SystemProgram.nonceAdvance({ noncePubkey: key(1), authorizedPubkey: key(2) }));
put('withdraw_nonce', SystemProgram.nonceWithdraw({ noncePubkey: key(1), authorizedPubkey: key(2), toPubkey: key(3), lamports: 99 }));
put('initialize_nonce', SystemProgram.nonceInitialize({ noncePubkey: key(1), authorizedPubkey: key(2) }));
put('authorize_nonce', SystemProgram.nonceAuthorize({ noncePubkey: key(1), authorizedPubkey: key(2), newAuthorizedPubkey: key(3) }));
put('allocate', SystemProgram.allocate({ accountPubkey: key(1), space: 4096 }));
put('allocate_with_seed', SystemProgram.allocate({ accountPubkey: key(2), ...derived, space: 4096 }));
put('assign_with_seed', SystemProgram.assign({ accountPubkey: key(2), ...derived }));
put('transfer_with_seed', SystemProgram.transfer({ fromPubkey: key(2), toPubkey: key(5), lamports: 11n, ...derived }));
put('request_heap_frame', ComputeBudgetProgram.requestHeapFrame({ bytes: 65536 }));
put('set_compute_unit_limit', ComputeBudgetProgram.setComputeUnitLimit({ units: 1400000 }));
put('set_compute_unit_price', ComputeBudgetProgram.setComputeUnitPrice({ microLamports: 5000000000n }));
const [create, tableAddress] = AddressLookupTableProgram.createLookupTable({ authority: key(1), payer: key(2), recentSlot: 447552000n });
create.keys[1].isSigner = false;  // web3.js asks for it; the program and the Rust SDK don't
put('lookup_table_create', create);
put('lookup_table_freeze', AddressLookupTableProgram.freezeLookupTable({ lookupTable: tableAddress, authority: key(1) }));
put('lookup_table_extend', AddressLookupTableProgram.extendLookupTable({ lookupTable: tableAddress, authority: key(1), payer: key(2), addresses: [key(3), key(4)] }));
put('lookup_table_extend_unpaid', AddressLookupTableProgram.extendLookupTable({ lookupTable: tableAddress, authority: key(1), addresses: [key(3)] }));
put('lookup_table_deactivate', AddressLookupTableProgram.deactivateLookupTable({ lookupTable: tableAddress, authority: key(1) }));
put('lookup_table_close', AddressLookupTableProgram.closeLookupTable({ lookupTable: tableAddress, authority: key(1), recipient: key(2) }));
put('token_initialize_mint', token.createInitializeMint2Instruction(key(1), 9, key(2), key(3)));
put('token_initialize_mint_without_freeze', token.createInitializeMint2Instruction(key(1), 6, key(2), null));
put('token_initialize_account', token.createInitializeAccount3Instruction(key(1), key(2), key(3)));
put('token_transfer', token.createTransferInstruction(key(1), key(2), key(3), 1000n));
put('token_transfer_checked', token.createTransferCheckedInstruction(key(1), key(2), key(3), key(4), 1000n, 9, [], token.TOKEN_2022_PROGRAM_ID));
put('token_mint_to', token.createMintToInstruction(key(1), key(2), key(3), 1000n));
put('token_burn', token.createBurnInstruction(key(1), key(2), key(3), 1000n));
put('token_approve', token.createApproveInstruction(key(1), key(2), key(3), 1000n));
put('token_close_account', token.createCloseAccountInstruction(key(1), key(2), key(3)));
const ata = token.getAssociatedTokenAddressSync(key(3), key(2));
const createAta = token.createAssociatedTokenAccountInstruction(key(1), ata, key(2), key(3));
createAta.data = Buffer.from([0]);  // spl-token leaves the tag out, which the program reads as 0
put('associated_token_create', createAta);
put('associated_token_create_idempotent', token.createAssociatedTokenAccountIdempotentInstruction(key(1), ata, key(2), key(3)));
put('memo', memo.createMemoInstruction('hello, čaj ☕', [key(1), key(2)]));

writeFileSync(here('instructions.txt'), Object.entries(instructions).map(([name, ix]) =>
  [name, ix.programId, hex(ix.data), ...ix.keys.map((k) => `${k.pubkey}:${k.isSigner ? 's' : ''}${k.isWritable ? 'w' : ''}`)].join(' ') + '\n').join(''));

// Transactions: name, wire bytes, blake3 message hash.
const blockhash = new PublicKey(Buffer.alloc(32, 77)).toBase58();
const lines = [];
const emit = (name, wire, message) => lines.push(
  `${name} ${hex(wire)} ${hex(blake3(Buffer.concat([Buffer.from('solana-tx-message-v1'), message])))}\n`);
function versioned(name, ixs, signers, tables) {
  const draft = new TransactionMessage({ payerKey: signers[0].publicKey, recentBlockhash: blockhash, instructions: ixs });
  const tx = new VersionedTransaction(tables ? draft.compileToV0Message(tables) : draft.compileToLegacyMessage());
  tx.sign(signers);
  emit(name, tx.serialize(), tx.message.serialize());
}
const i = instructions;
const budget = [i.set_compute_unit_limit, i.set_compute_unit_price];
const table = (n, keys) => new AddressLookupTableAccount({ key: key(n), state: { deactivationSlot: 2n ** 64n - 1n, lastExtendedSlot: 0, lastExtendedSlotStartIndex: 0, addresses: keys } });

versioned('legacy_empty', [], [pair(1)]);
versioned('legacy_transfer', [i.transfer], [pair(1)]);
versioned('legacy_create_account', [...budget, i.create_account], [pair(1), pair(2)]);
versioned('legacy_many', [i.memo, i.token_transfer, i.transfer, i.token_mint_to, i.create_account_with_seed], [pair(1), pair(2), pair(3)]);
versioned('v0_empty', [], [pair(1)], []);
versioned('v0_transfer', [i.transfer], [pair(1)], []);
versioned('v0_table', [...budget, i.transfer, i.token_transfer], [pair(3), pair(1)], [table(60, [key(9), key(2), SystemProgram.programId, key(1), key(4)])]);
versioned('v0_two_tables', [i.token_transfer_checked, i.associated_token_create, i.memo], [pair(4), pair(1), pair(2)], [table(60, [key(9)]), table(61, [key(8), key(3), SystemProgram.programId]), table(62, [key(3), token.TOKEN_PROGRAM_ID, ata])]);
const classic = new Transaction({ recentBlockhash: blockhash, feePayer: key(1) }).add(i.transfer);
classic.sign(pair(1));
emit('classic_transfer', classic.serialize(), classic.serializeMessage());
writeFileSync(here('transactions.txt'), lines.join(''));

// Addresses: program derived (program, seeds as hex or -, bump, address), then with seed.
const out = [];
for (let n = 0; n < 200; n++) {
  const bytes = createHash('sha512').update(`pda ${n}`).digest();
  const seeds = [...Array(n % 16).keys()].map((s) => bytes.subarray(s, s + ((n + s * 7) % 33)));
  const program = new PublicKey(bytes.subarray(32));
  const [address, bump] = PublicKey.findProgramAddressSync(seeds, program);
  out.push(`pda ${program} ${bump} ${address} ${seeds.map(hex).join(' ')}`.trimEnd() + '\n');
}
for (const seed of ['', 'a', 'seed of an account', 'x'.repeat(32)])
  out.push(`with_seed ${key(3)} ${key(4)} ${await PublicKey.createWithSeed(key(3), seed, key(4))} ${seed}`.trimEnd() + '\n');
writeFileSync(here('addresses.txt'), out.join(''));
