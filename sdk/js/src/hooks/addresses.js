import { addresses, findProgramAddress } from "../address.js";
import { keyBytes, Writer } from "../bytes.js";
import { u64 } from "../errors.js";

export const program = addresses.hooks;

const le = (value, name) => new Writer(8).u64(u64(value, name)).take();
const find = (...seeds) => findProgramAddress(seeds, program);

let config;
/// {address, bump}, as all of these.
export const configAddress = () => (config ??= find("config"));
export const hookAddress = (authority, nonce) =>
    find("hook", keyBytes(authority, "the authority"), le(nonce, "nonce"));
export const auctionAddress = (target, epoch) =>
    find("auction", keyBytes(target, "the target"), le(epoch, "epoch"));
export const ownerAddress = (target) => find("owner", keyBytes(target, "the target"));
/// The only key that signs for a hook.
export const signerAddress = (hook) => find("signer", keyBytes(hook, "the hook"));
