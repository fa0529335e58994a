// Memo v1 (loader v1's ABI) and v4.
import { ids } from "../lib/ids.mjs";
import { ro, s } from "../lib/ix.mjs";

const texts = ({ rng }) =>
    rng.pick([
        () => Buffer.alloc(0),
        () => Buffer.from("hello, world"),
        () => Buffer.from("\u{1F980} crabs and \u00fcmlauts"),
        () => Buffer.from("x".repeat(rng.range(1, 700))),
        () => rng.bytes(rng.range(1, 40)),
        () => Buffer.from(`quote " backslash \\ newline \n ${rng.below(1000)}`),
    ])();

const memo = (name, program) => (world) => {
    const signers = Array.from({ length: world.rng.below(4) }, () => s(world.wallet()));
    const stray = world.rng.chance(0.1) ? [ro(world.wallet())] : [];
    const one = () => ({
        name,
        program,
        keys: program === ids.memoV1 ? [] : world.rng.shuffled([...signers, ...stray]),
        data: texts(world),
    });
    return Array.from({ length: world.rng.chance(0.2) ? 3 : 1 }, one);
};

export const builders = {
    "memo.Memo v1": memo("memo.Memo v1", ids.memoV1),
    "memo.Memo": memo("memo.Memo", ids.memo),
};
