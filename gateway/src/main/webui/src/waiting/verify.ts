import { compareBytes, fromBase64, hex, sha256, unhex, utf8 } from './hashing';
import type { DrawPart, LoggedPlace, PublicDraw, Receipt } from './waitingRoom';

/** What the viewer knew before the draw, kept in the browser so that the server cannot change it afterwards. */
export interface Promised {
  readonly seedHash?: string;
  readonly receipt?: Receipt;
}

export type Check = 'right' | 'wrong' | 'unknown';

export interface Verdict {
  /** The seed is the one whose hash was promised. */
  readonly seed: Check;
  /** The published root is that of the published places, and mine is among them. */
  readonly places: Check;
  /** My rank is what seed, root and beacon give. */
  readonly rank: Check;
  /** The receipt bears the server's signature. */
  readonly receipt: Check;
  readonly computedRank: number | null;
}

/** Is the place really this account's: SHA-256(account ‖ salt). */
export async function isMine(part: DrawPart, accountId: string): Promise<boolean> {
  return hex(await sha256(unhex(accountId.replaceAll('-', '')), unhex(part.salt))) === part.placeId;
}

/** Computes the draw again: see the algorithm in the published draw. */
export async function verifyDraw(draw: PublicDraw, log: readonly LoggedPlace[], part: DrawPart, promised: Promised): Promise<Verdict> {
  const receipt = promised.receipt === undefined ? 'unknown' : await verifyReceipt(promised.receipt, draw.publicKey, part);
  if (draw.seed === undefined || draw.root === undefined) {
    return { seed: 'unknown', places: 'unknown', rank: 'unknown', receipt, computedRank: null };
  }
  const seed = unhex(draw.seed);
  const hash = hex(await sha256(seed));
  const isPromised = hash === draw.seedHash && (promised.seedHash === undefined || promised.seedHash === hash);

  const lobby = log.filter((place) => place.lobby).map((place) => ({ ...place, id: unhex(place.placeId) }));
  const sorted = lobby.map(({ id }) => id).sort(compareBytes);
  const root = await sha256(...sorted);
  const isThere = lobby.some(({ placeId }) => placeId === part.placeId);

  const beacon = utf8(draw.beaconValue ?? '');
  const keyed = await Promise.all(lobby.map(async (place) => ({ place, key: await sha256(seed, root, beacon, place.id) })));
  keyed.sort((left, right) => compareBytes(left.key, right.key));
  const ranks = lobby.map(({ number }) => number).sort((left, right) => left - right);
  const at = keyed.findIndex(({ place }) => place.placeId === part.placeId);
  const computed = ranks[at] ?? null;
  return {
    seed: isPromised ? 'right' : 'wrong',
    places: hex(root) === draw.root && isThere ? 'right' : 'wrong',
    rank: keyed.every(({ place }, i) => place.rank === ranks[i]) && computed !== null ? 'right' : 'wrong',
    receipt,
    computedRank: computed,
  };
}

/** Follows the receipt's path to the root of its batch, and checks the signature of that; some browsers have no Ed25519. */
export async function verifyReceipt(receipt: Receipt, publicKey: string, part: DrawPart): Promise<Check> {
  if (!receipt.text.endsWith(`|${part.generation}|${part.number}|${part.placeId}`)) return 'wrong';
  let node = await sha256(Uint8Array.of(0), utf8(receipt.text));
  for (const step of receipt.path) {
    const other = unhex(step.slice(1));
    node = step.startsWith('L') ? await sha256(Uint8Array.of(1), other, node) : await sha256(Uint8Array.of(1), node, other);
  }
  try {
    const key = await crypto.subtle.importKey('spki', fromBase64(publicKey) as BufferSource, 'Ed25519', false, ['verify']);
    const isSigned = await crypto.subtle.verify('Ed25519', key, fromBase64(receipt.signature) as BufferSource, utf8(`tiketi-places|${hex(node)}`) as BufferSource);
    return isSigned ? 'right' : 'wrong';
  } catch {
    return 'unknown';
  }
}
