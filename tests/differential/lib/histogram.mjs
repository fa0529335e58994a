// Counts what ran, steers towards what ran least, and says whether the run is broad enough.

export class Histogram {
    constructor(families) {
        this.families = families;
        this.cases = 0;
        this.ok = 0;
        this.byFamily = new Map(families.map((f) => [f.name, { cases: 0, ok: 0 }]));
        this.byName = new Map();
        this.missed = new Map();
        for (const f of families) for (const name of Object.keys(f.builders)) this.row(name);
    }

    row(name) {
        if (!this.byName.has(name)) this.byName.set(name, { count: 0, ok: 0 });
        return this.byName.get(name);
    }

    /// What ran least, three times in four; else any instruction of a family drawn by weight.
    choose(rng) {
        const all = this.families.flatMap((f) =>
            Object.keys(f.builders).map((name) => ({
                family: f.name,
                name,
                build: f.builders[name],
            })),
        );
        if (rng.chance(0.25)) {
            const family = rng.weighted(
                Object.fromEntries(this.families.map((f) => [f.name, f.weight])),
            );
            return rng.pick(all.filter((b) => b.family === family));
        }
        const tried = ({ name }) => this.row(name).count + (this.missed.get(name) ?? 0) / 4;
        const least = Math.min(...all.map(tried));
        return rng.pick(all.filter((b) => tried(b) === least));
    }

    miss(name) {
        this.missed.set(name, (this.missed.get(name) ?? 0) + 1);
    }

    add(intent, { ok }) {
        this.cases++;
        this.ok += ok ? 1 : 0;
        const family = this.byFamily.get(intent.family);
        family.cases++;
        family.ok += ok ? 1 : 0;
        for (const name of new Set(intent.instructions.map((ix) => ix.name))) {
            this.row(name).count++;
            this.row(name).ok += ok ? 1 : 0;
        }
    }

    print(dropped) {
        const percent = (ok, n) => `${((100 * ok) / Math.max(n, 1)).toFixed(0).padStart(3)} %`;
        const line = (name, { count, ok }) =>
            console.log(
                `  ${name.padEnd(52)} ${String(count).padStart(5)} ${percent(ok, count)} succeed`,
            );
        console.log(
            `${this.cases} transactions, ${percent(this.ok, this.cases)} succeed; left out:`,
            JSON.stringify(dropped),
        );
        for (const [name, f] of this.byFamily) line(`[${name}]`, { count: f.cases, ok: f.ok });
        for (const [name, row] of [...this.byName].sort()) line(name, row);
    }

    check({ minimumPerInstruction, minimumSuccess, minimumNamedCases }) {
        const wrong = [];
        for (const [name, { count }] of this.byName)
            if (count < minimumPerInstruction) wrong.push(`${name} ran ${count} times`);
        if (this.ok < minimumSuccess * this.cases) wrong.push(`only ${this.ok} succeeded`);
        let named = 0;
        for (const f of this.families) if (!f.extra) named += this.byFamily.get(f.name).cases;
        if (named < minimumNamedCases) wrong.push(`only ${named} cases of the named families`);
        for (const text of wrong.slice(0, 10)) console.error(`not broad enough: ${text}`);
        if (wrong.length > 10) console.error(`and ${wrong.length - 10} more like these`);
        return wrong.length === 0;
    }
}
