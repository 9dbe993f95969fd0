// Waits for two seats of a tier that is sold out; their owner gives them up; they are offered, accepted and paid for.
//
// node waitlist.mjs <address of the page> <path of Chromium> <folder for screenshots> <event> <tier> <reservation of its
//                   last two seats> <access token of their owner>
// Prints one line of JSON with what it measured; exits with an error at the first thing that is not as it should be.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import AxeBuilder from '@axe-core/playwright';
import { chromium } from 'playwright-core';

const [base, executablePath, folder, event, tier, reservation, token] = process.argv.slice(2);
const hook = (name) => `[data-testid="${name}"]`;
// A tick of the waitlist, the outbox, the connection, a question; seconds of it on a busy machine.
const OFFER_LIMIT_MS = 10_000;

const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'] });
const complaints = [];

async function seriousBarriers(page, where) {
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']).analyze();
  assert.deepEqual(violations.map((violation) => `${where}: ${violation.id} ${violation.nodes[0]?.html}`), []);
}

try {
  const context = await browser.newContext({ viewport: { width: 1280, height: 1000 }, locale: 'ko-KR' });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  page.on('pageerror', (error) => complaints.push(error.message));
  const picture = (name) => page.screenshot({ path: `${folder}/waitlist-${name}.png`, fullPage: true });

  await page.goto(`${base}/sign-up?next=${encodeURIComponent(`/events/${event}`)}`);
  await page.fill(hook('field-email'), `browser-${randomUUID()}@example.com`);
  await page.fill(hook('field-password'), 'seven quiet umbrellas');
  await page.fill(hook('field-name'), '김대기');
  await page.click(hook('sign-up'));

  await page.waitForSelector(`${hook('waitlist-tier')} option[value="${tier}"]`, { state: 'attached' });
  await page.selectOption(hook('waitlist-tier'), tier);
  await page.click(hook('count-more'));
  await picture('1-join');
  await seriousBarriers(page, 'join');
  await page.click(hook('waitlist-join'));
  await page.waitForSelector(`${hook('waitlist-entry')}[data-state="WAITING"]`);
  assert.equal(await page.textContent(hook('waitlist-place')), '1');
  await picture('2-waiting');
  await seriousBarriers(page, 'waiting');

  const cancelled = await page.request.delete(`${base}/api/reservations/${reservation}`, {
    headers: { Authorization: `Bearer ${token}`, 'Idempotency-Key': randomUUID() },
  });
  assert.equal(cancelled.status(), 200, await cancelled.text());
  const cancelledAt = Date.now();
  await page.waitForSelector(hook('waitlist-accept'));
  const offerMs = Date.now() - cancelledAt;
  assert.ok(offerMs <= OFFER_LIMIT_MS, `the offer was there after ${offerMs} ms`);
  await picture('3-offer');
  await seriousBarriers(page, 'offer');

  await page.click(hook('waitlist-accept'));
  await page.waitForSelector(hook('pay'));
  await picture('4-pay');
  await page.click(hook('method-card'));
  await page.click(hook('pay'));
  await page.waitForSelector(hook('confirmation'));

  assert.deepEqual(complaints, [], 'nothing unexpected in the console');
  console.log(JSON.stringify({ offerMs }));
} finally {
  await browser.close();
}
