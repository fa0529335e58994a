// Writes instructions.txt, accounts.txt and transactions.txt: bytes that web3.js and spl-token build,
// and beside them the JSON that Agave's Rust definitions (transaction-status, account-decoder) give
// for them, written out by hand here. Columns are separated by tabs; names of members are sorted, as
// serde_json's Value sorts them. Run once, by hand, where these are installed:
//   npm i @solana/web3.js@1 @solana/spl-token@0.4 @solana/spl-token-metadata && node generate.mjs
import { writeFileSync } from 'fs';
import * as token from '@solana/spl-token';
import * as meta from '@solana/spl-token-metadata';
import * as group from '@solana/spl-token-group';
import {
  AddressLookupTableAccount, AddressLookupTableProgram, Keypair, NONCE_ACCOUNT_LENGTH, PublicKey,
  SystemProgram, SYSVAR_CLOCK_PUBKEY, SYSVAR_RECENT_BLOCKHASHES_PUBKEY, SYSVAR_RENT_PUBKEY,
  Transaction, TransactionInstruction, TransactionMessage, VersionedTransaction,
} from '@solana/web3.js';

const file = (name, rows) =>
  writeFileSync(new URL(name, import.meta.url).pathname, rows.map((r) => r.join('\t') + '\n').join(''));
const pair = (n) => Keypair.fromSeed(Buffer.alloc(32, n));
const key = (n) => pair(n).publicKey;
const k = (n) => key(n).toBase58();
const hex = (bytes) => Buffer.from(bytes).toString('hex') || '-';
class Raw { constructor(text) { this.text = text; } }  // a number as serde_json prints it
function json(v) {
  if (v instanceof Raw) return v.text;
  if (typeof v === 'bigint') return v.toString();
  if (v instanceof PublicKey) return JSON.stringify(v.toBase58());
  if (Array.isArray(v)) return '[' + v.map(json).join(',') + ']';
  if (v !== null && typeof v === 'object')
    return '{' + Object.keys(v).filter((n) => v[n] !== undefined).sort()
      .map((n) => JSON.stringify(n) + ':' + json(v[n])).join(',') + '}';
  return JSON.stringify(v);
}
const le = (size, value) => {
  const out = Buffer.alloc(size);
  for (let i = 0, rest = BigInt.asUintN(size * 8, BigInt(value)); i < size; i++, rest >>= 8n) out[i] = Number(rest & 255n);
  return out;
};
const u8 = (v) => le(1, v), u16 = (v) => le(2, v), u32 = (v) => le(4, v), u64 = (v) => le(8, v);
const f64 = (v) => { const b = Buffer.alloc(8); b.writeDoubleLE(v); return b; };
const bytes = (...parts) => Buffer.concat(parts.map((p) => p instanceof PublicKey ? p.toBuffer() : Buffer.from(p)));

// ---- instructions: name, program, data, accounts, the jsonParsed instruction without stackHeight
const rows = [];
const programs = {
  [SystemProgram.programId]: 'system',
  [AddressLookupTableProgram.programId]: 'address-lookup-table',
  [token.TOKEN_PROGRAM_ID]: 'spl-token',
  [token.TOKEN_2022_PROGRAM_ID]: 'spl-token',
  [token.ASSOCIATED_TOKEN_PROGRAM_ID]: 'spl-associated-token-account',
  BPFLoader2111111111111111111111111111111111: 'bpf-loader',
  BPFLoaderUpgradeab1e11111111111111111111111: 'bpf-upgradeable-loader',
  Memo1UhkJRfHyvLMcVucJwxXeuD728EqVDDwQDxFMNo: 'spl-memo',
  MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr: 'spl-memo',
};
function put(name, ix, parsed) {
  const value = parsed === null
    ? { accounts: ix.keys.map((m) => m.pubkey), data: b58(ix.data), programId: ix.programId }
    : { parsed, program: programs[ix.programId], programId: ix.programId };
  rows.push([name, ix.programId.toBase58(), hex(ix.data), ix.keys.map((m) => m.pubkey.toBase58()).join(',') || '-', json({ ...value, stackHeight: 1 })]);
}
function b58(data) {
  const digits = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
  let n = BigInt('0x' + (Buffer.from(data).toString('hex') || '0')), out = '';
  for (; n > 0n; n /= 58n) out = digits[Number(n % 58n)] + out;
  for (const b of data) { if (b !== 0) break; out = '1' + out; }
  return out;
}
const is = (type, info) => ({ type, info });
const ix = (program, data, ...accounts) => new TransactionInstruction({
  programId: new PublicKey(program), data: bytes(...data),
  keys: accounts.map((n) => ({ pubkey: n instanceof PublicKey ? n : key(n), isSigner: false, isWritable: false })),
});
const amount = (raw, decimals, ui, text) => ({ amount: String(raw), decimals, uiAmount: new Raw(ui), uiAmountString: text });
const derived = { basePubkey: key(3), seed: 'seed of an account', programId: key(4) };
const sysRent = SYSVAR_RENT_PUBKEY, sysHashes = SYSVAR_RECENT_BLOCKHASHES_PUBKEY, system = SystemProgram.programId;

put('create_account', SystemProgram.createAccount({ fromPubkey: key(1), newAccountPubkey: key(2), lamports: 123456789, space: 165, programId: key(4) }),
  is('createAccount', { source: k(1), newAccount: k(2), lamports: 123456789, space: 165, owner: k(4) }));
put('assign', SystemProgram.assign({ accountPubkey: key(1), programId: key(4) }), is('assign', { account: k(1), owner: k(4) }));
put('transfer', SystemProgram.transfer({ fromPubkey: key(1), toPubkey: key(2), lamports: 0xffffffffffn }),
  is('transfer', { source: k(1), destination: k(2), lamports: 0xffffffffffn }));
put('create_account_with_seed', SystemProgram.createAccountWithSeed({ fromPubkey: key(1), newAccountPubkey: key(2), ...derived, lamports: 7, space: 8 }),
  is('createAccountWithSeed', { source: k(1), newAccount: k(2), base: k(3), seed: 'seed of an account', lamports: 7, space: 8, owner: k(4) }));
put('advance_nonce', SystemProgram.nonceAdvance({ noncePubkey: key(1), authorizedPubkey: key(2) }),
  is('advanceNonce', { nonceAccount: k(1), recentBlockhashesSysvar: sysHashes, nonceAuthority: k(2) }));
put('withdraw_nonce', SystemProgram.nonceWithdraw({ noncePubkey: key(1), authorizedPubkey: key(2), toPubkey: key(3), lamports: 99 }),
  is('withdrawFromNonce', { nonceAccount: k(1), destination: k(3), recentBlockhashesSysvar: sysHashes, rentSysvar: sysRent, nonceAuthority: k(2), lamports: 99 }));
put('initialize_nonce', SystemProgram.nonceInitialize({ noncePubkey: key(1), authorizedPubkey: key(2) }),
  is('initializeNonce', { nonceAccount: k(1), recentBlockhashesSysvar: sysHashes, rentSysvar: sysRent, nonceAuthority: k(2) }));
