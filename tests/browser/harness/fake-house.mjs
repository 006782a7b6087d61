// A house of cards for the harness's own test: the sign-in, the mailbox and two bad pages, in one small server.
// `node fake-house.mjs [--silent | --broken]`: ends without a word, or says something that is not an address.

import { createServer } from 'node:http';

const letters = [];
const links = new Map();
const people = new Map();

const page = (title, main) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title>
<meta name="viewport" content="width=device-width"></head><body><main><h1>${title}</h1>${main}</main></body></html>`;

const signInForm = '<form method="post" action="/sign-in"><label for="e">Address</label><input id="e" name="email"><button>Ask</button></form>';

function askForLink(email) {
  const token = `t${letters.length}`;
  links.set(token, email);
  letters.unshift({ to: email, text: 'Your report is due.' }, { to: email, link: `/sign-in/link?token=${token}` });
  return page('Sent', '<p>Look in your mailbox.</p>');
}

function mailbox() {
  const row = (letter, at) => `<li><span>12:00</span><div><a href="/practice/mailbox/${letters.length - at}">Letter</a><br><span>To: ${letter.to}</span></div></li>`;
  return page('Mailbox', `<ul>${letters.map(row).join('')}</ul>`);
}

function letter(number) {
  const { text, link } = letters[letters.length - number];
  return page('Letter', link ? `<p><a href="${link}">${link}</a></p>` : `<p>${text}</p>`);
}

function linkPage(token) {
  if (!links.has(token)) return page('Used', '<p>This link has been used.</p>');
  return page('One step', `<form method="post" action="/sign-in/link"><input type="hidden" name="token" value="${token}"><button>Sign in</button></form>`);
}

function spend(token) {
  const email = links.get(token);
  links.delete(token);
  people.set(`s${token}`, email);
  return { status: 303, headers: { location: '/', 'set-cookie': `session=s${token}; HttpOnly; Path=/` } };
}

function home(cookie) {
  const email = people.get(/session=(\w+)/.exec(cookie ?? '')?.[1]);
  return page('Home', `<p id="who">${email ?? 'nobody'}</p><p id="script">no script</p><script>document.getElementById('script').textContent = 'script'</script>`);
}

const routes = {
  'GET /': ({ cookie }) => home(cookie),
  'GET /sign-in': () => page('Sign in', signInForm),
  'POST /sign-in': ({ form }) => askForLink(form.get('email')),
  'GET /practice/mailbox': () => mailbox(),
  'GET /sign-in/link': ({ query }) => linkPage(query.get('token')),
  'POST /sign-in/link': ({ form }) => spend(form.get('token')),
  'GET /bad': () => page('Bad', '<img src="/x.png"><input name="nameless">'),
  'GET /wide': () => page('Wide', '<p style="width: 500px">too wide</p>'),
  'GET /loud': () => page('Loud', '<script>throw new Error("broken on purpose")</script>'),
};

async function answer(request) {
  const { pathname, searchParams } = new URL(request.url, 'http://house');
  let body = '';
  for await (const piece of request) body += piece;
  const opened = /^\/practice\/mailbox\/(\d+)$/.exec(pathname);
  if (opened) return letter(Number(opened[1]));
  const route = routes[`${request.method} ${pathname}`];
  const asked = { query: searchParams, form: new URLSearchParams(body), cookie: request.headers.cookie };
  return route ? route(asked) : { status: 404, headers: {}, body: page('Nothing here', '') };
}

const server = createServer(async (request, response) => {
  const said = await answer(request);
  if (typeof said !== 'string') return response.writeHead(said.status, said.headers).end(said.body);
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(said);
});

if (process.argv.includes('--silent')) {
  console.error('error: nothing to show');
  process.exit(1);
}
server.listen(0, '127.0.0.1', () => {
  const url = `http://127.0.0.1:${server.address().port}`;
  const addresses = { url, mailbox_url: `${url}/practice/mailbox`, tokens: { operator: 'token' } };
  console.log(process.argv.includes('--broken') ? 'listening' : JSON.stringify(addresses));
});
