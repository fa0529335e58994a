// Account metas in one letter each: is it a signer (s), is it writable (w).
export const ro = (key) => ({ key });
export const w = (key) => ({ key, w: true });
export const s = (key) => ({ key, s: true });
export const sw = (key) => ({ key, s: true, w: true });
