// A seeded generator (sfc32): the same seed gives the same cases on every machine.
export class Prng {
    constructor(seed) {
        this.state = [0x9e3779b9, 0x243f6a88, 0xb7e15162, Number(BigInt.asUintN(32, BigInt(seed)))];
        for (let i = 0; i < 16; i++) this.u32();
    }

    u32() {
        const s = this.state;
        const t = (s[0] + s[1] + s[3]) | 0;
        s[3] = (s[3] + 1) | 0;
        s[0] = s[1] ^ (s[1] >>> 9);
        s[1] = (s[2] + (s[2] << 3)) | 0;
        s[2] = (s[2] << 21) | (s[2] >>> 11);
        s[2] = (s[2] + t) | 0;
        return t >>> 0;
    }

    /// An integer of [0, n).
    below(n) {
        return Math.floor((this.u32() / 0x100000000) * n);
    }

    /// An integer of [low, high].
    range(low, high) {
        return low + this.below(high - low + 1);
    }

    chance(probability) {
        return this.u32() / 0x100000000 < probability;
    }

    pick(list) {
        return list[this.below(list.length)];
    }

    /// Picks a key of {key: weight}.
    weighted(weights) {
        const entries = Object.entries(weights);
        let at = this.below(entries.reduce((sum, [, w]) => sum + w, 0));
        for (const [key, weight] of entries) {
            if (at < weight) return key;
            at -= weight;
        }
        throw new Error("unreachable");
    }

    bytes(n) {
        const out = Buffer.alloc(n);
        for (let i = 0; i < n; i++) out[i] = this.u32() >>> 24;
        return out;
    }

    u64() {
        return (BigInt(this.u32()) << 32n) | BigInt(this.u32());
    }

    /// Small numbers mostly, the edges of u64 sometimes.
    amount(typical = 1_000_000) {
        if (this.chance(0.9)) return BigInt(this.below(typical + 1));
        return this.pick([0n, 1n, (1n << 63n) - 1n, (1n << 64n) - 1n, this.u64()]);
    }

    shuffled(list) {
        const out = [...list];
        for (let i = out.length - 1; i > 0; i--) {
            const j = this.below(i + 1);
            [out[i], out[j]] = [out[j], out[i]];
        }
        return out;
    }
}
