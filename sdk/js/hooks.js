export {
    decodeAuction,
    decodeConfig,
    decodeHook,
    decodeOwner,
    defaultConfig,
    encodeAuction,
    encodeConfig,
    encodeHook,
    encodeOwner,
} from "./src/hooks/accounts.js";
export * from "./src/hooks/addresses.js";
export * from "./src/hooks/auction.js";
export { decodeHookBody, hookBody } from "./src/hooks/body.js";
export { errorName } from "./src/hooks/errors.js";
export * from "./src/hooks/instructions.js";
export { limits } from "./src/hooks/limits.js";
export * from "./src/hooks/money.js";
export * from "./src/hooks/rpc.js";