put('authorize_nonce', SystemProgram.nonceAuthorize({ noncePubkey: key(1), authorizedPubkey: key(2), newAuthorizedPubkey: key(3) }),
  is('authorizeNonce', { nonceAccount: k(1), nonceAuthority: k(2), newAuthorized: k(3) }));
put('allocate', SystemProgram.allocate({ accountPubkey: key(1), space: 4096 }), is('allocate', { account: k(1), space: 4096 }));
put('allocate_with_seed', SystemProgram.allocate({ accountPubkey: key(2), ...derived, space: 4096 }),
  is('allocateWithSeed', { account: k(2), base: k(3), seed: 'seed of an account', space: 4096, owner: k(4) }));
put('assign_with_seed', SystemProgram.assign({ accountPubkey: key(2), ...derived }),
  is('assignWithSeed', { account: k(2), base: k(3), seed: 'seed of an account', owner: k(4) }));
put('transfer_with_seed', SystemProgram.transfer({ fromPubkey: key(2), toPubkey: key(5), lamports: 11n, ...derived }),
  is('transferWithSeed', { source: k(2), sourceBase: k(3), destination: k(5), lamports: 11, sourceSeed: 'seed of an account', sourceOwner: k(4) }));
put('upgrade_nonce', ix(system, [u32(12)], 1), is('upgradeNonce', { nonceAccount: k(1) }));
put('create_account_prefunded', ix(system, [u32(13), u64(5), u64(10), key(4)], 2, 1),
  is('createAccountAllowPrefund', { newAccount: k(2), source: k(1), lamports: 5, space: 10, owner: k(4) }));
put('create_account_unfunded', ix(system, [u32(13), u64(0), u64(10), key(4)], 2),
  is('createAccountAllowPrefund', { newAccount: k(2), space: 10, owner: k(4) }));
put('system_unknown_tag', ix(system, [u32(14)], 1), null);
put('system_truncated', ix(system, [u32(2), u32(5)], 1, 2), null);
put('system_too_few_accounts', ix(system, [u32(2), u64(5)], 1), null);
put('system_bad_seed', ix(system, [u32(10), key(3), u64(1), [0xff], key(4)], 1, 2), null);

const [create, table] = AddressLookupTableProgram.createLookupTable({ authority: key(1), payer: key(2), recentSlot: 447552000n });
put('lookup_table_create', create, is('createLookupTable', { lookupTableAccount: table, lookupTableAuthority: k(1), payerAccount: k(2), systemProgram: system, recentSlot: 447552000, bumpSeed: create.data[12] }));
put('lookup_table_freeze', AddressLookupTableProgram.freezeLookupTable({ lookupTable: table, authority: key(1) }), is('freezeLookupTable', { lookupTableAccount: table, lookupTableAuthority: k(1) }));
put('lookup_table_extend', AddressLookupTableProgram.extendLookupTable({ lookupTable: table, authority: key(1), payer: key(2), addresses: [key(3), key(4)] }),
  is('extendLookupTable', { lookupTableAccount: table, lookupTableAuthority: k(1), newAddresses: [k(3), k(4)], payerAccount: k(2), systemProgram: system }));
put('lookup_table_extend_unpaid', AddressLookupTableProgram.extendLookupTable({ lookupTable: table, authority: key(1), addresses: [key(3)] }),
  is('extendLookupTable', { lookupTableAccount: table, lookupTableAuthority: k(1), newAddresses: [k(3)] }));
put('lookup_table_deactivate', AddressLookupTableProgram.deactivateLookupTable({ lookupTable: table, authority: key(1) }), is('deactivateLookupTable', { lookupTableAccount: table, lookupTableAuthority: k(1) }));
put('lookup_table_close', AddressLookupTableProgram.closeLookupTable({ lookupTable: table, authority: key(1), recipient: key(2) }), is('closeLookupTable', { lookupTableAccount: table, lookupTableAuthority: k(1), recipient: k(2) }));
put('lookup_table_extend_beyond_data', ix(AddressLookupTableProgram.programId, [u32(2), u64(0xffffffffffffffffn), key(1)], 1, 2), null);

const ata = token.getAssociatedTokenAddressSync(key(3), key(2));
const ataInfo = { source: k(1), account: ata, wallet: k(2), mint: k(3), systemProgram: system, tokenProgram: token.TOKEN_PROGRAM_ID };
put('associated_token_create', token.createAssociatedTokenAccountInstruction(key(1), ata, key(2), key(3)), is('create', ataInfo));
put('associated_token_create_idempotent', token.createAssociatedTokenAccountIdempotentInstruction(key(1), ata, key(2), key(3)), is('createIdempotent', ataInfo));
const nested = token.createRecoverNestedInstruction(key(1), key(2), key(3), key(4), key(5), key(6));
put('associated_token_recover_nested', nested, is('recoverNested', Object.fromEntries(
  ['nestedSource', 'nestedMint', 'destination', 'nestedOwner', 'ownerMint', 'wallet', 'tokenProgram'].map((n, i) => [n, nested.keys[i].pubkey]))));
put('associated_token_trailing', ix(token.ASSOCIATED_TOKEN_PROGRAM_ID, [[0, 0]], 1, 2, 3, 4, 5, 6), null);

const v3 = 'BPFLoaderUpgradeab1e11111111111111111111111', v2 = 'BPFLoader2111111111111111111111111111111111';
put('loader_v2_write', ix(v2, [u32(0), u32(7), u64(3), [1, 2, 3]], 1), is('write', { account: k(1), offset: 7, bytes: 'AQID' }));
put('loader_v2_finalize', ix(v2, [u32(1)], 1, 2), is('finalize', { account: k(1) }));
put('loader_initialize_buffer', ix(v3, [u32(0)], 1, 2), is('initializeBuffer', { account: k(1), authority: k(2) }));
put('loader_initialize_buffer_alone', ix(v3, [u32(0)], 1), is('initializeBuffer', { account: k(1) }));
put('loader_write', ix(v3, [u32(1), u32(9), u64(2), [255, 254]], 1, 2), is('write', { account: k(1), authority: k(2), offset: 9, bytes: '//4=' }));
put('loader_deploy', ix(v3, [u32(2), u64(4096)], 1, 2, 3, 4, sysRent, SYSVAR_CLOCK_PUBKEY, system, 5), is('deployWithMaxDataLen', {
  maxDataLen: 4096, payerAccount: k(1), programDataAccount: k(2), programAccount: k(3), bufferAccount: k(4), rentSysvar: sysRent, clockSysvar: SYSVAR_CLOCK_PUBKEY, systemProgram: system, authority: k(5) }));
put('loader_upgrade', ix(v3, [u32(3)], 1, 2, 3, 4, sysRent, SYSVAR_CLOCK_PUBKEY, 5), is('upgrade', {
  programDataAccount: k(1), programAccount: k(2), bufferAccount: k(3), spillAccount: k(4), rentSysvar: sysRent, clockSysvar: SYSVAR_CLOCK_PUBKEY, authority: k(5) }));
