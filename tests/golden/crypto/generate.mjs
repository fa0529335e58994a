// Writes curve.txt and verify.txt: what curve25519-dalek and ed25519-dalek, inside LiteSVM, say about
// chosen and random inputs. Run once, by hand, where these are installed:
//   npm i litesvm@1.5.0 @solana/web3.js@1 && node generate.mjs
import { createHash } from 'crypto';
import { createRequire } from 'module';
import { writeFileSync } from 'fs';
import { ed25519 } from '@noble/curves/ed25519';
import * as web3 from '@solana/web3.js';

const { LiteSvm } = createRequire(import.meta.url)('litesvm/dist/internal.js');

// r0 = sol_curve_validate_point(edwards, instruction data): exits with 0 for a point.
const elf = 'f0VMRgIBAQAAAAAAAAAAAAMA9wABAAAAAAAAAAEAAABAAAAAAAAAAAAAAAAAAAAAAwAAAEAAOAABAAAAAAAAAAEAAAABAAAAeAAAAAAAAAAAAAAAAQAAAAAAAAABAAAAMAAAAAAAAAAwAAAAAAAAAAgAAAAAAAAAvxIAAAAAAAAHAgAAEAAAALcBAAAAAAAAtwMAAAAAAACFAAAAygcmqpUAAAAAAAAA';

const here = (name) => new URL(name, import.meta.url).pathname;
const sha512 = (...parts) => createHash('sha512').update(Buffer.concat(parts)).digest();
const random32 = (i) => createHash('sha256').update(`vector ${i}`).digest();
const le = (bytes) => BigInt('0x' + Buffer.from(bytes).reverse().toString('hex'));
const to32 = (n) => Buffer.from(n.toString(16).padStart(64, '0'), 'hex').reverse();

const svm = new LiteSvm();
const payer = web3.Keypair.generate();
svm.airdrop(payer.publicKey.toBytes(), 1000000000000n);
const program = web3.Keypair.generate().publicKey;
const loader = new web3.PublicKey('BPFLoaderUpgradeab1e11111111111111111111111');
svm.addProgramWithLoader(program.toBytes(), Buffer.from(elf, 'base64'), loader.toBytes());

function succeeds(instruction) {
  const tx = new web3.Transaction({ recentBlockhash: svm.latestBlockhash(), feePayer: payer.publicKey });
  tx.add(instruction);
  tx.sign(payer);
  const result = svm.sendLegacyTransaction(tx.serialize());
  svm.expireBlockhash();
  return result.err ? 0 : 1;
}

const onCurve = (data) =>
  succeeds(new web3.TransactionInstruction({ programId: program, keys: [], data }));
const verifies = (publicKey, signature, message) =>
  succeeds(web3.Ed25519Program.createInstructionWithPublicKey({ publicKey, signature, message }));

const p = 2n ** 255n - 19n;
const L = ed25519.CURVE.n;
const sign = 1n << 255n;
const torsion = ed25519.ExtendedPoint.fromHex(
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a');
const smallOrder = [ed25519.ExtendedPoint.ZERO];
for (let i = 1; i < 8; i++) smallOrder.push(smallOrder[i - 1].add(torsion));

// curve.txt: every y within 40 of 0, p and 2^255, with either sign bit; small order; random keys.
const curve = new Set();
for (let i = -40n; i <= 40n; i++)
  for (const base of [0n, p, 2n ** 255n])
    for (const bit of [0n, sign]) {
      const y = base + i;
      if (y >= 0n && y < sign) curve.add(to32(y + bit).toString('hex'));
    }
for (const point of smallOrder) curve.add(Buffer.from(point.toRawBytes()).toString('hex'));
for (let i = 0; i < 300; i++) curve.add(random32(i).toString('hex'));
writeFileSync(here('curve.txt'), [...curve].map((hex) => `${hex} ${onCurve(Buffer.from(hex, 'hex'))}\n`).join(''));

// verify.txt: public key, signature, message, verdict.
const lines = [];
const emit = (name, key, signature, message) =>
  lines.push([name, key, signature, message].map((x) => (typeof x === 'string' ? x : Buffer.from(x).toString('hex') || '-')).join(' ') +
    ` ${verifies(key, signature, message)}\n`);
const mod = (n) => ((n % L) + L) % L;
const B = ed25519.ExtendedPoint.BASE;
const add = (point, order8) => (order8 ? point.add(smallOrder[order8]) : point);

// A = aB + T1 and R = rB + T2; s solves the equation without torsion.
function craft(a, r, t1, t2, message) {
  const A = Buffer.from(add(B.multiply(a), t1).toRawBytes());
  const R = Buffer.from(add(B.multiply(r), t2).toRawBytes());
  const h = mod(le(sha512(R, A, message)));
  return { A, signature: Buffer.concat([R, to32(mod(r + h * a))]), h };
}
for (let i = 0; i < 20; i++) {
  const { A, signature } = craft(mod(le(random32(i))), mod(le(random32(i + 50))), 0, 0, random32(i).subarray(0, i));
  const message = random32(i).subarray(0, i);
  emit('valid', A, signature, message);
  emit('s_plus_order', A, Buffer.concat([signature.subarray(0, 32), to32(le(signature.subarray(32)) + L)]), message);
  const flipped = Buffer.from(signature);
  flipped[i] ^= 1;
  emit('bit_flipped', A, flipped, message);
}
for (let t1 = 0; t1 < 8; t1++)
  for (let t2 = 0; t2 < 8; t2++)
    for (let i = 0; i < 3; i++) {
      const message = random32(1000 + 64 * i + 8 * t1 + t2);
      const { A, signature } = craft(mod(le(random32(7))), mod(le(random32(9))), t1, t2, message);
      emit(`mixed_order_${t1}_${t2}`, A, signature, message);
    }
for (const point of smallOrder)
  for (const other of smallOrder) {
    const key = Buffer.from(point.toRawBytes());
    emit('small_order', key, Buffer.concat([Buffer.from(other.toRawBytes()), to32(0n)]), random32(1));
  }
const honest = craft(5n, 7n, 0, 0, random32(1));
for (const y of [p, p + 1n, p + 3n, p + 4n, p + 18n])
  for (const bit of [0n, sign]) {
    emit('key_not_canonical', to32(y + bit), honest.signature, random32(1));
    emit('r_not_canonical', honest.A, Buffer.concat([to32(y + bit), honest.signature.subarray(32)]), random32(1));
    emit('r_not_canonical_s_0', to32(y + bit), Buffer.concat([to32(y + bit), to32(0n)]), random32(1));
  }
writeFileSync(here('verify.txt'), lines.join(''));
