export { addresses, createWithSeed, findProgramAddress, isOnCurve } from "./src/address.js";
export { decodeBase58, encodeBase58 } from "./src/base58.js";
export { JumboBuilder, SignedJumbo } from "./src/builder.js";
export { decodeJumbo } from "./src/decode.js";
export { DeployBundle } from "./src/deploy.js";
export { OrreryError } from "./src/errors.js";
export { baseFee, jumboFee, limits, rentMinimum } from "./src/fee.js";
export { messageHash, scheme, signingText } from "./src/identity.js";
export { role, toWeb3Instruction } from "./src/instruction.js";
export {
    confirm,
    getJumbo,
    latestBlockhash,
    sendAll,
    sendJumbo,
    simulateJumbo,
} from "./src/send.js";
export * as hooks from "./hooks.js";
