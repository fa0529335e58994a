// SHA-256 and SHA-512 (FIPS 180-4), synchronous: WebCrypto's are not, and addresses of programs
// would make every builder of instructions a promise.

const primes = [];
for (let n = 2; primes.length < 80; ++n) if (primes.every((p) => n % p !== 0)) primes.push(n);

/// The first 64 bits of the fraction of the root of `n` of this degree.
function rootFraction(n, degree) {
    const scaled = BigInt(n) << BigInt(64 * degree);
    const exponent = BigInt(degree - 1);
    let root = 1n << 70n; // above the root of any of the primes: Newton's steps only descend
    for (;;) {
        const next = (exponent * root + scaled / root ** exponent) / BigInt(degree);
        if (next >= root) return BigInt.asUintN(64, root);
        root = next;
    }
}

const high = (value) => Number(value >> 32n);
const low = (value) => Number(value & 0xffffffffn);
const cubeRoots = primes.map((p) => rootFraction(p, 3));
const squareRoots = primes.slice(0, 8).map((p) => rootFraction(p, 2));
const kHigh = Uint32Array.from(cubeRoots, high);
const kLow = Uint32Array.from(cubeRoots, low);

/// The message, a one bit, zeros, and its length in bits in the last 8 bytes.
function padded(message, block) {
    const out = new Uint8Array(Math.ceil((message.length + 1 + block / 8) / block) * block);
    out.set(message);
    out[message.length] = 0x80;
    const view = new DataView(out.buffer);
    view.setBigUint64(out.length - 8, BigInt(message.length) * 8n);
    return view;
}

const rotate = (x, n) => (x >>> n) | (x << (32 - n));

export function sha256(message) {
    const input = padded(message, 64);
    const state = Uint32Array.from(squareRoots, high);
    const w = new Uint32Array(64);
    for (let at = 0; at < input.byteLength; at += 64) {
        for (let i = 0; i < 16; ++i) w[i] = input.getUint32(at + 4 * i);
        for (let i = 16; i < 64; ++i) {
            const a = w[i - 15];
            const b = w[i - 2];
            const s0 = rotate(a, 7) ^ rotate(a, 18) ^ (a >>> 3);
            const s1 = rotate(b, 17) ^ rotate(b, 19) ^ (b >>> 10);
            w[i] = w[i - 16] + s0 + w[i - 7] + s1;
        }
        let [a, b, c, d, e, f, g, h] = state;
        for (let i = 0; i < 64; ++i) {
            const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
            const t1 = (h + s1 + ((e & f) ^ (~e & g)) + kHigh[i] + w[i]) | 0;
            const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
            const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
            [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
        }
        for (const [i, value] of [a, b, c, d, e, f, g, h].entries()) state[i] += value;
    }
    return bigEndian(state);
}

function bigEndian(words) {
    const out = new DataView(new ArrayBuffer(4 * words.length));
    words.forEach((word, i) => out.setUint32(4 * i, word));
    return new Uint8Array(out.buffer);
}

// 64-bit words are pairs of 32-bit ones: `sum` adds the low halves, whose carry goes to the high.
const carry = (lowSum) => (lowSum / 0x100000000) | 0;

export function sha512(message) {
    const input = padded(message, 128);
    const state = new Uint32Array(squareRoots.flatMap((root) => [high(root), low(root)]));
    const wh = new Uint32Array(80);
    const wl = new Uint32Array(80);
    for (let at = 0; at < input.byteLength; at += 128) {
        for (let i = 0; i < 16; ++i) {
            wh[i] = input.getUint32(at + 8 * i);
            wl[i] = input.getUint32(at + 8 * i + 4);
        }
        expand512(wh, wl);
        compress512(state, wh, wl);
    }
    return bigEndian(state);
}

function expand512(wh, wl) {
    for (let i = 16; i < 80; ++i) {
        const ah = wh[i - 15];
        const al = wl[i - 15];
        const bh = wh[i - 2];
        const bl = wl[i - 2];
        const s0h = ((ah >>> 1) | (al << 31)) ^ ((ah >>> 8) | (al << 24)) ^ (ah >>> 7);
        const s0l =
            ((al >>> 1) | (ah << 31)) ^ ((al >>> 8) | (ah << 24)) ^ ((al >>> 7) | (ah << 25));
        const s1h = ((bh >>> 19) | (bl << 13)) ^ ((bl >>> 29) | (bh << 3)) ^ (bh >>> 6);
        const s1l =
            ((bl >>> 19) | (bh << 13)) ^ ((bh >>> 29) | (bl << 3)) ^ ((bl >>> 6) | (bh << 26));
        const sum = wl[i - 16] + (s0l >>> 0) + wl[i - 7] + (s1l >>> 0);
        wl[i] = sum;
        wh[i] = wh[i - 16] + s0h + wh[i - 7] + s1h + carry(sum);
    }
}

function compress512(state, wh, wl) {
    let [ah, al, bh, bl, ch, cl, dh, dl, eh, el, fh, fl, gh, gl, hh, hl] = state;
    for (let i = 0; i < 80; ++i) {
        const s1h =
            ((eh >>> 14) | (el << 18)) ^ ((eh >>> 18) | (el << 14)) ^ ((el >>> 9) | (eh << 23));
        const s1l =
            ((el >>> 14) | (eh << 18)) ^ ((el >>> 18) | (eh << 14)) ^ ((eh >>> 9) | (el << 23));
        const choiceL = ((el & fl) ^ (~el & gl)) >>> 0;
        const t1 = hl + (s1l >>> 0) + choiceL + kLow[i] + wl[i];
        const t1l = t1 >>> 0;
        const t1h = (hh + s1h + ((eh & fh) ^ (~eh & gh)) + kHigh[i] + wh[i] + carry(t1)) >>> 0;

        const s0h =
            ((ah >>> 28) | (al << 4)) ^ ((al >>> 2) | (ah << 30)) ^ ((al >>> 7) | (ah << 25));
        const s0l =
            ((al >>> 28) | (ah << 4)) ^ ((ah >>> 2) | (al << 30)) ^ ((ah >>> 7) | (al << 25));
        const majorityL = ((al & bl) ^ (al & cl) ^ (bl & cl)) >>> 0;
        const t2 = (s0l >>> 0) + majorityL;
        const t2h = s0h + ((ah & bh) ^ (ah & ch) ^ (bh & ch)) + carry(t2);

        [hh, hl, gh, gl, fh, fl] = [gh, gl, fh, fl, eh, el];
        const e = dl + t1l;
        el = e >>> 0;
        eh = (dh + t1h + carry(e)) >>> 0;
        [dh, dl, ch, cl, bh, bl] = [ch, cl, bh, bl, ah, al];
        const a = t1l + (t2 >>> 0);
        al = a >>> 0;
        ah = (t1h + t2h + carry(a)) >>> 0;
    }
    const words = [ah, al, bh, bl, ch, cl, dh, dl, eh, el, fh, fl, gh, gl, hh, hl];
    for (let i = 0; i < 16; i += 2) {
        const sum = state[i + 1] + words[i + 1];
        state[i + 1] = sum;
        state[i] += words[i] + carry(sum);
    }
}
