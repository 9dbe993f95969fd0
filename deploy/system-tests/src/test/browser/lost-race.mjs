// Two people want the same two seats; the second is told which are gone, is offered others, and takes the best ones.
import assert from 'node:assert/strict';

const hook = (name) => `[data-testid="${name}"]`;

/**
 * @param winner a window that is signed in
 * @param loser a window that is signed in as somebody else
 * @param open shows the seats of a section in a window, as a list
 * @param check looks for barriers in a window
 * @param picture leaves a screenshot of a window
 */
export async function lostRace({ winner, loser, open, check, picture }) {
  await Promise.all([open(winner), open(loser)]);
  await loser.waitForSelector('[data-seat][data-state="available"]');
  const wanted = await loser.$$eval('[data-seat][data-state="available"]', (found) =>
    found.slice(0, 2).map((element) => element.dataset.seat),
  );
  for (const window of [winner, loser]) {
    for (const label of wanted) await window.click(`[data-seat="${label}"]`);
  }

  // The loser presses first, but the request is on its way until the winner has the seats.
  let arrive;
  const isLate = new Promise((resolve) => (arrive = resolve));
  await loser.route('**/api/events/*/reservations', async (route) => {
    await isLate;
    await route.continue();
  });
  await loser.click(hook('reserve'));
  await winner.click(hook('reserve'));
  await winner.waitForSelector(hook('pay'));
  arrive();

  // What is gone, and what may be had instead.
  await loser.waitForSelector(hook('offers'));
  const said = await loser.textContent(hook('choice-message'));
  for (const label of wanted) assert.ok(said.includes(label), `${label} is named: ${said}`);
  const offers = await loser.$$eval(hook('offer'), (found) => found.map((element) => element.dataset.seats.split(',')));
  assert.ok(offers.length > 0 && offers.every((seats) => seats.length === 2), 'groups of two are offered');
  assert.ok(!offers.flat().some((label) => wanted.includes(label)), 'what is gone is not offered');
  await loser.click(hook('view-map'));
  await loser.focus(hook('offer'));
  await picture(loser, '10-offers');
  await check(loser, 'offers');

  // The best two instead.
  await loser.click(hook('way-best'));
  await loser.waitForSelector(hook('best-seats'));
  await check(loser, 'best seats');
  await picture(loser, '11-best');
  await loser.click(hook('reserve'));
  await loser.waitForSelector(hook('pay'));
  await picture(loser, '12-best-pay');
  const reserved = await loser.$$eval(hook('reserved-seat'), (found) => found.map((element) => element.dataset.seat));
  assert.equal(reserved.length, 2);
  assert.ok(!reserved.some((label) => wanted.includes(label)), 'nobody has a seat of the other');

  // Everything as it was.
  for (const window of [winner, loser]) {
    await window.click(hook('cancel'));
    await window.click(hook('cancel-confirm'));
    await window.waitForSelector(`${hook('reservation-status')}[data-status="CANCELLED"]`);
  }
  return { lost: wanted, offers: offers.length, best: reserved };
}
