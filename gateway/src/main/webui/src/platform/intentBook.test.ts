import { expect, test } from 'vitest';
import { IntentBook } from './intentBook';

function storage() {
  const kept = new Map<string, string>();
  return {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, text: string) => void kept.set(name, text),
    removeItem: (name: string) => void kept.delete(name),
    kept,
  };
}

function keys() {
  let next = 0;
  return () => `k${++next}`;
}

test('a repetition goes out with the key of the first try, also after a reload', () => {
  const tab = storage();
  const newKey = keys();
  const key = new IntentBook('event', tab, () => 0, newKey).keyFor('two best');
  const reloaded = new IntentBook('event', tab, () => 60_000, newKey);
  expect(reloaded.keyFor('two best')).toBe(key);
});

test('another wish has a key of its own, and the first keeps its own', () => {
  const book = new IntentBook('event', storage(), () => 0, keys());
  expect([book.keyFor('a'), book.keyFor('b'), book.keyFor('a')]).toEqual(['k1', 'k2', 'k1']);
});

test('after a definite answer the same wish is a new one', () => {
  const tab = storage();
  const book = new IntentBook('event', tab, () => 0, keys());
  book.keyFor('a');
  book.settle('a');
  expect(tab.kept.size).toBe(0);
  expect(book.keyFor('a')).toBe('k2');
});

test('a key that is older than a hold is not used again', () => {
  const tab = storage();
  const newKey = keys();
  new IntentBook('event', tab, () => 0, newKey).keyFor('a');
  expect(new IntentBook('event', tab, () => 300_001, newKey).keyFor('a')).toBe('k2');
});

test('what cannot be read counts as nothing', () => {
  const tab = storage();
  tab.setItem('event', '[{"subject":1},{');
  expect(new IntentBook('event', tab, () => 0, keys()).keyFor('a')).toBe('k1');
  tab.setItem('event', '[{"subject":1},null]');
  expect(new IntentBook('event', tab, () => 0, keys()).keyFor('a')).toBe('k1');
});
