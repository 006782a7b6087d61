// Plays the browser tests against a practice house:
//
//   node tests/browser/run.mjs [WORD…]       every exported function of *.test.mjs whose name holds one of the words
//   node tests/browser/run.mjs --self-test   the harness against a small server of its own
//
// A test is an exported async function that takes the kit: `export async function applies({ signIn, page, axe }) { … }`.
// It runs twice, with JavaScript and without, each time in a house of its own; `kit.script` says which.

import { readdir } from 'node:fs/promises';
import { selfTest } from './harness/self-test.mjs';
import { runSuite } from './harness/suite.mjs';

const here = new URL('.', import.meta.url);

async function journeys(words) {
  const files = (await readdir(here)).filter((name) => name.endsWith('.test.mjs')).sort();
  const tests = [];
  for (const file of files) {
    const exported = Object.entries(await import(new URL(file, here)));
    for (const [name, run] of exported) {
      if (typeof run === 'function') tests.push({ name: `${file.replace('.test.mjs', '')}: ${name}`, run });
    }
  }
  const chosen = tests.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
  if (chosen.length === 0) throw new Error('no browser test found');
  return runSuite(chosen, { artifacts: new URL('artifacts', here).pathname });
}

const words = process.argv.slice(2);
let count;
try {
  count = words.includes('--self-test') ? await selfTest() : await journeys(words);
} catch (error) {
  console.error(`error: ${error.message}`);
  count = { passed: 0, failed: 1 };
}
console.log(`${count.passed} passed, ${count.failed} failed`);
process.exitCode = count.failed === 0 ? 0 : 1;
