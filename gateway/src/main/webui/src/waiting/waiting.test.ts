import { expect, test } from 'vitest';
import { en } from '../language/messages.en';
import { solve } from './challenge';
import { compareBytes, hex, sha256, unhex, utf8, zeroBits } from './hashing';
import { pollDelayMs } from './useWaitingRoom';
import { isMine, verifyDraw } from './verify';
import { waitText } from './waitText';
import type { DrawPart, LoggedPlace, PublicDraw, Receipt } from './waitingRoom';

const base64 = (bytes: ArrayBuffer) => btoa(String.fromCharCode(...new Uint8Array(bytes)));

/** A draw as the server makes it. */
async function drawn(size: number): Promise<{ draw: PublicDraw; log: LoggedPlace[]; part: DrawPart; receipt: Receipt }> {
  const keys = (await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])) as CryptoKeyPair;
  const ids = await Promise.all(Array.from({ length: size }, (_, i) => sha256(utf8(`person ${i}`))));
  const seed = await sha256(utf8('seed'));
  const root = await sha256(...[...ids].sort(compareBytes));
  const keyed = await Promise.all(ids.map(async (id, i) => ({ i, key: await sha256(seed, root, utf8('7 of 49'), id) })));
  const order = keyed.sort((left, right) => compareBytes(left.key, right.key)).map(({ i }) => i);
  const log = ids.map((id, i) => ({ number: i + 1, placeId: hex(id), rank: order.indexOf(i) + 1, lobby: true }));
  const part = { generation: 3, number: 2, placeId: log[1]!.placeId, salt: '' };
  const text = `tiketi-place|event|3|2|${part.placeId}`;
  const other = await sha256(utf8('other leaf'));
  const top = await sha256(Uint8Array.of(1), other, await sha256(Uint8Array.of(0), utf8(text)));
  const signature = base64(await crypto.subtle.sign('Ed25519', keys.privateKey, utf8(`tiketi-places|${hex(top)}`) as BufferSource));
  return {
    log, part,
    receipt: { text, path: [`L${hex(other)}`], signature },
    draw: {
      generation: 3, seedHash: hex(await sha256(seed)), seed: hex(seed), root: hex(root), beaconValue: '7 of 49', size,
      publicKey: base64(await crypto.subtle.exportKey('spki', keys.publicKey)),
    },
  };
}

test('a true draw is right in every respect', async () => {
  const { draw, log, part, receipt } = await drawn(20);

  const verdict = await verifyDraw(draw, log, part, { seedHash: draw.seedHash, receipt });

  expect(verdict).toEqual({ seed: 'right', places: 'right', rank: 'right', receipt: 'right', computedRank: log[1]!.rank });
});

test('whatever was changed afterwards is found', async () => {
  const { draw, log, part, receipt } = await drawn(20);
  const swapped = log.map((place) => (place.number === 1 ? { ...place, rank: log[1]!.rank! } : place.number === 2 ? { ...place, rank: log[0]!.rank! } : place));

  expect((await verifyDraw(draw, swapped, part, {})).rank).toBe('wrong');
  expect((await verifyDraw(draw, log.filter(({ number }) => number !== 7), part, {})).places).toBe('wrong');
  expect((await verifyDraw(draw, log.filter(({ number }) => number !== 2), part, {})).places).toBe('wrong');
  expect((await verifyDraw({ ...draw, beaconValue: '8 of 49' }, log, part, {})).rank).toBe('wrong');
  expect((await verifyDraw(draw, log, part, { seedHash: 'ab'.repeat(32) })).seed).toBe('wrong');
  expect((await verifyDraw({ ...draw, seed: 'ab'.repeat(32) }, log, part, {})).seed).toBe('wrong');
  expect((await verifyDraw(draw, log, part, { receipt: { ...receipt, signature: receipt.signature.replace(/^./, 'A') } })).receipt).toBe('wrong');
  expect((await verifyDraw(draw, log, part, { receipt: { ...receipt, text: receipt.text.replace('|2|', '|3|') } })).receipt).toBe('wrong');
});

test('before the seed is public nothing can be said but the receipt', async () => {
  const { draw, part, receipt } = await drawn(5);
  const early: PublicDraw = { generation: draw.generation, publicKey: draw.publicKey, seedHash: draw.seedHash };

  expect(await verifyDraw(early, [], part, { receipt })).toEqual({ seed: 'unknown', places: 'unknown', rank: 'unknown', receipt: 'right', computedRank: null });
});

test('only the owner can open the place id', async () => {
  const account = '0198c0de-0000-7000-8000-000000000001';
  const salt = 'ab'.repeat(16);
  const placeId = hex(await sha256(unhex(account.replaceAll('-', '')), unhex(salt)));

  expect(await isMine({ generation: 1, number: 1, placeId, salt }, account)).toBe(true);
  expect(await isMine({ generation: 1, number: 1, placeId, salt }, account.replace(/1$/, '2'))).toBe(false);
});

test('a proof of work is found', async () => {
  const solution = await solve('challenge', 8);

  expect(zeroBits(await sha256(utf8(`challenge.${solution}`)))).toBeGreaterThanOrEqual(8);
});

test('zero bits are counted over bytes', () => {
  expect(zeroBits(Uint8Array.of(0, 0, 0x1f))).toBe(19);
  expect(zeroBits(Uint8Array.of(0x80))).toBe(0);
});

test('the wait is a range of minutes, and nothing is promised while nobody is let in', () => {
  expect(waitText({ estimate: { low: 130, high: 400 } }, en.waiting)).toBe('2 to 7 minutes');
  expect(waitText({ estimate: { low: 10, high: 100 } }, en.waiting)).toBe('within 2 minutes');
  expect(waitText({ estimate: { low: 1, high: 9 } }, en.waiting)).toBe('within a minute');
  expect(waitText({}, en.waiting)).toBe('being worked out');
  expect(waitText({ paused: true, estimate: { low: 1, high: 9 } }, en.waiting)).toBe('nobody is let in for the moment');
});

test('nobody asks later than told, or much earlier', () => {
  expect(pollDelayMs(10, 0)).toBe(10_000);
  expect(pollDelayMs(10, 1)).toBe(8_000);
});