put('loader_set_authority', ix(v3, [u32(4)], 1, 2, 3), is('setAuthority', { account: k(1), authority: k(2), newAuthority: k(3) }));
put('loader_drop_authority', ix(v3, [u32(4)], 1, 2), is('setAuthority', { account: k(1), authority: k(2), newAuthority: null }));
put('loader_close', ix(v3, [u32(5)], 1, 2, 3, 4), is('close', { account: k(1), recipient: k(2), authority: k(3), programAccount: k(4) }));
put('loader_close_buffer', ix(v3, [u32(5)], 1, 2, 3), is('close', { account: k(1), recipient: k(2), authority: k(3), programAccount: null }));
put('loader_extend', ix(v3, [u32(6), u32(1000)], 1, 2), is('extendProgram', { additionalBytes: 1000, programDataAccount: k(1), programAccount: k(2), systemProgram: null, payerAccount: null }));
put('loader_extend_paid', ix(v3, [u32(6), u32(1000)], 1, 2, system, 3), is('extendProgram', { additionalBytes: 1000, programDataAccount: k(1), programAccount: k(2), systemProgram: system, payerAccount: k(3) }));
put('loader_set_authority_checked', ix(v3, [u32(7)], 1, 2, 3), is('setAuthorityChecked', { account: k(1), authority: k(2), newAuthority: k(3) }));
put('loader_write_beyond_data', ix(v3, [u32(1), u32(9), u64(200), [255, 254]], 1, 2), null);

put('memo', ix('MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr', [Buffer.from('hello "🦖"\n')]), 'hello "🦖"\n');
put('memo_v1', ix('Memo1UhkJRfHyvLMcVucJwxXeuD728EqVDDwQDxFMNo', [Buffer.from('old')], 1), 'old');
put('memo_not_utf8', ix('MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr', [[0x80, 0xff]], 1), null);
put('unknown_program', ix(key(9), [[1, 2, 3]], 1, 2), null);

// The token programs.
const T = token.TOKEN_PROGRAM_ID, T22 = token.TOKEN_2022_PROGRAM_ID, multi = [key(7), key(8)], signers = [k(7), k(8)];
put('token_initialize_mint', token.createInitializeMintInstruction(key(1), 9, key(2), key(3)), is('initializeMint', { mint: k(1), decimals: 9, mintAuthority: k(2), freezeAuthority: k(3), rentSysvar: sysRent }));
put('token_initialize_mint2', token.createInitializeMint2Instruction(key(1), 6, key(2), null), is('initializeMint2', { mint: k(1), decimals: 6, mintAuthority: k(2) }));
put('token_initialize_account', token.createInitializeAccountInstruction(key(1), key(2), key(3)), is('initializeAccount', { account: k(1), mint: k(2), owner: k(3), rentSysvar: sysRent }));
put('token_initialize_account2', token.createInitializeAccount2Instruction(key(1), key(2), key(3)), is('initializeAccount2', { account: k(1), mint: k(2), owner: k(3), rentSysvar: sysRent }));
put('token_initialize_account3', token.createInitializeAccount3Instruction(key(1), key(2), key(3)), is('initializeAccount3', { account: k(1), mint: k(2), owner: k(3) }));
put('token_initialize_multisig', token.createInitializeMultisigInstruction(key(1), multi, 2, T), is('initializeMultisig', { multisig: k(1), rentSysvar: sysRent, signers, m: 2 }));
put('token_initialize_multisig2', ix(T, [[19, 1]], 1, 7, 8), is('initializeMultisig2', { multisig: k(1), signers, m: 1 }));
put('token_transfer', token.createTransferInstruction(key(1), key(2), key(3), 1000n), is('transfer', { source: k(1), destination: k(2), authority: k(3), amount: '1000' }));
put('token_transfer_multisig', token.createTransferInstruction(key(1), key(2), key(3), 18446744073709551615n, multi), is('transfer', { source: k(1), destination: k(2), multisigAuthority: k(3), signers, amount: '18446744073709551615' }));
put('token_approve', token.createApproveInstruction(key(1), key(2), key(3), 42n), is('approve', { source: k(1), delegate: k(2), owner: k(3), amount: '42' }));
put('token_revoke', token.createRevokeInstruction(key(1), key(2), multi), is('revoke', { source: k(1), multisigOwner: k(2), signers }));
put('token_set_authority', token.createSetAuthorityInstruction(key(1), key(2), token.AuthorityType.FreezeAccount, key(3)), is('setAuthority', { mint: k(1), authorityType: 'freezeAccount', newAuthority: k(3), authority: k(2) }));
put('token_set_account_authority', token.createSetAuthorityInstruction(key(1), key(2), token.AuthorityType.CloseAccount, null, multi), is('setAuthority', { account: k(1), authorityType: 'closeAccount', newAuthority: null, multisigAuthority: k(2), signers }));
put('token_mint_to', token.createMintToInstruction(key(1), key(2), key(3), 5n), is('mintTo', { mint: k(1), account: k(2), mintAuthority: k(3), amount: '5' }));
put('token_burn', token.createBurnInstruction(key(1), key(2), key(3), 5n), is('burn', { account: k(1), mint: k(2), authority: k(3), amount: '5' }));
put('token_close_account', token.createCloseAccountInstruction(key(1), key(2), key(3)), is('closeAccount', { account: k(1), destination: k(2), owner: k(3) }));
put('token_freeze', token.createFreezeAccountInstruction(key(1), key(2), key(3)), is('freezeAccount', { account: k(1), mint: k(2), freezeAuthority: k(3) }));
put('token_thaw', token.createThawAccountInstruction(key(1), key(2), key(3), multi), is('thawAccount', { account: k(1), mint: k(2), multisigFreezeAuthority: k(3), signers }));
put('token_transfer_checked', token.createTransferCheckedInstruction(key(1), key(2), key(3), key(4), 1000n, 2), is('transferChecked', { source: k(1), mint: k(2), destination: k(3), authority: k(4), tokenAmount: amount(1000, 2, '10.0', '10') }));
put('token_approve_checked', token.createApproveCheckedInstruction(key(1), key(2), key(3), key(4), 1n, 9), is('approveChecked', { source: k(1), mint: k(2), delegate: k(3), owner: k(4), tokenAmount: amount(1, 9, '1e-9', '0.000000001') }));
put('token_mint_to_checked', token.createMintToCheckedInstruction(key(1), key(2), key(3), 18446744073709551615n, 0, multi), is('mintToChecked', { mint: k(1), account: k(2), multisigMintAuthority: k(3), signers, tokenAmount: amount(18446744073709551615n, 0, '1.8446744073709552e19', '18446744073709551615') }));
put('token_burn_checked', token.createBurnCheckedInstruction(key(1), key(2), key(3), 150n, 20), is('burnChecked', { account: k(1), mint: k(2), authority: k(3), tokenAmount: amount(150, 20, 'null', '0.0000000000000000015') }));
put('token_sync_native', token.createSyncNativeInstruction(key(1)), is('syncNative', { account: k(1) }));
put('token_account_data_size', ix(T22, [[21], u16(7), u16(13)], 1), is('getAccountDataSize', { mint: k(1), extensionTypes: ['immutableOwner', 'nonTransferableAccount'] }));
put('token_account_data_size_plain', ix(T, [[21]], 1), is('getAccountDataSize', { mint: k(1) }));
put('token_account_data_size_unknown_type', ix(T22, [[21], u16(999)], 1), null);
put('token_immutable_owner', token.createInitializeImmutableOwnerInstruction(key(1), T22), is('initializeImmutableOwner', { account: k(1) }));
put('token_amount_to_ui', token.createAmountToUiAmountInstruction(key(1), 77n), is('amountToUiAmount', { mint: k(1), amount: '77' }));
put('token_ui_to_amount', token.createUiAmountToAmountInstruction(key(1), '0.77'), is('uiAmountToAmount', { mint: k(1), uiAmount: '0.77' }));
put('token_native_mint', ix(T22, [[31]], 1, 2, system), is('createNativeMint', { payer: k(1), nativeMint: k(2), systemProgram: system }));
put('token_withdraw_excess', ix(T22, [[38]], 1, 2, 3), is('withdrawExcessLamports', { source: k(1), destination: k(2), authority: k(3) }));
put('token_unwrap', ix(T, [[45, 1], u64(12)], 1, 2, 3), is('unwrapLamports', { source: k(1), destination: k(2), authority: k(3), amount: '12' }));
put('token_unwrap_all', ix(T, [[45, 0]], 1, 2, 3), is('unwrapLamports', { source: k(1), destination: k(2), authority: k(3) }));
put('token_batch', ix(T, [[255, 3, 9, 3], u64(5), [1, 1, 17]], 1, 2, 3, 4), is('batch', { instructions: [
  is('transfer', { source: k(1), destination: k(2), authority: k(3), amount: '5' }), is('syncNative', { account: k(4) })] }));
