import { sha256, utf8, zeroBits } from './hashing';

/** Hashes between two looks at whether anybody still wants the answer. */
const AT_ONCE = 256;

/** Finds the text whose hash behind the challenge has enough leading zero bits; in slices, so that the page stays alive. */
export async function solve(challenge: string, bits: number, signal?: AbortSignal): Promise<string> {
  for (let from = 0; ; from += AT_ONCE) {
    signal?.throwIfAborted();
    const hashes = await Promise.all(Array.from({ length: AT_ONCE }, (_, i) => sha256(utf8(`${challenge}.${from + i}`))));
    const found = hashes.findIndex((hash) => zeroBits(hash) >= bits);
    if (found >= 0) return String(from + found);
  }
}
