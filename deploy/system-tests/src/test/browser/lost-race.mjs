// Two people want the same two seats; the second is told which are gone, is offered others, and takes the best ones.
import assert from 'node:assert/strict';

const RESERVATIONS = '**/api/events/*/reservations';
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
  await loser.route(RESERVATIONS, async (route) => {
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

  // The best two instead. The first answer is lost on its way: the page asks again by itself, with the same key.
  await loser.click(hook('way-best'));
  await loser.waitForSelector(hook('best-seats'));
  await check(loser, 'best seats');
  await picture(loser, '11-best');
  await loser.unroute(RESERVATIONS);
  const keys = [];
  await loser.route(RESERVATIONS, async (route) => {
    keys.push(await route.request().headerValue('Idempotency-Key'));
    if (keys.length > 1) {
      await route.continue();
    } else {
      const answer = await route.fetch();
      assert.equal(answer.status(), 201, 'the reservation whose answer is lost');
      await route.abort();
    }
  });
  await loser.click(hook('reserve'));
  await loser.waitForSelector(hook('pay'));
  await picture(loser, '12-best-pay');
  const reserved = await loser.$$eval(hook('reserved-seat'), (found) => found.map((element) => element.dataset.seat));
  assert.equal(reserved.length, 2);
  assert.ok(keys.length === 2 && keys[0] === keys[1], `a repetition has the key of the first try: ${keys}`);
  assert.ok(!reserved.some((label) => wanted.includes(label)), 'nobody has a seat of the other');

  await loser.click(hook('nav-reservations'));
  await loser.waitForSelector(hook('reservation'));
  assert.equal((await loser.$$(hook('reservation'))).length, 1, 'one reservation for two tries');
  await loser.click(`${hook('reservation')} a`);

  // Everything as it was.
  for (const window of [winner, loser]) {
    await window.click(hook('cancel'));
    await window.click(hook('cancel-confirm'));
    await window.waitForSelector(`${hook('reservation-status')}[data-status="CANCELLED"]`);
  }
  return { lost: wanted, offers: offers.length, best: reserved };
}