put('token_nested_batch', ix(T, [[255, 1, 1, 255]], 1), null);
put('token_no_data', ix(T, [], 1), null);
put('token_no_accounts', ix(T, [[17]]), null);

// Token-2022's extensions.
put('close_authority', token.createInitializeMintCloseAuthorityInstruction(key(1), key(2), T22), is('initializeMintCloseAuthority', { mint: k(1), newAuthority: k(2) }));
put('no_close_authority', token.createInitializeMintCloseAuthorityInstruction(key(1), null, T22), is('initializeMintCloseAuthority', { mint: k(1), newAuthority: null }));
put('fee_config', token.createInitializeTransferFeeConfigInstruction(key(1), key(2), null, 50, 1000n, T22), is('initializeTransferFeeConfig', { mint: k(1), transferFeeConfigAuthority: k(2), transferFeeBasisPoints: 50, maximumFee: 1000 }));
put('fee_transfer', token.createTransferCheckedWithFeeInstruction(key(1), key(2), key(3), key(4), 1000n, 2, 5n, [], T22), is('transferCheckedWithFee', { source: k(1), mint: k(2), destination: k(3), authority: k(4), tokenAmount: amount(1000, 2, '10.0', '10'), feeAmount: amount(5, 2, '0.05', '0.05') }));
put('fee_withdraw_from_mint', token.createWithdrawWithheldTokensFromMintInstruction(key(1), key(2), key(3), [], T22), is('withdrawWithheldTokensFromMint', { mint: k(1), feeRecipient: k(2), withdrawWithheldAuthority: k(3) }));
put('fee_withdraw_from_accounts', token.createWithdrawWithheldTokensFromAccountsInstruction(key(1), key(2), key(3), multi, [key(5), key(6)], T22), is('withdrawWithheldTokensFromAccounts', { mint: k(1), feeRecipient: k(2), multisigWithdrawWithheldAuthority: k(3), signers, sourceAccounts: [k(5), k(6)] }));
put('fee_harvest', token.createHarvestWithheldTokensToMintInstruction(key(1), [key(5)], T22), is('harvestWithheldTokensToMint', { mint: k(1), sourceAccounts: [k(5)] }));
put('fee_set', token.createSetTransferFeeInstruction(key(1), key(2), multi, 10, 20n, T22), is('setTransferFee', { mint: k(1), transferFeeBasisPoints: 10, maximumFee: 20, multisigtransferFeeConfigAuthority: k(2), signers }));
put('default_state', token.createInitializeDefaultAccountStateInstruction(key(1), token.AccountState.Frozen, T22), is('initializeDefaultAccountState', { mint: k(1), accountState: 'frozen' }));
put('default_state_update', token.createUpdateDefaultAccountStateInstruction(key(1), token.AccountState.Initialized, key(2), [], T22), is('updateDefaultAccountState', { mint: k(1), accountState: 'initialized', freezeAuthority: k(2) }));
put('reallocate', token.createReallocateInstruction(key(1), key(2), [token.ExtensionType.MemoTransfer, token.ExtensionType.CpiGuard], key(3), [], T22), is('reallocate', { account: k(1), payer: k(2), systemProgram: system, extensionTypes: ['memoTransfer', 'cpiGuard'], owner: k(3) }));
put('memo_transfer_enable', token.createEnableRequiredMemoTransfersInstruction(key(1), key(2), [], T22), is('enableRequiredMemoTransfers', { account: k(1), owner: k(2) }));
put('memo_transfer_disable', token.createDisableRequiredMemoTransfersInstruction(key(1), key(2), multi, T22), is('disableRequiredMemoTransfers', { account: k(1), multisigOwner: k(2), signers }));
put('non_transferable', token.createInitializeNonTransferableMintInstruction(key(1), T22), is('initializeNonTransferableMint', { mint: k(1) }));
put('interest', token.createInitializeInterestBearingMintInstruction(key(1), key(2), 500, T22), is('initializeInterestBearingConfig', { mint: k(1), rateAuthority: k(2), rate: 500 }));
put('interest_update', ix(T22, [[33, 1], u16(-7)], 1, 2), is('updateInterestBearingConfigRate', { mint: k(1), newRate: -7, rateAuthority: k(2) }));
// spl-token lists the authority twice, which nodes take for a multisig and its signer
put('interest_update_by_spl_token', token.createUpdateRateInterestBearingMintInstruction(key(1), key(2), 7, [], T22), is('updateInterestBearingConfigRate', { mint: k(1), newRate: 7, multisigRateAuthority: k(2), signers: [k(2)] }));
put('cpi_guard_enable', token.createEnableCpiGuardInstruction(key(1), key(2), [], T22), is('enableCpiGuard', { account: k(1), owner: k(2) }));
put('cpi_guard_disable', token.createDisableCpiGuardInstruction(key(1), key(2), [], T22), is('disableCpiGuard', { account: k(1), owner: k(2) }));
put('permanent_delegate', token.createInitializePermanentDelegateInstruction(key(1), key(2), T22), is('initializePermanentDelegate', { mint: k(1), delegate: k(2) }));
put('transfer_hook', token.createInitializeTransferHookInstruction(key(1), key(2), key(3), T22), is('initializeTransferHook', { mint: k(1), authority: k(2), programId: k(3) }));
put('transfer_hook_update', token.createUpdateTransferHookInstruction(key(1), key(2), key(3), [], T22), is('updateTransferHook', { mint: k(1), authority: k(2), programId: k(3) }));
put('metadata_pointer', token.createInitializeMetadataPointerInstruction(key(1), null, key(1), T22), is('initializeMetadataPointer', { mint: k(1), metadataAddress: k(1) }));
put('metadata_pointer_update', token.createUpdateMetadataPointerInstruction(key(1), key(2), null, [], T22), is('updateMetadataPointer', { mint: k(1), authority: k(2) }));
put('group_pointer', token.createInitializeGroupPointerInstruction(key(1), key(2), key(3), T22), is('initializeGroupPointer', { mint: k(1), authority: k(2), groupAddress: k(3) }));
put('group_pointer_update', token.createUpdateGroupPointerInstruction(key(1), key(2), key(3), [], T22), is('updateGroupPointer', { mint: k(1), authority: k(2), groupAddress: k(3) }));
put('member_pointer', token.createInitializeGroupMemberPointerInstruction(key(1), key(2), key(3), T22), is('initializeGroupMemberPointer', { mint: k(1), authority: k(2), memberAddress: k(3) }));
put('member_pointer_update', token.createUpdateGroupMemberPointerInstruction(key(1), key(2), key(3), [], T22), is('updateGroupMemberPointer', { mint: k(1), authority: k(2), memberAddress: k(3) }));
put('scaled', token.createInitializeScaledUiAmountConfigInstruction(key(1), key(2), 1.5, T22), is('initializeScaledUiAmountConfig', { mint: k(1), authority: k(2), multiplier: '1.5' }));
put('scaled_update', token.createUpdateMultiplierDataInstruction(key(1), key(2), 3, 1700000000n, [], T22), is('updateMultiplier', { mint: k(1), authority: k(2), newMultiplier: '3', newMultiplierTimestamp: 1700000000 }));
put('pausable', token.createInitializePausableConfigInstruction(key(1), key(2), T22), is('initializePausableConfig', { mint: k(1), authority: k(2) }));
put('pause', token.createPauseInstruction(key(1), key(2), [], T22), is('pause', { mint: k(1), authority: k(2) }));
put('resume', token.createResumeInstruction(key(1), key(2), [], T22), is('resume', { mint: k(1), authority: k(2) }));
put('permissioned_burn', ix(T22, [[46, 1], u64(5)], 1, 2, 3, 4), is('permissionedBurn', { account: k(1), mint: k(2), permissionedBurnAuthority: k(3), authority: k(4), amount: '5' }));
put('confidential', ix(T22, [[27, 0]], 1, 2), null);

