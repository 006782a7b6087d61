// Owns running tests: each one twice (with JavaScript and without), each time in a house and a profile of its own.
// Prints a line a test; a failure leaves a picture and the page's markup among the artifacts.

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { openHouse } from './house.mjs';
import { kitFor } from './kit.mjs';

const ARGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-quic', '--no-first-run'];
const STEP_MS = 10_000;
const MODES = [{ name: 'with JavaScript', script: true }, { name: 'without JavaScript', script: false }];

/** Runs `tests` (`[{name, run}]`) in both modes and resolves to `{passed, failed}`. */
export async function runSuite(tests, { command, artifacts, print = console.log }) {
  const count = { passed: 0, failed: 0 };
  const executablePath = process.env.KALENDS_CHROMIUM ?? '/usr/bin/chromium';
  const browser = await chromium.launch({ executablePath, args: ARGS, headless: true });
  try {
    for (const test of tests) {
      for (const mode of MODES) {
        const fault = await runOnce(test, mode, { browser, command, artifacts });
        count[fault ? 'failed' : 'passed'] += 1;
        print(`${fault ? 'FAILED' : 'ok    '} ${test.name}, ${mode.name}`);
        if (fault) print(indent(fault));
      }
    }
  } finally {
    await browser.close();
  }
  return count;
}

// The error's text, or null when the test passed.
async function runOnce(test, mode, { browser, command, artifacts }) {
  let house, context;
  const trouble = [];
  try {
    house = await openHouse(command);
    context = await browser.newContext({ javaScriptEnabled: mode.script, locale: 'en-GB', timezoneId: 'Europe/Riga' });
    const page = await context.newPage();
    page.setDefaultTimeout(STEP_MS);
    page.on('pageerror', (error) => trouble.push(error.message));
    try {
      await test.run(kitFor({ house, browser, context, page, script: mode.script }));
      return trouble.length === 0 ? null : `the page's own scripts failed: ${trouble.join('; ')}`;
    } catch (error) {
      const kept = await keep(page, artifacts, `${test.name} ${mode.name}`);
      return `${error.stack ?? error}\nat ${page.url()}\n${kept}\n${house.said()}`.trimEnd();
    }
  } catch (error) {
    return error.message;
  } finally {
    await context?.close();
    await house?.close();
  }
}

async function keep(page, artifacts, name) {
  const stem = join(artifacts, name.replace(/[^A-Za-z0-9]+/g, '-'));
  try {
    await mkdir(artifacts, { recursive: true });
    await page.screenshot({ path: `${stem}.png`, fullPage: true });
    await writeFile(`${stem}.html`, await page.content());
    return `picture: ${stem}.png`;
  } catch (error) {
    return `no picture: ${error.message}`;
  }
}

function indent(text) {
  return text.replace(/^/gm, '       ');
}
