// Owns what a browser test may lean on: signing in through the mailed link, accessibility, a narrow screen, the API.
// Knows the addresses and form fields of sign-in and of the mailbox; no other page.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const NARROW = { width: 320, height: 640 };

/** Says what is wrong with a reason of its own when `condition` does not hold. */
export function expect(condition, message) {
  if (!condition) throw new Error(message);
}

/** Binds the tools to one page of one house. */
export function kitFor({ house, browser, context, page, script }) {
  return {
    house,
    context,
    page,
    script,
    expect,
    open: (path) => open(page, house, path),
    signIn: (email) => signIn(page, house, email),
    axe: () => axe(page, browser),
    narrow: () => narrow(page),
    api: (role, method, path, body) => api(house, role, method, path, body),
  };
}

/** Opens a path of the house and expects an answer below 400. */
export async function open(page, house, path) {
  const answer = await page.goto(new URL(path, house.url).href);
  expect(answer && answer.status() < 400, `\`${path}\` answered ${answer?.status()}`);
  return answer;
}

/** Signs `email` in as a person would: asks for a link, reads the mailbox, follows the link, presses the button. */
export async function signIn(page, house, email) {
  await open(page, house, '/sign-in');
  await page.locator('main input[name="email"]').fill(email);
  await press(page, page.locator('main form:has(input[name="email"])'));
  await open(page, house, house.mailbox_url);
  const letters = page.locator('main li', { hasText: email }).locator('a').filter({ hasNotText: email });
  const addresses = await letters.evaluateAll((links) => links.map((link) => link.href));
  expect(addresses.length > 0, `the mailbox holds no letter to \`${email}\``);
  for (const address of addresses) {
    if (await spendLink(page, house, address)) return;
  }
  throw new Error(`none of the ${addresses.length} letters to \`${email}\` holds a sign-in link that still works`);
}

async function spendLink(page, house, letter) {
  await open(page, house, letter);
  const link = page.locator('main a[href*="/sign-in/link"]').first();
  if ((await link.count()) === 0) return false;
  await page.goto(await link.evaluate((a) => a.href));
  const form = page.locator('main form[method="post"][action*="/sign-in/link"]');
  if ((await form.count()) === 0) return false;
  await press(page, form);
  expect(!new URL(page.url()).pathname.startsWith('/sign-in'), `still at ${page.url()} after pressing the button`);
  return true;
}

/** Presses a form's button and waits for the page that follows. */
export async function press(page, form, name) {
  const button = name ? form.getByRole('button', { name }) : form.locator('button').first();
  await Promise.all([page.waitForNavigation(), button.click()]);
}

/** Expects no violation from axe on the page as it stands. */
export async function axe(page, browser) {
  const violations = await judged(page, browser);
  const lines = violations.map((v) => `${v.id}: ${v.help}\n    ${v.nodes.map((n) => n.html).join('\n    ')}`);
  expect(violations.length === 0, `axe on ${page.url()}: ${violations.length} violations\n  ${lines.join('\n  ')}`);
}

// A page without scripts cannot run axe's timers, so its markup is judged in a window of its own in which the page's
// own scripts are kept out: what axe sees is what a reader without JavaScript sees.
async function judged(page, browser) {
  const context = await browser.newContext({ bypassCSP: true, storageState: await page.context().storageState() });
  try {
    const twin = await context.newPage();
    await twin.setViewportSize(page.viewportSize());
    const address = page.url().split('#')[0];
    const body = (await page.content()).replace(/<script\b[\s\S]*?<\/script>/gi, '');
    await twin.route(/./, (route) => {
      const request = route.request();
      if (request.resourceType() === 'script') return route.abort();
      if (request.isNavigationRequest()) return route.fulfill({ body, contentType: 'text/html; charset=utf-8' });
      return route.continue();
    });
    await twin.goto(address);
    await twin.evaluate(AXE);
    return await twin.evaluate(async () => (await globalThis.axe.run(document)).violations);
  } finally {
    await context.close();
  }
}

/** Expects that the page needs no sideways scrolling on a screen 320 pixels wide, and puts the old width back. */
export async function narrow(page) {
  const before = page.viewportSize();
  await page.setViewportSize(NARROW);
  const wide = await page.evaluate((limit) => {
    const beyond = (node) => node.getBoundingClientRect().right > limit + 1;
    const culprits = [...document.body.querySelectorAll('*')].filter(beyond).slice(0, 3);
    const width = document.documentElement.scrollWidth;
    return { width, culprits: culprits.map((node) => node.outerHTML.slice(0, 120)) };
  }, NARROW.width);
  await page.setViewportSize(before);
  const blame = wide.culprits.join('\n  ');
  expect(wide.width <= NARROW.width, `${page.url()} is ${wide.width} px wide on a ${NARROW.width} px screen\n  ${blame}`);
}

/** Calls the API as one of the house's roles and resolves to `{status, body}`. */
export async function api(house, role, method, path, body) {
  expect(house.tokens[role], `the house gave no token for \`${role}\``);
  const answer = await fetch(new URL(`/api/v1${path}`, house.url), {
    method,
    headers: {
      authorization: `Bearer ${house.tokens[role]}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(method === 'POST' ? { 'idempotency-key': crypto.randomUUID() } : {}),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await answer.text();
  return { status: answer.status, body: answer.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text };
}
