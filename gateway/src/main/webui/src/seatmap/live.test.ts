import { expect, test } from 'vitest';
import { type DeltaMessage, type LiveSeats, receiveDelta, receiveHeartbeat, receiveSnapshot } from './live';
import { comparePositions, formatPosition, parsePosition } from './position';
import { availableBySection, decodeStates } from './states';

const counts = { available: 0, held: 0, sold: 0, blocked: 0 };
const pack = (...bytes: number[]) => btoa(String.fromCharCode(...bytes));
const known: LiveSeats = { position: { epoch: 2, version: 10 }, states: new Uint8Array([0, 0, 0, 0, 0]), counts };
const delta = (change: Partial<DeltaMessage>): DeltaMessage => ({
  type: 'delta', epoch: 2, from: 10, version: 12, changes: [[1, 1], [4, 2]], counts, ...change,
});

test('two bits a seat, lowest first', () => {
  expect([...decodeStates(pack(0b11100100, 0b00000010), 5)]).toEqual([0, 1, 2, 3, 2]);
});

test('seats that the answer does not reach are not offered', () => {
  expect([...decodeStates(pack(0), 6)]).toEqual([0, 0, 0, 0, 3, 3]);
});

test('available seats are counted by section', () => {
  const states = new Uint8Array([0, 1, 0, 0]);
  expect([...availableBySection(states, new Uint16Array([0, 0, 1, 1]), 2)]).toEqual([1, 2]);
});

test('positions compare by epoch, then version', () => {
  expect(comparePositions({ epoch: 2, version: 1 }, { epoch: 1, version: 9 })).toBeGreaterThan(0);
  expect(comparePositions({ epoch: 1, version: 8 }, { epoch: 1, version: 9 })).toBeLessThan(0);
  expect(formatPosition(parsePosition('3:14')!)).toBe('3:14');
  expect(parsePosition('3-14')).toBeNull();
  expect(parsePosition(null)).toBeNull();
});

test('a delta that follows is applied and leaves the old state alone', () => {
  const received = receiveDelta(known, delta({}));
  expect(received.kind).toBe('changed');
  if (received.kind !== 'changed') return;
  expect([...received.seats.states]).toEqual([0, 1, 0, 0, 2]);
  expect(received.seats.position).toEqual({ epoch: 2, version: 12 });
  expect([...known.states]).toEqual([0, 0, 0, 0, 0]);
});

test('a delta that overlaps what is known is applied', () => {
  expect(receiveDelta(known, delta({ from: 7 })).kind).toBe('changed');
});

test('an older delta is dropped', () => {
  expect(receiveDelta(known, delta({ from: 8, version: 10 })).kind).toBe('unchanged');
  expect(receiveDelta(known, delta({ epoch: 1, from: 90, version: 99 })).kind).toBe('unchanged');
});

test('a delta from beyond what is known is a gap', () => {
  expect(receiveDelta(known, delta({ from: 11 })).kind).toBe('gap');
  expect(receiveDelta(known, delta({ epoch: 3, from: 0, version: 1 })).kind).toBe('gap');
  expect(receiveDelta(null, delta({})).kind).toBe('gap');
});

test('seats that do not exist are ignored', () => {
  expect(receiveDelta(known, delta({ changes: [[77, 1], [-1, 1]] })).kind).toBe('changed');
});

test('an older snapshot is dropped, a newer epoch with a lower version is taken', () => {
  const snapshot = { states: pack(0, 0), counts };
  expect(receiveSnapshot(known, { ...snapshot, epoch: 2, version: 9 }, 5).kind).toBe('unchanged');
  expect(receiveSnapshot(known, { ...snapshot, epoch: 3, version: 1 }, 5).kind).toBe('changed');
});

test('being behind two heartbeats in a row is a gap', () => {
  expect(receiveHeartbeat(known, null).kind).toBe('unchanged');
  expect(receiveHeartbeat(known, { epoch: 2, version: 10 }).kind).toBe('unchanged');
  expect(receiveHeartbeat(known, { epoch: 2, version: 11 }).kind).toBe('gap');
});