put('metadata_initialize', meta.createInitializeInstruction({ programId: T22, metadata: key(1), updateAuthority: key(2), mint: key(1), mintAuthority: key(3), name: 'Näme', symbol: 'SYM', uri: 'https://x' }),
  is('initializeTokenMetadata', { metadata: k(1), updateAuthority: k(2), mint: k(1), mintAuthority: k(3), name: 'Näme', symbol: 'SYM', uri: 'https://x' }));
put('metadata_update_field', meta.createUpdateFieldInstruction({ programId: T22, metadata: key(1), updateAuthority: key(2), field: meta.Field.Symbol, value: 'NEW' }),
  is('updateTokenMetadataField', { metadata: k(1), updateAuthority: k(2), field: 'symbol', value: 'NEW' }));
put('metadata_update_key', meta.createUpdateFieldInstruction({ programId: T22, metadata: key(1), updateAuthority: key(2), field: 'colour', value: 'red' }),
  is('updateTokenMetadataField', { metadata: k(1), updateAuthority: k(2), field: 'colour', value: 'red' }));
put('metadata_remove_key', meta.createRemoveKeyInstruction({ programId: T22, metadata: key(1), updateAuthority: key(2), key: 'colour', idempotent: true }),
  is('removeTokenMetadataKey', { metadata: k(1), updateAuthority: k(2), key: 'colour', idempotent: true }));
put('metadata_authority', meta.createUpdateAuthorityInstruction({ programId: T22, metadata: key(1), oldAuthority: key(2), newAuthority: null }),
  is('updateTokenMetadataAuthority', { metadata: k(1), updateAuthority: k(2), newAuthority: null }));
put('metadata_emit', meta.createEmitInstruction({ programId: T22, metadata: key(1), start: 3n }), is('emitTokenMetadata', { metadata: k(1), start: 3 }));
put('group_initialize', group.createInitializeGroupInstruction({ programId: T22, group: key(1), mint: key(2), mintAuthority: key(3), updateAuthority: key(4), maxSize: 10n }),
  is('initializeTokenGroup', { group: k(1), mint: k(2), mintAuthority: k(3), updateAuthority: k(4), maxSize: 10 }));
put('group_max_size', group.createUpdateGroupMaxSizeInstruction({ programId: T22, group: key(1), updateAuthority: key(2), maxSize: 11n }),
  is('updateTokenGroupMaxSize', { group: k(1), updateAuthority: k(2), maxSize: 11 }));
put('group_authority', group.createUpdateGroupAuthorityInstruction({ programId: T22, group: key(1), currentAuthority: key(2), newAuthority: key(3) }),
  is('updateTokenGroupAuthority', { group: k(1), updateAuthority: k(2), newAuthority: k(3) }));
put('group_member', group.createInitializeMemberInstruction({ programId: T22, member: key(1), memberMint: key(2), memberMintAuthority: key(3), group: key(4), groupUpdateAuthority: key(5) }),
  is('initializeTokenGroupMember', { member: k(1), memberMint: k(2), memberMintAuthority: k(3), group: k(4), groupUpdateAuthority: k(5) }));
file('instructions.txt', rows);

