// The descending clock with resting limit orders, as pure functions (docs/spec/hooks.md 4).
import { binary, keyBytes } from "../bytes.js";
import { maxU64 } from "../errors.js";
import { limits } from "./limits.js";

const max = (a, b) => (a > b ? a : b);
const min = (a, b) => (a < b ? a : b);

/// Start price of an auction; `previous` is the target's last one as {p0, best}, best = 0n without
/// a seat.
export function startPrice(config, previous) {
    if (!previous) return config.p0Min;
    const least = max(config.p0Min, previous.p0 / 2n);
    return min(max(2n * previous.best, least), config.p0Max);
}

/// The clock's price in slot `i` of the epoch before the auction's.
export function clockPrice(config, p0, i) {
    const last = config.epochSlots - 1n;
    return max(config.floor, (p0 * (last - min(BigInt(i), last))) / last);
}

/// The first i in [from, L) whose price is at most `limit`; undefined without one. Prices fall.
function firstAt(config, p0, limit, from) {
    let low = from;
    let high = config.epochSlots;
    while (low < high) {
        const middle = (low + high) / 2n;
        if (clockPrice(config, p0, middle) <= limit) high = middle;
        else low = middle + 1n;
    }
    return low < config.epochSlots ? low : undefined;
}

/// When an order's turn comes: {i, fresh, order, limit}; `fresh` pays the clock's price.
function turnOf(auction, config, start, order) {
    const { limit, placedSlot } = auction.orders[order];
    if (placedSlot < start) {
        const i = firstAt(config, auction.p0, limit, 0n);
        return i === undefined ? undefined : { i, fresh: false, order, limit };
    }
    const placed = placedSlot - start;
    if (placed >= config.epochSlots) return undefined;
    if (limit >= clockPrice(config, auction.p0, placed))
        return { i: placed, fresh: true, order, limit };
    const i = firstAt(config, auction.p0, limit, placed + 1n);
    return i === undefined ? undefined : { i, fresh: false, order, limit };
}

const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

/// Within a slot resting orders go first, the highest limit before; the others as placed.
const byTurn = (a, b) =>
    compare(a.i, b.i) ||
    compare(a.fresh, b.fresh) ||
    (a.fresh ? 0 : compare(b.limit, a.limit)) ||
    a.order - b.order;

const byRank = (a, b) =>
    compare(b.price, a.price) ||
    compare(a.fillSlot, b.fillSlot) ||
    compare(binary(keyBytes(a.hook)), binary(keyBytes(b.hook))) ||
    a.order - b.order;

/// The seats taken in slots up to and including `slot`, best first; all of them without one.
export function seats(auction, config, slot = maxU64) {
    const end = auction.epoch * config.epochSlots;
    const start = end - config.epochSlots;
    if (auction.epoch === 0n || end > maxU64 + 1n || slot < start) return [];
    return auction.orders
        .map((order, i) => (order.cancelled ? undefined : turnOf(auction, config, start, i)))
        .filter((turn) => turn && turn.i <= slot - start)
        .sort(byTurn)
        .slice(0, Math.min(config.seats, limits.seats))
        .map(({ i, fresh, order, limit }) => ({
            order,
            hook: auction.orders[order].hook,
            price: fresh ? clockPrice(config, auction.p0, i) : limit,
            fillSlot: start + i,
        }))
        .sort(byRank);
}

/// Which order a new one of `limit` pushes out of a full book: the lowest unseated, the latest of
/// equals. Nothing when none is lower.
export function displacedOrder(auction, config, limit, slot) {
    const seated = new Set(seats(auction, config, slot).map((seat) => seat.order));
    const worth = (order) => (order.cancelled ? 0n : order.limit);
    let lowest;
    auction.orders.forEach((order, i) => {
        const isLower = lowest === undefined || worth(order) <= worth(auction.orders[lowest]);
        if (!seated.has(i) && isLower) lowest = i;
    });
    if (lowest === undefined || worth(auction.orders[lowest]) >= limit) return undefined;
    return auction.orders[lowest];
}
