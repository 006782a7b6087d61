// Owns the practice house as a child process: starting it, reading its first line, ending it. Knows nothing of pages.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const PATIENCE_MS = 30_000;

/** The command that starts a practice house: the built program, or what `KALENDS_BIN` names. */
export function houseCommand(env = process.env) {
  const target = env.CARGO_TARGET_DIR ?? new URL('../../../target', import.meta.url).pathname;
  return [env.KALENDS_BIN ?? `${target}/debug/kalends`, 'demo', '--listen', '127.0.0.1:0', '--json'];
}

/** Starts a house and resolves to `{url, mailbox_url, tokens, said(), close()}` once it has told its addresses. */
export async function openHouse(command = houseCommand()) {
  const child = spawn(command[0], command.slice(1), { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise((resolve) => child.once('close', resolve));
  let said = '';
  child.stderr.on('data', (piece) => { said = (said + piece).slice(-8_000); });
  const close = async () => {
    child.kill('SIGTERM');
    const stubborn = setTimeout(() => child.kill('SIGKILL'), 5_000);
    await ended;
    clearTimeout(stubborn);
  };
  try {
    const addresses = JSON.parse(await firstLine(child));
    for (const key of ['url', 'mailbox_url', 'tokens']) {
      if (!addresses[key]) throw new Error(`its first line has no \`${key}\``);
    }
    child.stdout.resume();
    return { ...addresses, said: () => said, close };
  } catch (error) {
    if (child.pid) await close();
    throw new Error(`the house \`${command.join(' ')}\` did not open: ${error.message}\n${said}`.trimEnd());
  }
}

function firstLine(child) {
  return new Promise((resolve, reject) => {
    const lines = createInterface({ input: child.stdout });
    const late = setTimeout(() => reject(new Error(`no line within ${PATIENCE_MS / 1000} s`)), PATIENCE_MS);
    const settle = (how, what) => { clearTimeout(late); how(what); };
    lines.once('line', (line) => { settle(resolve, line); lines.close(); });
    child.once('error', (error) => settle(reject, error));
    child.once('close', (code) => settle(reject, new Error(`it ended with code ${code}`)));
  });
}
