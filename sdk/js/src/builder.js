import { binary, fromBinary, keyBytes, keyText, toBase64, toHex } from "./bytes.js";
import { addresses } from "./address.js";
import { fail, integer } from "./errors.js";
import { baseFee, limits } from "./fee.js";
import { messageHash, scheme, signingText, transactionId } from "./identity.js";
import { normalize } from "./instruction.js";
import * as format from "./message.js";
import { arrange, signEntry, toSigner } from "./signing.js";
import { splitInstructions } from "./split.js";

const unitsPerInstruction = 200_000;
const defaultLoadedAccountsDataSize = 64 * 1024 * 1024; // what Solana grants unasked
const budgetNames = ["priorityFee", "computeUnitLimit", "loadedAccountsDataSize", "heapBytes"];
const noLifetime = new Uint8Array(32);

const binaryOf = (address) => binary(keyBytes(address));
const precompiles = new Set(
    [addresses.ed25519, addresses.secp256k1, addresses.secp256r1].map(binaryOf),
);

const defaultUnits = (instructions) =>
    Math.min(instructions.length * unitsPerInstruction, limits.computeUnits);

const countPrecompileSignatures = (instructions) =>
    instructions
        .filter(({ program }) => precompiles.has(program))
        .reduce((sum, { data }) => sum + (data[0] ?? 0), 0);

const system = binaryOf(addresses.system);
const advancesNonce = ({ program, data }) =>
    program === system && data.length >= 4 && data[0] === 4 && !data[1] && !data[2] && !data[3];

/// Lists of signers taken apart; a list of numbers is a secret key.
const signersOf = (given) =>
    given.flatMap((one) => (Array.isArray(one) && typeof one[0] !== "number" ? one : [one]));

/// A signed transaction, ready to be sent.
export class SignedJumbo {
    constructor({ wire, message, id, fee, lastValidBlockHeight }) {
        Object.assign(this, { wire, message, id, fee, lastValidBlockHeight });
        Object.freeze(this);
    }
    get base64() {
        return toBase64(this.wire);
    }
}

/// Collects instructions and makes one jumbo transaction of them.
export class JumboBuilder {
    #payer;
    #text;
    #given; // the budget that was asked for
    #lifetime;
    #lastValidBlockHeight;
    #instructions = [];
    #compiled;

