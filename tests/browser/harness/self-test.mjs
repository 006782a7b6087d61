// The harness against itself: what should pass passes, and each check fails where it must.

import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { houseCommand } from './house.mjs';
import { runSuite } from './suite.mjs';

const FAKE = [process.execPath, new URL('./fake-house.mjs', import.meta.url).pathname];

const good = {
  async signs_in_by_the_mailed_link({ page, signIn, expect, script }) {
    await signIn('anna@example.org');
    expect((await page.locator('#who').textContent()) === 'anna@example.org', 'nobody is signed in');
    const wanted = script ? 'script' : 'no script';
    expect((await page.locator('#script').textContent()) === wanted, `expected ${wanted}`);
  },
  async signs_in_twice_past_a_used_link({ page, signIn, expect }) {
    await signIn('anna@example.org');
    await signIn('anna@example.org');
    expect((await page.locator('#who').textContent()) === 'anna@example.org', 'nobody is signed in');
  },
  async finds_nothing_on_a_good_page({ open, axe, narrow }) {
    await open('/sign-in');
    await axe();
    await narrow();
  },
};

const bad = [
  { name: 'axe sees a bad page', says: 'image-alt', run: async ({ open, axe }) => { await open('/bad'); await axe(); } },
  { name: 'a wide page is seen', says: '320 px', run: async ({ open, narrow }) => { await open('/wide'); await narrow(); } },
  { name: 'a missing page is seen', says: 'answered 404', run: ({ open }) => open('/none') },
  { name: 'an unknown role is seen', says: 'no token', run: ({ api }) => api('stranger', 'GET', '/cases') },
  { name: 'a silent house is seen', says: 'nothing to show', how: ['--silent'], run: () => {} },
  { name: 'a babbling house is seen', says: 'did not open', how: ['--broken'], run: () => {} },
];

/** Runs the harness's own tests and resolves to `{passed, failed}`. */
export async function selfTest(print = console.log) {
  const artifacts = await mkdtemp(join(tmpdir(), 'kalends-browser-'));
  try {
    const tests = Object.entries(good).map(([name, run]) => ({ name, run }));
    const count = await runSuite(tests, { command: FAKE, artifacts, print });
    const judge = (name, holds, told) => {
      count[holds ? 'passed' : 'failed'] += 1;
      print(`${holds ? 'ok    ' : 'FAILED'} ${name}${holds ? '' : `\n${told}`}`);
    };
    for (const test of bad) await judgeBad(test, artifacts, judge);
    await judgeLoud(artifacts, judge);
    const kept = await readdir(artifacts);
    judge('a failure leaves a picture', kept.includes('axe-sees-a-bad-page-with-JavaScript.png'), kept.join(' '));
    const named = houseCommand({ KALENDS_BIN: '/opt/kalends' })[0] === '/opt/kalends';
    judge('the program can be named', named && houseCommand({ CARGO_TARGET_DIR: '/t' })[0] === '/t/debug/kalends', '');
    return count;
  } finally {
    await rm(artifacts, { recursive: true, force: true });
  }
}

async function judgeBad({ name, says, how = [], run }, artifacts, judge) {
  const lines = [];
  const count = await runSuite([{ name, run }], { command: [...FAKE, ...how], artifacts, print: (line) => lines.push(line) });
  const told = lines.join('\n');
  judge(name, count.failed === 2 && told.split(says).length > 2, told);
}

async function judgeLoud(artifacts, judge) {
  const lines = [];
  const tests = [{ name: 'loud', run: ({ open }) => open('/loud') }];
  const count = await runSuite(tests, { command: FAKE, artifacts, print: (line) => lines.push(line) });
  judge('a script that fails is seen', count.failed === 1 && lines.join('\n').includes('broken on purpose'), lines.join('\n'));
}
