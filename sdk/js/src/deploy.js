import { addresses, createWithSeed, findProgramAddress } from "./address.js";
import { keyBytes, keyText, toBytes, utf8, Writer } from "./bytes.js";
import { fail, integer } from "./errors.js";
import { rentMinimum } from "./fee.js";
import { instruction, readonly, signer, writable, writableSigner } from "./instruction.js";

const bufferHeaderSize = 37;
const programSize = 36;
const maxElfSize = 10 * 1024 * 1024 - 45; // an account with a header
const maxWrite = 1232 - 16; // the loader reads 1,232 bytes of an instruction
const systemUnits = 150;
const loaderUnits = 2_370;

const system = (accounts, out) => instruction(addresses.system, accounts, out.take());
const loader = (accounts, out) => instruction(addresses.loaderV3, accounts, out.take());
const tag = (number) => new Writer().u32(number);

const createAccount = ({ payer, account, lamports, space }) =>
    system(
        [writableSigner(payer), writableSigner(account)],
        tag(0).u64(lamports).u64(BigInt(space)).bytes(keyBytes(addresses.loaderV3)),
    );

const createSeeded = ({ payer, account, seed, lamports, space }) =>
    system(
        [writableSigner(payer), writable(account)],
        tag(3)
            .bytes(keyBytes(payer))
            .u64(BigInt(seed.length))
            .bytes(utf8(seed))
            .u64(lamports)
            .u64(BigInt(space))
            .bytes(keyBytes(addresses.loaderV3)),
    );

const initializeBuffer = (buffer, authority) =>
    loader([writable(buffer), readonly(authority)], tag(0));

const writes = (buffer, authority, elf) => {
    const out = [];
    for (let at = 0; at < elf.length; at += maxWrite) {
        const bytes = elf.subarray(at, at + maxWrite);
        const data = tag(1).u32(at).u64(BigInt(bytes.length)).bytes(bytes);
        out.push(loader([writable(buffer), signer(authority)], data));
    }
    return out;
};

const deploy = ({ payer, program, buffer, authority, maxLength }) =>
    loader(
        [
            writableSigner(payer),
            writable(findProgramAddress([keyBytes(program)], addresses.loaderV3).address),
            writable(program),
            writable(buffer),
            readonly(addresses.rent),
            readonly(addresses.clock),
            readonly(addresses.system),
            signer(authority),
        ],
        tag(2).u64(BigInt(maxLength)),
    );

/// Several programs deployed by one transaction: all of them or none.
export class DeployBundle {
    #payer;
    #lamportsPerByte;
    #programs = [];

    constructor({ payer, lamportsPerByte }) {
        this.#payer = keyText(payer, "the payer");
        this.#lamportsPerByte = lamportsPerByte;
    }

    /// `program` is a fresh key pair's; so is `buffer`, or it is derived from the payer's and saves a
    /// signature. `maxLength`: room for larger upgrades.
    add({ program, buffer, elf, authority = this.#payer, maxLength }) {
        const bytes = toBytes(elf, "the ELF");
        const address = keyText(program, "the program");
        const isElf =
            bytes.length > 4 && [0x7f, 0x45, 0x4c, 0x46].every((byte, i) => bytes[i] === byte);
        if (!isElf) fail("NotElf", "these bytes aren't an ELF", "pass the .so file's bytes");
        if (this.#programs.some((one) => one.program === address))
            fail("DuplicateProgram", `${address} is there already`, "each needs a key of its own");
        this.#programs.push({
            program: address,
            buffer: buffer === undefined ? undefined : keyText(buffer, "the buffer"),
            elf: bytes,
            authority: keyText(authority, "the authority"),
            maxLength: integer(maxLength ?? bytes.length, "maxLength", bytes.length, maxElfSize),
        });
        return this;
    }

    #createBuffer({ program, buffer, elf }) {
        const space = bufferHeaderSize + elf.length;
        const lamports = rentMinimum(space, this.#lamportsPerByte);
        const payer = this.#payer;
        if (buffer !== undefined) {
            return { buffer, create: createAccount({ payer, account: buffer, lamports, space }) };
        }
        const seed = program.slice(0, 32);
        const account = createWithSeed(payer, seed, addresses.loaderV3);
        return { buffer: account, create: createSeeded({ payer, account, seed, lamports, space }) };
    }

    #instructionsOf(one) {
        const { program, elf, authority, maxLength } = one;
        const payer = this.#payer;
        const { buffer, create } = this.#createBuffer(one);
        const lamports = rentMinimum(programSize, this.#lamportsPerByte);
        return [
            create,
            initializeBuffer(buffer, authority),
            ...writes(buffer, authority, elf),
            createAccount({ payer, account: program, lamports, space: programSize }),
            deploy({ payer, program, buffer, authority, maxLength }),
        ];
    }

    /// For JumboBuilder.add(). The next buffer is made when the last one is gone.
    instructions() {
        return this.#programs.flatMap((program) => this.#instructionsOf(program));
    }

    /// What it needs, for JumboBuilder's options: compute units exactly, and enough loaded data for
    /// accounts that have none yet.
    budget() {
        const units = ({ elf }) =>
            3 * systemUnits + (2 + Math.ceil(elf.length / maxWrite)) * loaderUnits;
        return {
            computeUnitLimit: this.#programs.reduce((sum, program) => sum + units(program), 0),
            loadedAccountsDataSize: 1024 + 64 * this.#programs.length,
        };
    }
}