    constructor({ payer, blockhash, lastValidBlockHeight, text = false, ...budget }) {
        const unknown = Object.keys(budget).find((name) => !budgetNames.includes(name));
        if (unknown)
            fail(
                "BadOption",
                `there is no option "${unknown}"`,
                `there are ${budgetNames.join(", ")}`,
            );
        this.#payer = binary(keyBytes(payer, "the payer"));
        this.#text = text;
        this.#given = Object.fromEntries(
            Object.entries(budget).filter(([, value]) => value !== undefined),
        );
        this.setBlockhash(blockhash, lastValidBlockHeight);
    }

    /// The blockhash, or a durable nonce: base58, bytes, or what getLatestBlockhash answers.
    setBlockhash(blockhash, lastValidBlockHeight) {
        const hash = blockhash?.blockhash ?? blockhash;
        this.#lifetime = hash === undefined ? undefined : keyBytes(hash, "the blockhash");
        this.#lastValidBlockHeight = lastValidBlockHeight ?? blockhash?.lastValidBlockHeight;
        return this;
    }

    get hasBlockhash() {
        return this.#lifetime !== undefined;
    }

    /// Instructions of any library, or lists of them.
    add(...instructions) {
        for (const instruction of instructions.flat(Infinity))
            this.#instructions.push(normalize(instruction));
        this.#compiled = undefined;
        return this;
    }

    get instructionCount() {
        return this.#instructions.length;
    }

    #budget() {
        return {
            computeUnitLimit: defaultUnits(this.#instructions),
            loadedAccountsDataSize: defaultLoadedAccountsDataSize,
            ...this.#given,
        };
    }

    /// All that the message states, within the limits.
    #parts(schemes = this.#text) {
        this.#compiled ??= format.compile(this.#payer, this.#instructions);
        const lifetime = this.#lifetime ?? noLifetime;
        const parts = { ...this.#compiled, budget: this.#budget(), lifetime, schemes };
        format.checkParts(parts);
        return parts;
    }

    /// Bytes that the fee is for: the signed bytes and 64 for each signature.
    size() {
        return format.feeSize(this.#parts());
    }

    /// Lamports that it pays in all, whether it succeeds or not.
    fee() {
        const parts = this.#parts();
        return baseFee({
            size: format.feeSize(parts),
            signatures: parts.signers,
            precompileSignatures: countPrecompileSignatures(this.#instructions),
            computeUnitLimit: parts.budget.computeUnitLimit,
            priorityFee: parts.budget.priorityFee,
        });
    }

    #signerKeys() {
        const { keys, signers } = this.#parts();
        return keys.slice(0, signers);
    }

    /// Addresses that have to sign, in the message's order; the payer is the first.
    signers() {
        return this.#signerKeys().map((key) => keyText(fromBinary(key)));
    }

    #message(schemes) {
        if (!this.#lifetime)
            fail(
                "NoBlockhash",
                "the transaction has no blockhash",
                "pass one, or use setBlockhash()",
            );
        return format.encodeMessage(this.#parts(schemes));
    }

    /// The signed bytes. One bit in them says whether signatures name their scheme: with `text` set
    /// they do.
    message() {
        return this.#message(this.#text);
    }

    /// What a wallet signs in place of the signed bytes.
    text() {
        return signingText(this.#message(true));
    }

    /// Signs with those of them that have to: key pairs sign the bytes, wallets sign the text.
    async sign(...given) {
        const signers = await Promise.all(signersOf(given).map(toSigner));
        const arranged = arrange(this.#signerKeys(), signers);
        const schemes = this.#text || arranged.some((one) => one.scheme === scheme.text);
        const message = this.#message(schemes);
        const text = signingText(message);
        const entries = [];
        // One after the other: wallets ask their user.
        for (const signer of arranged) entries.push(await signEntry(signer, message, text));
        return new SignedJumbo({
            wire: format.encodeWire(message, entries),
            message,
            id: transactionId(message, entries),
            fee: this.fee(),
            lastValidBlockHeight: this.#lastValidBlockHeight,
        });
    }

    /// Builders for transactions that hold the instructions in their order, each within the limits
    /// and of at most `maxSize` bytes. Each is all or nothing, together they are not. The priority
    /// fee is shared out by instructions.
    split({ maxSize = limits.size, maxInstructions = limits.instructions } = {}) {
        integer(maxSize, "maxSize", 1, limits.size);
        integer(maxInstructions, "maxInstructions", 1, limits.instructions);
        const empty = { ...format.compile(this.#payer, []), budget: this.#budget() };
        const runs = splitInstructions(this.#payer, this.#instructions, {
            maxSize,
            maxInstructions,
            emptySize: format.wireSize({ ...empty, schemes: this.#text }),
            entrySize: this.#text ? format.schemeEntrySize : format.signatureSize,
        });
        if (runs.length > 1 && advancesNonce(this.#instructions[0]))
            fail(
                "NonceSplit",
                `a durable nonce lets one transaction through, not ${runs.length}`,
                "use a recent blockhash for what is split",
            );
        let first = 0;
        const parts = runs.map((run) => this.#part(run, first, (first += run.length)));
        return JumboBuilder.#distinct(parts);
    }

    #part(instructions, first, last) {
        const { priorityFee, ...budget } = this.#given;
        const upTo = (n) => (BigInt(priorityFee) * BigInt(n)) / BigInt(this.#instructions.length);
        if (priorityFee !== undefined) budget.priorityFee = upTo(last) - upTo(first);
        return this.#like(instructions, budget);
    }

    #like(instructions, budget) {
        const out = new JumboBuilder({
            payer: fromBinary(this.#payer),
            blockhash: this.#lifetime,
            lastValidBlockHeight: this.#lastValidBlockHeight,
            text: this.#text,
            ...budget,
        });
        out.#instructions = instructions;
        return out;
    }

    /// The same, asking for `bytes` less of loaded data: another message.
    #lessData(bytes) {
        const { loadedAccountsDataSize } = this.#budget();
        const budget = { ...this.#given, loadedAccountsDataSize: loadedAccountsDataSize - bytes };
        return this.#like(this.#instructions, budget);
    }

    /// Equal parts made different, as the chain runs a message only once.
    static #distinct(parts) {
        const times = new Map();
        return parts.map((part) => {
            const hash = toHex(messageHash(format.encodeMessage(part.#parts())));
            const before = times.get(hash) ?? 0;
            times.set(hash, before + 1);
            return before === 0 ? part : part.#lessData(before);
        });
    }
}
