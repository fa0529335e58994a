// How the demo shows what it found.

/// 1234567n as "1,234,567".
export const number = (value) => value.toLocaleString("en-US");
export const signed = (value) => (value > 0n ? "+" : "") + number(value);
export const dollars = (cents) => `$${(Number(cents) / 100).toFixed(2)}`;
export const sol = (lamports) => `${Number(lamports) / 1e9} SOL`;

export const heading = (text) => console.log(`\n${text}`);

/// Rows below each other, the first column to the left, all others to the right.
export function table(rows) {
    const texts = rows.map((row) =>
        row.map((cell) => (typeof cell === "bigint" ? number(cell) : String(cell))),
    );
    const widths = texts[0].map((_, i) => Math.max(...texts.map((row) => row[i].length)));
    for (const row of texts) {
        const cells = row.map((cell, i) =>
            i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]),
        );
        console.log(`  ${cells.join("  ")}`.trimEnd());
    }
}

/// Names and what they are, below each other.
export function list(entries) {
    const width = Math.max(...Object.keys(entries).map((name) => name.length));
    for (const [name, text] of Object.entries(entries))
        console.log(`  ${name.padEnd(width)}  ${text}`);
}