// ---- accounts: name, address, owner, data, decimals of mint 2 ("-": unknown), the `data` member
const accounts = [];
const owners = { nonce: system, sysvar: new PublicKey('Sysvar1111111111111111111111111111111111111'), 'spl-token': T, 'spl-token-2022': T22, 'address-lookup-table': AddressLookupTableProgram.programId, 'bpf-upgradeable-loader': new PublicKey(v3) };
function state(name, program, data, parsed, { address = key(1), decimals = '-' } = {}) {
  const value = parsed === null ? [Buffer.from(data).toString('base64'), 'base64'] : { parsed, program, space: data.length };
  accounts.push([name, address.toBase58(), owners[program].toBase58(), hex(data), decimals, json(value)]);
}
const none = { option: 0, key: PublicKey.default };
function mintBytes({ authority = null, supply = 0n, decimals = 0, freeze = null }) {
  const out = Buffer.alloc(token.MINT_SIZE);
  token.MintLayout.encode({ mintAuthorityOption: authority ? 1 : 0, mintAuthority: authority ?? PublicKey.default, supply, decimals, isInitialized: true, freezeAuthorityOption: freeze ? 1 : 0, freezeAuthority: freeze ?? PublicKey.default }, out);
  return out;
}
function accountBytes({ amount: raw = 0n, delegate = null, delegated = 0n, native = null, close = null, state: s = 1 }) {
  const out = Buffer.alloc(token.ACCOUNT_SIZE);
  token.AccountLayout.encode({ mint: key(2), owner: key(3), amount: raw, delegateOption: delegate ? 1 : 0, delegate: delegate ?? PublicKey.default, state: s, isNativeOption: native === null ? 0 : 1, isNative: native ?? 0n, delegatedAmount: delegated, closeAuthorityOption: close ? 1 : 0, closeAuthority: close ?? PublicKey.default }, out);
  return out;
}
const tlv = (type, value = []) => bytes(u16(type), u16(value.length), value);
const extended = (base, type, ...extensions) => bytes(base, Buffer.alloc(165 - base.length), [type], ...extensions);
const zero = Buffer.alloc(32);

state('token_account', 'spl-token', accountBytes({ amount: 42n }), is('account', { mint: k(2), owner: k(3), tokenAmount: amount(42, 2, '0.42', '0.42'), state: 'initialized', isNative: false }), { decimals: 2 });
state('token_account_without_mint', 'spl-token', accountBytes({ amount: 42n }), null);
state('token_account_full', 'spl-token', accountBytes({ amount: 1000000000n, delegate: key(4), delegated: 5n, native: 2039280n, close: key(5), state: 2 }),
  is('account', { mint: k(2), owner: k(3), tokenAmount: amount(1000000000, 9, '1.0', '1'), delegate: k(4), delegatedAmount: amount(5, 9, '5e-9', '0.000000005'), rentExemptReserve: amount(2039280, 9, '0.00203928', '0.00203928'), closeAuthority: k(5), state: 'frozen', isNative: true }), { decimals: 9 });
state('token_account_uninitialized', 'spl-token', accountBytes({ state: 0 }), null, { decimals: 2 });
state('mint', 'spl-token', mintBytes({ authority: key(3), supply: 42n, decimals: 3, freeze: key(4) }), is('mint', { mintAuthority: k(3), supply: '42', decimals: 3, isInitialized: true, freezeAuthority: k(4) }));
state('mint_fixed', 'spl-token', mintBytes({ supply: 18446744073709551615n }), is('mint', { mintAuthority: null, supply: '18446744073709551615', decimals: 0, isInitialized: true, freezeAuthority: null }));
const multisig = bytes([2, 3, 1], key(5), key(6), key(7), Buffer.alloc(32 * 8));
state('multisig', 'spl-token', multisig, is('multisig', { numRequiredSigners: 2, numValidSigners: 3, isInitialized: true, signers: [k(5), k(6), k(7)] }));
state('multisig_2022', 'spl-token-2022', multisig, is('multisig', { numRequiredSigners: 2, numValidSigners: 3, isInitialized: true, signers: [k(5), k(6), k(7)] }));
state('not_a_token', 'spl-token', Buffer.alloc(100), null);
state('account_2022', 'spl-token-2022', extended(accountBytes({ amount: 7n }), 2, tlv(7), tlv(2, u64(9)), tlv(8, [1]), tlv(11, [0]), tlv(15, [1]), tlv(27)),
  is('account', { mint: k(2), owner: k(3), tokenAmount: amount(7, 0, '7.0', '7'), state: 'initialized', isNative: false, extensions: [
    { extension: 'immutableOwner' }, { extension: 'transferFeeAmount', state: { withheldAmount: 9 } }, { extension: 'memoTransfer', state: { requireIncomingTransferMemos: true } },
    { extension: 'cpiGuard', state: { lockCpi: false } }, { extension: 'transferHookAccount', state: { transferring: true } }, { extension: 'pausableAccount' }] }), { decimals: 0 });
const fee = (epoch, max, points) => ({ bytes: bytes(u64(epoch), u64(max), u16(points)), json: { epoch, maximumFee: max, transferFeeBasisPoints: points } });
const older = fee(1, 1000, 50), newer = fee(3, 2000, 60);
const string = (text) => bytes(u32(Buffer.byteLength(text)), Buffer.from(text));
const baseMint = { decimals: 6, isInitialized: true, mintAuthority: null, freezeAuthority: null, supply: '0' };
const mint2022 = (name, extensions, list) => state(name, 'spl-token-2022', extended(mintBytes({ decimals: 6 }), 1, ...extensions), is('mint', { ...baseMint, extensions: list }));
mint2022('mint_2022', [
  tlv(1, bytes(key(3), zero, u64(11), older.bytes, newer.bytes)), tlv(3, bytes(key(4))), tlv(6, [2]), tlv(9), tlv(10, bytes(key(5), u64(100), u16(-5), u64(200), u16(7))),
  tlv(12, bytes(zero)), tlv(14, bytes(key(3), key(4))), tlv(18, bytes(zero, key(1))), tlv(20, bytes(key(3), zero)), tlv(22, bytes(key(3), key(4))),
  tlv(21, bytes(key(3), key(1), u64(2), u64(10))), tlv(23, bytes(key(1), key(2), u64(4))), tlv(25, bytes(key(3), f64(1.5), u64(1700000000), f64(1e21))), tlv(26, bytes(zero, [1])), tlv(28, bytes(key(6))),
  tlv(19, bytes(key(3), key(1), string('Name'), string('SYM'), string('uri "x"'), u32(1), string('k'), string('v'))),
], [
  { extension: 'transferFeeConfig', state: { transferFeeConfigAuthority: k(3), withdrawWithheldAuthority: null, withheldAmount: 11, olderTransferFee: older.json, newerTransferFee: newer.json } },
  { extension: 'mintCloseAuthority', state: { closeAuthority: k(4) } }, { extension: 'defaultAccountState', state: { accountState: 'frozen' } }, { extension: 'nonTransferable' },
  { extension: 'interestBearingConfig', state: { rateAuthority: k(5), initializationTimestamp: 100, preUpdateAverageRate: -5, lastUpdateTimestamp: 200, currentRate: 7 } },
  { extension: 'permanentDelegate', state: { delegate: null } }, { extension: 'transferHook', state: { authority: k(3), programId: k(4) } },
  { extension: 'metadataPointer', state: { authority: null, metadataAddress: k(1) } }, { extension: 'groupPointer', state: { authority: k(3), groupAddress: null } },
  { extension: 'groupMemberPointer', state: { authority: k(3), memberAddress: k(4) } },
  { extension: 'tokenGroup', state: { updateAuthority: k(3), mint: k(1), size: 2, maxSize: 10 } }, { extension: 'tokenGroupMember', state: { mint: k(1), group: k(2), memberNumber: 4 } },
  { extension: 'scaledUiAmountConfig', state: { authority: k(3), multiplier: '1.5', newMultiplierEffectiveTimestamp: 1700000000, newMultiplier: '1000000000000000000000' } },
  { extension: 'pausableConfig', state: { authority: null, paused: true } }, { extension: 'permissionedBurnConfig', state: { authority: k(6) } },
  { extension: 'tokenMetadata', state: { updateAuthority: k(3), mint: k(1), name: 'Name', symbol: 'SYM', uri: 'uri "x"', additionalMetadata: [['k', 'v']] } },
]);
const filled = (n, byte) => Buffer.alloc(n, byte), b64 = (n, byte) => filled(n, byte).toString('base64');
mint2022('mint_2022_confidential', [tlv(4, bytes(key(3), [1], zero)), tlv(16, bytes(zero, filled(32, 9), [1], filled(64, 8))), tlv(24, bytes(filled(64, 1), filled(36, 2), filled(32, 3), filled(64, 4)))], [
  { extension: 'confidentialTransferMint', state: { authority: k(3), autoApproveNewAccounts: true, auditorElgamalPubkey: null } },
  { extension: 'confidentialTransferFeeConfig', state: { authority: null, withdrawWithheldAuthorityElgamalPubkey: b64(32, 9), harvestToMintEnabled: true, withheldAmount: b64(64, 8) } },
  { extension: 'confidentialMintBurn', state: { confidentialSupply: b64(64, 1), decryptableSupply: b64(36, 2), supplyElgamalPubkey: b64(32, 3), pendingBurn: b64(64, 4) } }]);
