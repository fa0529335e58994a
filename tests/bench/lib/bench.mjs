// What the benches that Node leads have in common.
import { spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";

/// The program that is our half of a bench, built beside `orrery`.
export const driver = (name) => join(dirname(process.env.ORRERY), `driver_${name}`);

/// Starts a driver: `ask(line)` sends a line and gives the answer's.
export function startDriver(name, ...args) {
    const child = spawn(driver(name), args, { stdio: ["pipe", "pipe", "inherit"] });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const answer = async () => {
        const { value, done } = await lines.next();
        if (done) throw new Error(`driver_${name} ended`);
        return value;
    };
    return {
        answer,
        ask(line) {
            child.stdin.write(`${line}\n`);
            return answer();
        },
        stop: () => child.stdin.end(),
    };
}

export function percentile(samples, share) {
    const sorted = [...samples].sort((a, b) => a - b);
    return sorted[Math.floor(share * (sorted.length - 1))];
}
export const median = (samples) => percentile(samples, 0.5);
export const geomean = (values) =>
    Math.exp(values.reduce((sum, v) => sum + Math.log(v), 0) / values.length);

/// Nanoseconds since `start`, a process.hrtime.bigint().
export const since = (start) => Number(process.hrtime.bigint() - start);

/// "<text> met" or "<text> MISSED"; a bar that gates fails the process when it is missed.
export function bar(text, met, { gates = true } = {}) {
    if (gates && !met) process.exitCode = 1;
    return `${text}: ${met ? "met" : "MISSED"}${gates ? "" : " (reported)"}`;
}
