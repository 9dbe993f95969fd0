// Somebody switches the second factor of their account on, signs in with it, and deletes the account in the end.
import assert from 'node:assert/strict';
import { createHmac, randomUUID } from 'node:crypto';

const PASSWORD = 'seven quiet umbrellas';
const STEP_SECONDS = 30;
const hook = (name) => `[data-testid="${name}"]`;

/** What an authenticator app shows at this moment (RFC 6238). */
function code(base32) {
  const bits = [...base32].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const secret = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 1000 / STEP_SECONDS)));
  const hash = createHmac('sha1', secret).update(step).digest();
  const truncated = hash.readUInt32BE(hash.at(-1) & 15) & 0x7fffffff;
  return String(truncated % 1_000_000).padStart(6, '0');
}

async function signIn(page, base, email) {
  await page.goto(`${base}/sign-in?next=/account`);
  await page.fill(hook('field-email'), email);
  await page.fill(hook('field-password'), PASSWORD);
  await page.click(hook('sign-in'));
}

/**
 * @param page a window that nobody is signed in in
 * @param check looks for barriers in a window
 * @param picture leaves a screenshot of a window
 */
export async function ownAccount({ page, base, check, picture }) {
  const email = `browser-${randomUUID()}@example.com`;
  await page.goto(`${base}/sign-up?next=/account`);
  await page.fill(hook('field-email'), email);
  await page.fill(hook('field-password'), PASSWORD);
  await page.fill(hook('field-name'), '박관객');
  await page.click(hook('sign-up'));

  await page.fill(`${hook('factor-begin-form')} ${hook('field-factorPassword')}`, PASSWORD);
  await page.click(hook('factor-begin'));
  await page.waitForSelector(hook('factor-qr'));
  await check(page, 'second factor');
  await picture(page, 'a-second-factor');
  const secret = (await page.textContent(hook('factor-secret'))).replaceAll(' ', '');
  await page.fill(`${hook('factor-confirm-form')} ${hook('field-code')}`, code(secret));
  await page.click(hook('factor-confirm'));
  await page.waitForSelector(`${hook('recovery-codes')} li`);
  const recoveryCodes = await page.$$eval(`${hook('recovery-codes')} li`, (found) => found.map((one) => one.textContent));
  assert.equal(recoveryCodes.length, 10);
  await picture(page, 'b-recovery-codes');
  await page.click(hook('recovery-done'));
  await page.waitForSelector(hook('factor-remove-form'));

  await page.click(hook('sign-out'));
  await page.waitForSelector(hook('nav-sign-in'));
  await signIn(page, base, email);
  await page.fill(`${hook('code-form')} ${hook('field-code')}`, 'WRONG');
  await page.click(hook('give-code'));
  await page.waitForSelector('#code-error');
  await check(page, 'code');
  await picture(page, 'c-code');
  await page.fill(`${hook('code-form')} ${hook('field-code')}`, recoveryCodes[0]);
  await page.click(hook('give-code'));

  await page.click(hook('delete-account'));
  await page.fill(`${hook('delete-form')} ${hook('field-deletePassword')}`, PASSWORD);
  await page.fill(`${hook('delete-form')} ${hook('field-deleteCode')}`, recoveryCodes[1]);
  await check(page, 'delete');
  await picture(page, 'd-delete');
  await page.click(hook('delete-yes'));
  await page.waitForSelector(hook('nav-sign-in'));
  await signIn(page, base, email);
  await page.waitForSelector(hook('failure'));
}
