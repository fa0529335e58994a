// Reads zstd frames (RFC 8878) as far as they aren't compressed: Node 20 has no zstd.
import zlib from "node:zlib";

const magic = 0xfd2fb528;
const blockType = { raw: 0, rle: 1, compressed: 2 };

/// {at: where the blocks begin, size: the content's or undefined, checksum: whether one follows}.
function header(frame) {
    if (frame.readUInt32LE(0) !== magic) throw new Error("no zstd frame");
    const descriptor = frame[4];
    const single = (descriptor >> 5) & 1;
    let at = 5 + (single ? 0 : 1) + [0, 1, 2, 4][descriptor & 3];
    const width = [single, 2, 4, 8][descriptor >> 6];
    const size =
        width === 0
            ? undefined
            : width === 8
              ? Number(frame.readBigUInt64LE(at))
              : frame.readUIntLE(at, width) + (width === 2 ? 256 : 0);
    at += width;
    return { at, size, checksum: ((descriptor >> 2) & 1) === 1 };
}

/// The content of one whole frame; undefined where this Node can't decompress it. Throws when the
/// frame isn't well formed.
export function zstdContent(frame) {
    const { at: begin, size, checksum } = header(frame);
    const out = [];
    let at = begin;
    for (let last = false; !last; ) {
        const bits = frame.readUIntLE(at, 3);
        at += 3;
        last = (bits & 1) === 1;
        const type = (bits >> 1) & 3;
        const length = bits >> 3;
        if (type === blockType.raw) out.push(frame.subarray(at, at + length));
        else if (type === blockType.rle) out.push(Buffer.alloc(length, frame[at]));
        else if (type === blockType.compressed) out.push(undefined);
        else throw new Error("reserved zstd block");
        at += type === blockType.rle ? 1 : length;
    }
    if (at + (checksum ? 4 : 0) !== frame.length) throw new Error("a zstd frame of another length");
    if (out.includes(undefined)) return zlib.zstdDecompressSync?.(frame);
    const content = Buffer.concat(out);
    if (size !== undefined && size !== content.length) throw new Error("content of another length");
    return content;
}