state('account_2022_confidential', 'spl-token-2022', extended(accountBytes({}), 2,
  tlv(5, bytes([1], filled(32, 1), filled(64, 2), filled(64, 3), filled(64, 4), filled(36, 5), [0, 1], u64(6), u64(7), u64(8), u64(9))), tlv(17, filled(64, 7)), tlv(13)),
  is('account', { mint: k(2), owner: k(3), tokenAmount: amount(0, 0, '0.0', '0'), state: 'initialized', isNative: false, extensions: [
    { extension: 'confidentialTransferAccount', state: { approved: true, elgamalPubkey: b64(32, 1), pendingBalanceLo: b64(64, 2), pendingBalanceHi: b64(64, 3), availableBalance: b64(64, 4), decryptableAvailableBalance: b64(36, 5), allowConfidentialCredits: false, allowNonConfidentialCredits: true, pendingBalanceCreditCounter: 6, maximumPendingBalanceCreditCounter: 7, expectedPendingBalanceCreditCounter: 8, actualPendingBalanceCreditCounter: 9 } },
    { extension: 'confidentialTransferFeeAmount', state: { withheldAmount: b64(64, 7) } }, { extension: 'nonTransferableAccount' }] }), { decimals: 0 });
mint2022('mint_2022_wrong_length', [tlv(3, [1, 2])], [{ extension: 'unparseableExtension' }]);
mint2022('mint_2022_account_extension', [tlv(8, [1])], [{ extension: 'unparseableExtension' }]);
mint2022('mint_2022_unknown_extension', [tlv(999, [1])], undefined);
mint2022('mint_2022_truncated_extension', [bytes(u16(3), u16(32), [1])], undefined);
mint2022('mint_2022_bad_metadata', [tlv(19, bytes(key(3), key(1), u32(0xffffffff)))], [{ extension: 'unparseableExtension' }]);
state('mint_2022_account_type', 'spl-token-2022', extended(mintBytes({}), 2), null);

const nonce = (v, s) => bytes(u32(v), u32(s), key(3), key(4), u64(5000));
state('nonce', 'nonce', nonce(1, 1), is('initialized', { authority: k(3), blockhash: k(4), feeCalculator: { lamportsPerSignature: '5000' } }));
state('nonce_legacy', 'nonce', nonce(0, 1), is('initialized', { authority: k(3), blockhash: k(4), feeCalculator: { lamportsPerSignature: '5000' } }));
state('nonce_uninitialized', 'nonce', Buffer.alloc(NONCE_ACCOUNT_LENGTH), null);
state('system_empty', 'nonce', Buffer.alloc(0), null);
const lut = (authority, ...keys) => bytes(u32(1), u64(18446744073709551615n), u64(77), [3], authority ? bytes([1], authority) : Buffer.alloc(33), [0, 0], ...keys);
state('lookup_table', 'address-lookup-table', lut(key(3), key(4), key(5)), is('lookupTable', { deactivationSlot: '18446744073709551615', lastExtendedSlot: '77', lastExtendedSlotStartIndex: 3, authority: k(3), addresses: [k(4), k(5)] }));
state('lookup_table_frozen', 'address-lookup-table', lut(null), is('lookupTable', { deactivationSlot: '18446744073709551615', lastExtendedSlot: '77', lastExtendedSlotStartIndex: 3, addresses: [] }));
state('lookup_table_uninitialized', 'address-lookup-table', Buffer.alloc(56), { type: 'uninitialized' });
state('lookup_table_torn', 'address-lookup-table', bytes(lut(key(3)), [1]), null);
state('loader_uninitialized', 'bpf-upgradeable-loader', u32(0), { type: 'uninitialized' });
state('loader_buffer', 'bpf-upgradeable-loader', bytes(u32(1), [1], key(3), [1, 2, 3]), is('buffer', { authority: k(3), data: ['AQID', 'base64'] }));
state('loader_buffer_immutable', 'bpf-upgradeable-loader', bytes(u32(1), [0], [1, 2, 3]), is('buffer', { authority: null, data: ['AQID', 'base64'] }));
state('loader_program', 'bpf-upgradeable-loader', bytes(u32(2), key(3)), is('program', { programData: k(3) }));
state('loader_programdata', 'bpf-upgradeable-loader', bytes(u32(3), u64(42), [1], key(3), [9]), is('programData', { slot: 42, authority: k(3), data: ['CQ==', 'base64'] }));
state('loader_torn', 'bpf-upgradeable-loader', bytes(u32(3), u32(42)), null);
const sysvar = (name, address, data, info, type) => state(name, 'sysvar', data, info === null ? null : is(type, info), { address: new PublicKey(address) });
sysvar('clock', 'SysvarC1ock11111111111111111111111111111111', bytes(u64(5), u64(-1), u64(2), u64(3), u64(1700000000)), { slot: 5, epochStartTimestamp: -1, epoch: 2, leaderScheduleEpoch: 3, unixTimestamp: 1700000000 }, 'clock');
sysvar('clock_torn', 'SysvarC1ock11111111111111111111111111111111', u64(5), null);
sysvar('epoch_schedule', 'SysvarEpochSchedu1e111111111111111111111111', bytes(u64(432000), u64(432001), [0], u64(1), u64(12)), { slotsPerEpoch: 432000, leaderScheduleSlotOffset: 432001, warmup: false, firstNormalEpoch: 1, firstNormalSlot: 12 }, 'epochSchedule');
sysvar('fees', 'SysvarFees111111111111111111111111111111111', u64(5000), { feeCalculator: { lamportsPerSignature: '5000' } }, 'fees');
sysvar('recent_blockhashes', 'SysvarRecentB1ockHashes11111111111111111111', bytes(u64(2), key(3), u64(5000), key(4), u64(0)), [{ blockhash: k(3), feeCalculator: { lamportsPerSignature: '5000' } }, { blockhash: k(4), feeCalculator: { lamportsPerSignature: '0' } }], 'recentBlockhashes');
sysvar('recent_blockhashes_torn', 'SysvarRecentB1ockHashes11111111111111111111', bytes(u64(18446744073709551615n), key(3), u64(5000)), null);
sysvar('rent', 'SysvarRent111111111111111111111111111111111', bytes(u64(6960), f64(1), [50]), { lamportsPerByte: '6960' }, 'rent');
sysvar('rewards', 'SysvarRewards111111111111111111111111111111', f64(0.5), { validatorPointValue: 0.5 }, 'rewards');
sysvar('slot_hashes', 'SysvarS1otHashes111111111111111111111111111', bytes(u64(1), u64(9), key(3)), [{ slot: 9, hash: k(3) }], 'slotHashes');
sysvar('stake_history', 'SysvarStakeHistory1111111111111111111111111', bytes(u64(1), u64(4), u64(1), u64(2), u64(3)), [{ epoch: 4, stakeHistory: { effective: 1, activating: 2, deactivating: 3 } }], 'stakeHistory');
sysvar('last_restart_slot', 'SysvarLastRestartS1ot1111111111111111111111', u64(8), { lastRestartSlot: 8 }, 'lastRestartSlot');
sysvar('epoch_rewards', 'SysvarEpochRewards1111111111111111111111111', bytes(u64(1), u64(2), key(3), le(16, 1n << 100n), u64(4), u64(5), [1]), { distributionStartingBlockHeight: 1, numPartitions: 2, parentBlockhash: k(3), totalPoints: String(1n << 100n), totalRewards: '4', distributedRewards: '5', active: true }, 'epochRewards');
sysvar('unknown_sysvar', key(9), u64(1), null);
file('accounts.txt', accounts);

