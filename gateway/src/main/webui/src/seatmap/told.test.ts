import { expect, test } from 'vitest';
import { layOut } from './layout';
import { AVAILABLE, HELD } from './states';
import { correctionsFor, rememberCancelled, rememberReserved } from './told';

const seats = ['1', '2'].map((number) => ({ label: `A-1-${number}`, number }));
const layout = layOut({ planVersion: 1, sections: [{ name: 'A', priceTier: 'A', price: 1, rows: [{ row: '1', seats }] }] });
const reserved = [{ label: 'A-1-2', section: 'A', priceTier: 'A', price: 1 }];

test('what the answers told about an event is kept with its position', () => {
  rememberReserved('e', reserved, '1:7');
  rememberCancelled('e', reserved, '1:9');
  rememberReserved('other', reserved, '1:9');
  rememberReserved('e', reserved, null);
  expect(correctionsFor('e', layout)).toEqual([
    { until: { epoch: 1, version: 7 }, state: HELD, seats: [1] },
    { until: { epoch: 1, version: 9 }, state: AVAILABLE, seats: [1] },
  ]);
});
