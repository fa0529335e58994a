// Drives LiteSVM with a seeded generator and writes what it answered, one case per line:
//   node generate.mjs --seed 1 --count 4400 --out cases.jsonl
import { parseArgs } from "node:util";

import { Histogram } from "./lib/histogram.mjs";
import { mutate } from "./lib/mutate.mjs";
import { Prng } from "./lib/prng.mjs";
import { Recorder } from "./lib/recorder.mjs";
import { World } from "./lib/world.mjs";
import { families } from "./families/index.mjs";

const minimumPerInstruction = 20;
const minimumSuccess = 0.4;
/// Cases of the families the issue names; cpi and vm come on top.
const minimumNamedCases = 2000;

const { values } = parseArgs({
    options: {
        seed: { type: "string", default: "1" },
        count: { type: "string", default: "4400" },
        out: { type: "string" },
    },
});
if (!values.out) throw new Error("usage: generate.mjs --seed N --count N --out FILE");

const rng = new Prng(values.seed);
const recorder = new Recorder(values.out);
recorder.line({ format: "orrery-differential/1", seed: values.seed });
const world = new World(rng, recorder);
world.writeBase();
const histogram = new Histogram(families);

while (histogram.cases < Number(values.count)) {
    if (rng.chance(0.35)) world.newBlockhash();
    if (rng.chance(0.15)) world.nextSlot(rng.range(1, 3));
    const { family, name, build } = histogram.choose(rng);
    const built = build(world, name);
    let intent = { family, ...(Array.isArray(built) ? { instructions: built } : built) };
    if (!intent.exact && rng.chance(0.3)) intent = mutate(world, intent);
    const result = world.send(intent);
    intent.after?.(result);
    if (result) histogram.add(intent, result);
    else histogram.miss(name);
}
recorder.close();
histogram.print(world.dropped);
process.exitCode = histogram.check({ minimumPerInstruction, minimumSuccess, minimumNamedCases })
    ? 0
    : 1;
