// How long does a chain inside a process take to make, beside `new LiteSVM()`? Bar 10 of the
// performance specification.
import { bar, median, since, startDriver } from "./lib/bench.mjs";
import { lite } from "./lib/lite_world.mjs";

const rounds = 21;
const driver = startDriver("instances");
const times = { lite: [], ours: [] };
for (let i = 0; i < rounds; i++) {
    const start = process.hrtime.bigint();
    new lite.LiteSvm();
    times.lite.push(since(start) / 1e6);
    times.ours.push(Number(await driver.ask("")));
}
driver.stop();
const ms = (samples) => `${median(samples).toFixed(2)} ms (first ${samples[0].toFixed(2)})`;
console.log(`a chain, ours: ${ms(times.ours)}; LiteSVM: ${ms(times.lite)}`);
console.log(`  ${bar("bar: <= 1 ms", median(times.ours) <= 1)}`);
