import { addresses, createWithSeed, findProgramAddress } from "./address.js";
import { keyBytes, keyText, toBytes, utf8, Writer } from "./bytes.js";
import { fail, integer } from "./errors.js";
import { rentMinimum } from "./fee.js";
import { instruction, readonly, signer, writable, writableSigner } from "./instruction.js";

const bufferHeaderSize = 37;
const programSize = 36;
const maxElfSize = 10 * 1024 * 1024; // of an account, its header included

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

const write = (buffer, authority, elf) =>
    loader([writable(buffer), signer(authority)], tag(1).u32(0).u64(BigInt(elf.length)).bytes(elf));

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

/// Several programs deployed by one transaction: all of them or none. Buffers are the payer's own
/// accounts, derived from it and the program's address, so that only the payer, the authority and
/// the programs sign.
export class DeployBundle {
    #payer;
    #authority;
    #lamportsPerByte;
    #programs = [];

    constructor({ payer, authority = payer, lamportsPerByte }) {
        this.#payer = keyText(payer, "the payer");
        this.#authority = keyText(authority, "the authority");
        this.#lamportsPerByte = lamportsPerByte;
    }

    /// `program`: a fresh key pair's address; `maxLength`: room for larger ELFs in future upgrades.
    add({ program, elf, maxLength }) {
        const bytes = toBytes(elf, "the ELF");
        const address = keyText(program, "the program");
        const isElf = bytes.length > 4 && [0x7f, 0x45, 0x4c, 0x46].every((byte, i) => bytes[i] === byte);
        if (!isElf) fail("NotElf", "these bytes aren't an ELF", "pass the .so file's bytes");
        if (this.#programs.some((one) => one.program === address))
            fail("DuplicateProgram", `${address} is there already`, "each needs a key of its own");
        const room = integer(maxLength ?? bytes.length, "maxLength", bytes.length, maxElfSize);
        this.#programs.push({ program: address, elf: bytes, maxLength: room });
        return this;
    }

    #instructionsOf({ program, elf, maxLength }) {
        const payer = this.#payer;
        const authority = this.#authority;
        const rent = (space) => rentMinimum(space, this.#lamportsPerByte);
        const seed = program.slice(0, 32);
        const buffer = createWithSeed(payer, seed, addresses.loaderV3);
        const bufferSize = bufferHeaderSize + elf.length;
        const lamports = rent(bufferSize);
        return [
            createSeeded({ payer, account: buffer, seed, lamports, space: bufferSize }),
            initializeBuffer(buffer, authority),
            write(buffer, authority, elf),
            createAccount({ payer, account: program, lamports: rent(programSize), space: programSize }),
            deploy({ payer, program, buffer, authority, maxLength }),
        ];
    }

    /// For JumboBuilder.add().
    instructions() {
        return this.#programs.flatMap((program) => this.#instructionsOf(program));
    }
}
