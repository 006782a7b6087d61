// The main job, played as its people would: application → signature → submission → endorsement → forwarding → admission
// → two years → report. On the way every main page is judged by axe and on a narrow screen.

const CITY = 'Cēsis';
const CONTACT = 'anna-berzina@cesis.example';
const FORM = '/workflows/learning-cities/forms';

/** Presses the button of that name in the page and waits for the page that follows. */
async function press(page, name, within = 'main') {
  const button = page.locator(within).getByRole('button', { name, exact: true }).first();
  await Promise.all([page.waitForNavigation(), button.click()]);
}

/** Follows the link of that name. */
async function follow(page, name) {
  await Promise.all([page.waitForNavigation(), page.locator('main').getByRole('link', { name }).first().click()]);
}

/** Becomes somebody else through the practice house's bar: choosing is enough where there is a script. */
async function be({ page, script }, word) {
  const option = page.locator('#practice-person option', { hasText: word }).first();
  if (await option.evaluate((one) => one.selected)) return;
  const arrived = page.waitForNavigation();
  await page.locator('#practice-person').selectOption(await option.getAttribute('value'));
  if (!script) await page.locator('form.practice-who button').click();
  await arrived;
}

/** Types one answer into whatever asks for it. */
async function answer(page, name, value) {
  const input = page.locator(`main form [name="${name}"]:not([type="hidden"])`);
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
    for (const [part, text] of Object.entries(value)) await answer(page, `${name}.${part}`, text);
    return;
  }
  if ((await input.count()) === 0) return answerDay(page, name, value);
  const kind = await input.first().getAttribute('type');
  const words = { true: 'yes', false: 'no' };
  const wanted = Array.isArray(value) ? value : [words[String(value)] ?? String(value)];
  if (kind === 'radio' || kind === 'checkbox') {
    for (const one of wanted) await page.locator(`main [name="${name}"][value="${one}"]`).check();
  } else {
    await input.first().fill(wanted.join(''));
  }
}

/** Types a day into its three boxes; a question that is not asked is passed over. */
async function answerDay(page, name, value) {
  const boxes = page.locator(`main [name="${name}.day"]`);
  if ((await boxes.count()) === 0) return;
  const [year, month, day] = String(value).split('-').map(Number);
  await boxes.fill(String(day));
  await page.locator(`main [name="${name}.month"]`).fill(String(month));
  await page.locator(`main [name="${name}.year"]`).fill(String(year));
}

/** Fills a whole form with the answers its workflow gives as an example. */
async function fill(kit, form) {
  const { body } = await kit.api('applicant', 'GET', `${FORM}/${form}`);
  for (const [name, value] of Object.entries(body.example)) await answer(kit.page, name, value);
}

/** Axe and the narrow screen. */
async function judge({ axe, narrow }) {
  await axe();
  await narrow();
}

/** From an empty desk to a report accepted two years later. */
export async function fromApplicationToReport(kit) {
  const { page, open, expect, signIn } = kit;
  const says = async (text) => {
    const main = await page.locator('main').innerText();
    expect(main.includes(text), `\`${text}\` is not on ${page.url()}`);
  };
  await open('/');
  await judge(kit);
  await open('/w/learning-cities');
  await judge(kit);

  await signIn(CONTACT);
  await open('/desk');
  await judge(kit);
  await press(page, `Begin: ${CITY}`);
  expect(page.url().endsWith('/form'), `the form does not open: ${page.url()}`);
  await judge(kit);
  await fill(kit, 'application');
  await press(page, 'Save and check your answers');
  await says('A further question has come up');
  await fill(kit, 'application');
  await press(page, 'Save and check your answers');
  await judge(kit);
  await says('Not signed yet');
  const file = page.url().replace(/\/check$/, '');

  await be(kit, 'Juris');
  await open(`${new URL(file).pathname}/check`);
  await press(page, 'Sign');
  await says('Signed by');

  await be(kit, 'Anna');
  await open(`${new URL(file).pathname}/check`);
  await press(page, 'Submit');
  await says('With the commission');
  await judge(kit);

  await be(kit, 'commission');
  await open('/w/learning-cities/queue');
  await judge(kit);
  await page.locator('main li.file', { hasText: CITY }).locator('input[name="rank"]').fill('1');
  const ranking = page.locator('main li.file', { hasText: CITY }).locator('form.rank button');
  await Promise.all([page.waitForNavigation(), ranking.click()]);
  await follow(page, CITY);
  await judge(kit);
  await press(page, 'Endorse and forward');
  await says('With the institute');

  await be(kit, 'Mara');
  await open('/w/learning-cities/inbox');
  await judge(kit);
  await follow(page, CITY);
  await press(page, 'Record the admission');
  await says('Member');

  await open('/w/learning-cities/register');
  await says(CITY);
  await judge(kit);

  await be(kit, 'Anna');
  for (let month = 0; month < 30; month += 1) {
    await open('/desk');
    if ((await page.locator('main ul.tasks li', { hasText: CITY }).count()) > 0) break;
    await press(page, 'One month on', 'aside.practice');
  }
  await judge(kit);
  await page.locator('main ul.tasks li', { hasText: CITY }).locator('a').click();
  await judge(kit);
  await follow(page, 'Fill in the form');
  await fill(kit, 'report');
  await press(page, 'Save and check your answers');
  await press(page, 'Submit the report');
  await says('Submitted');
  const report = new URL(page.url()).pathname;

  await be(kit, 'commission');
  await open(report);
  await press(page, 'Accept');
  await says('Accepted');

  await be(kit, 'Andris');
  for (const place of ['members', 'calls', 'calls/new', 'notices', 'rounds', 'queue']) {
    await open(`/w/learning-cities/${place}`);
    await judge(kit);
  }
  await open('/w/learning-cities/members');
  const row = await page.locator('main tr', { hasText: CITY }).innerText();
  expect(row.includes('Good'), `${CITY} is not in good standing: ${row}`);
  await open('/directory');
  await judge(kit);
  await open('/practice/mailbox');
  await judge(kit);
}

/** What is typed stays, whatever happens to it. */
export async function nothingTypedIsLost(kit) {
  const { page, open, expect, context } = kit;
  await open('/');
  await be(kit, 'Anna');
  await open('/desk');
  await press(page, `Begin: ${CITY}`);
  const form = page.url();
  await page.locator('[name="city_name"]').fill('Cēsu pilsēta');
  await page.locator('[name="population.value"]').fill('a great many');
  await press(page, 'Save and stay here');
  expect((await page.locator('#error-summary').count()) === 1, 'no word about the number that is none');
  expect((await page.locator('[name="population.value"]').inputValue()) === 'a great many', 'the typed number is gone');
  await judge(kit);
  await page.goto(form);
  expect((await page.locator('[name="city_name"]').inputValue()) === 'Cēsu pilsēta', 'the good answer was not saved');

  const other = await context.newPage();
  await other.goto(form);
  await other.locator('[name="mayor_name"]').fill('Somebody, Else');
  await press(other, 'Save and stay here');
  await page.locator('[name="city_name"]').fill('Typed in the first window');
  await press(page, 'Save and stay here');
  expect((await page.locator('#error-summary').count()) === 1, 'two windows overwrite each other in silence');
  expect((await page.locator('[name="city_name"]').inputValue()) === 'Typed in the first window', 'the typed text is gone');
  await other.close();

  await context.clearCookies();
  await page.locator('[name="city_name"]').fill('Typed after the session ended');
  await press(page, 'Save and stay here');
  expect((await page.locator('main').innerText()).includes('Typed after the session ended'), 'the session took the text');
  await judge(kit);
}
