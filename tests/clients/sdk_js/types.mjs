// @orrery/sdk's hand-written types: they compile where they are used, and name what there is.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import * as sdk from "@orrery/sdk";
import * as hooks from "@orrery/sdk/hooks";
import ts from "typescript";

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const library = path("../../../sdk/js");

const program = ts.createProgram(
    [path("usage.ts"), `${library}/index.d.ts`, `${library}/hooks.d.ts`],
    {
        noEmit: true,
        strict: true,
        skipLibCheck: true,
        target: ts.ScriptTarget.ES2022,
        module: ts.ModuleKind.NodeNext,
        moduleResolution: ts.ModuleResolutionKind.NodeNext,
        lib: ["lib.es2022.d.ts", "lib.dom.d.ts"],
        types: ["node"],
        typeRoots: [path("../../node_modules/@types")],
    },
);

const told = ({ file, start, messageText }) => {
    const line = file ? file.getLineAndCharacterOfPosition(start).line + 1 : 0;
    return `${file?.fileName}:${line}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
};

test("A dApp in TypeScript compiles", () => {
    const [index, hooksTypes] = ["index", "hooks"].map((name) =>
        program.getSourceFile(`${library}/${name}.d.ts`),
    );
    // skipLibCheck spares other people's declarations; ours are checked.
    const ours = [index, hooksTypes].flatMap((file) => program.getSemanticDiagnostics(file));
    const all = [...ts.getPreEmitDiagnostics(program), ...ours];
    assert.deepEqual(all.map(told), []);
});

test("Types and code name the same values", () => {
    const checker = program.getTypeChecker();
    const meant = (symbol) =>
        symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
    const namesOf = (file) => {
        const module = checker.getSymbolAtLocation(program.getSourceFile(`${library}/${file}`));
        const values = checker
            .getExportsOfModule(module)
            .filter((symbol) => meant(symbol).flags & ts.SymbolFlags.Value);
        return values.map((symbol) => symbol.name).sort();
    };
    assert.deepEqual(namesOf("index.d.ts"), Object.keys(sdk).sort());
    assert.deepEqual(namesOf("hooks.d.ts"), Object.keys(hooks).sort());
});

const sources = readdirSync(library, { recursive: true }).filter((name) => name.endsWith(".js"));

test("The library runs wherever ES modules do: nothing of Node's, and no dependency", () => {
    const manifest = JSON.parse(readFileSync(`${library}/package.json`, "utf8"));
    assert.equal(manifest.dependencies, undefined);
    assert.ok(sources.length > 15);
    for (const name of sources) {
        const text = readFileSync(`${library}/${name}`, "utf8");
        const imported = [...text.matchAll(/from "([^"]+)"/g)].map(([, from]) => from);
        assert.deepEqual(
            imported.filter((from) => !/^\.\.?\/.*\.js$/.test(from)),
            [],
            name,
        );
        assert.doesNotMatch(text, /\bprocess\.|\brequire\(|(?<!globalThis\.)\bBuffer\b/, name);
    }
});

test("Every error code is in the types' list, and the list has no other", () => {
    const text = sources.map((name) => readFileSync(`${library}/${name}`, "utf8")).join("\n");
    const thrown = new Set(
        [...text.matchAll(/(?:fail|OrreryError)\(\s*"(\w+)"/g)].map(([, code]) => code),
    );
    for (const what of ["Addresses", "Instructions", "Signatures"]) thrown.add(`TooMany${what}`);
    const listed = readFileSync(`${library}/index.d.ts`, "utf8").match(/Codes: ([\w\s*]+)\./)[1];
    assert.deepEqual([...thrown].sort(), listed.replaceAll("*", " ").trim().split(/\s+/).sort());
});
