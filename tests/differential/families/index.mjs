// The families, with how often each is drawn. `extra` families come on top of the promised ones.
import { builders as accounts } from "./accounts.mjs";
import { builders as associatedToken } from "./associated_token.mjs";
import { builders as computeBudget } from "./compute_budget.mjs";
import { builders as cpi } from "./cpi.mjs";
import { builders as faults } from "./faults.mjs";
import { builders as loader } from "./loader.mjs";
import { builders as lookupTable } from "./lookup_table.mjs";
import { builders as memo } from "./memo.mjs";
import { builders as nonce } from "./nonce.mjs";
import { builders as syscalls } from "./syscalls.mjs";
import { builders as system } from "./system.mjs";
import { builders as token } from "./token.mjs";
import { builders as token2022 } from "./token2022.mjs";
import { builders as vm } from "./vm.mjs";

export const families = [
    { name: "system", weight: 12, builders: system },
    { name: "nonce", weight: 8, builders: nonce },
    { name: "computeBudget", weight: 7, builders: computeBudget },
    { name: "loader", weight: 12, builders: loader },
    { name: "token", weight: 22, builders: token },
    { name: "token2022", weight: 40, builders: token2022 },
    { name: "associatedToken", weight: 6, builders: associatedToken },
    { name: "memo", weight: 3, builders: memo },
    { name: "lookupTable", weight: 9, builders: lookupTable },
    { name: "cpi", weight: 6, builders: cpi, extra: true },
    { name: "syscalls", weight: 3, builders: syscalls, extra: true },
    { name: "accounts", weight: 3, builders: accounts, extra: true },
    { name: "faults", weight: 3, builders: faults, extra: true },
    { name: "vm", weight: 5, builders: vm, extra: true },
];