// ---- transactions: name, wire, loaded writable, loaded read-only, then the `transaction` member in
// json, jsonParsed and accounts form
const transactions = [];
const blockhash = new PublicKey(Buffer.alloc(32, 77)).toBase58();
const memoProgram = new PublicKey('MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr');
function transaction(name, wire, message, loaded, parsed, writable) {
  const keys = [...message.staticAccountKeys, ...loaded.writable, ...loaded.readonly];
  const { header } = message;
  const isStatic = (i) => i < message.staticAccountKeys.length;
  const accountKeys = keys.map((pubkey, i) => ({ pubkey, signer: i < header.numRequiredSignatures, source: isStatic(i) ? 'transaction' : 'lookupTable', writable: writable[i] }));
  const addressTableLookups = message.version === 0 ? message.addressTableLookups.map((l) => ({ accountKey: l.accountKey, writableIndexes: [...l.writableIndexes], readonlyIndexes: [...l.readonlyIndexes] })) : undefined;
  const signatures = wire.signatures.map((s) => b58(s.signature ?? s));
  const raw = { message: { accountKeys: message.staticAccountKeys, addressTableLookups, header: { ...header }, recentBlockhash: message.recentBlockhash,
    instructions: message.compiledInstructions.map((c) => ({ programIdIndex: c.programIdIndex, accounts: [...c.accountKeyIndexes], data: b58(c.data), stackHeight: 1 })) }, signatures };
  const full = { message: { accountKeys, addressTableLookups, instructions: parsed, recentBlockhash: message.recentBlockhash }, signatures };
  const list = (l) => l.map((x) => x.toBase58()).join(',') || '-';
  transactions.push([name, hex(wire.serialize()), list(loaded.writable), list(loaded.readonly), json(raw), json(full), json({ accountKeys, signatures })]);
}
const pay = SystemProgram.transfer({ fromPubkey: key(1), toPubkey: key(2), lamports: 5 });
const payParsed = { parsed: is('transfer', { source: k(1), destination: k(2), lamports: 5 }), program: 'system', programId: system, stackHeight: 1 };
const say = new TransactionInstruction({ programId: memoProgram, keys: [{ pubkey: SYSVAR_CLOCK_PUBKEY, isSigner: false, isWritable: true }], data: Buffer.from('hi') });
const sayParsed = { parsed: 'hi', program: 'spl-memo', programId: memoProgram, stackHeight: 1 };
const legacy = new Transaction({ feePayer: key(1), recentBlockhash: blockhash }).add(pay, say);
legacy.sign(pair(1));
const compiled = legacy.compileMessage();
transaction('legacy', legacy, { staticAccountKeys: compiled.accountKeys, header: compiled.header, recentBlockhash: blockhash, compiledInstructions: compiled.compiledInstructions, version: 'legacy' },
  { writable: [], readonly: [] }, [payParsed, sayParsed], compiled.accountKeys.map((x) => x.equals(key(1)) || x.equals(key(2))));
const lookup = new AddressLookupTableAccount({ key: key(20), state: { deactivationSlot: 0n, lastExtendedSlot: 0, lastExtendedSlotStartIndex: 0, addresses: [key(30), key(2), key(31)] } });
const touch = new TransactionInstruction({ programId: key(40), keys: [{ pubkey: key(31), isSigner: false, isWritable: false }, { pubkey: key(40), isSigner: false, isWritable: true }], data: Buffer.from([1, 2]) });
const message = new TransactionMessage({ payerKey: key(1), recentBlockhash: blockhash, instructions: [pay, touch] }).compileToV0Message([lookup]);
const versioned = new VersionedTransaction(message);
versioned.sign([pair(1)]);
transaction('v0', versioned, message, { writable: [key(2)], readonly: [key(31)] },
  [payParsed, { accounts: [k(31), k(40)], data: b58([1, 2]), programId: k(40), stackHeight: 1 }],
  [...message.staticAccountKeys.map((x) => x.equals(key(1))), true, false]);
const upgrade = new TransactionInstruction({ programId: new PublicKey(v3), keys: [{ pubkey: key(40), isSigner: false, isWritable: true }], data: u32(99) });
const both = new Transaction({ feePayer: key(1), recentBlockhash: blockhash }).add(touch, upgrade);
both.sign(pair(1));
const bothCompiled = both.compileMessage();
transaction('program_written_beside_loader', both, { staticAccountKeys: bothCompiled.accountKeys, header: bothCompiled.header, recentBlockhash: blockhash, compiledInstructions: bothCompiled.compiledInstructions, version: 'legacy' },
  { writable: [], readonly: [] }, [{ accounts: [k(31), k(40)], data: b58([1, 2]), programId: k(40), stackHeight: 1 }, { accounts: [k(40)], data: b58(u32(99)), programId: new PublicKey(v3), stackHeight: 1 }],
  bothCompiled.accountKeys.map((x) => x.equals(key(1)) || x.equals(key(40))));
file('transactions.txt', transactions);
