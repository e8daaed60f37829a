import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createFleet, FLEET_TIME } from '../../scripts/fleet/index.ts';
import { getWorstStatus } from '../../src/domain/severity.ts';
import { createAuditReport } from '../../src/report/kinds/audit.ts';
import { createHtmlReport } from '../../src/report/kinds/html.ts';
import { certificate, createSource, HOSTILE_NAMES, report, WATCHED_ITEMS } from '../report/samples.ts';
import { renderText } from '../report/texts.ts';
import { describeReal, makeDirectory, removeDirectory } from './harness.ts';

const HOUR = 3_600_000;
const GROUPS = ['groups', 'groups?by=issuer', 'groups?by=labels.team'];
const VIEWS = ['overview', 'certificates', 'timeline', ...GROUPS, 'policies', 'forecast', 'watched'];
const SIZE = 300;

/** A page renders after the event of a click or a load, and the machine can be busy. */
const PATIENCE = { timeout: 10_000 };

describeReal('the dashboard in Chromium', { programs: ['chromium'] }, (program) => {
  let browser: Browser;
  let directory: string;
  const urls = { page: '', empty: '', hostile: '', large: '', labels: '', audit: '' };
  /** What pages logged, and requests for anything but the page and its details. */
  const problems: string[] = [];
  const opened: Page[] = [];

  beforeAll(async () => {
    directory = makeDirectory();
    const save = (name: string, text: string) => {
      const file = join(directory, name);
      mkdirSync(join(file, '..'), { recursive: true });
      writeFileSync(file, text);
      return pathToFileURL(file).href;
    };
    const fleet = { ...createFleet(SIZE), watched: WATCHED_ITEMS };
    urls.page = save('page.html', renderText(createHtmlReport())(fleet));
    urls.large = save('large.html', renderText(createHtmlReport())(createFleet(10_000)));
    urls.labels = save('labels.html', renderText(createHtmlReport())(createLabelledSource()));
    urls.audit = save('audit.html', renderText(createAuditReport({}))(createFleet(60)));
    urls.empty = save('empty.html', renderText(createHtmlReport())(createFleet(0)));
    urls.hostile = save('hostile.html', renderText(createHtmlReport())(createHostileSource()));
    browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox'] });
  });
  afterAll(async () => {
    await browser?.close();
    await removeDirectory(directory);
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((page) => page.context().close()));
    expect(problems.splice(0)).toEqual([]);
  });

  interface OpenOptions extends BrowserContextOptions {
    hash?: string;
    /** Milliseconds after the scan. */
    later?: number;
    /** A global that the browser does not have. */
    without?: string;
  }

  async function open(
    url: string,
    { hash = '', later = 2 * HOUR, without, ...options }: OpenOptions = {},
  ): Promise<Page> {
    const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
    const page = await context.newPage();
    opened.push(page);
    page.on('console', (message) => problems.push(`console: ${message.text()}`));
    page.on('pageerror', (error) => problems.push(`error: ${error.message}`));
    page.on('dialog', (dialog) => problems.push(`dialog: ${dialog.message()}`));
    page.on('request', (request) => {
      const allowed = [url, 'data:', 'blob:'];
      if (!allowed.some((prefix) => request.url().startsWith(prefix))) problems.push(`request: ${request.url()}`);
    });
    if (without !== undefined) await page.addInitScript(`delete globalThis.${without}`);
    await page.clock.setFixedTime(FLEET_TIME + later);
    await page.goto(url + hash);
    if (options.javaScriptEnabled !== false) await page.waitForSelector('h1');
    return page;
  }

  const listNames = (page: Page) => page.locator('table.certificates a.name').allTextContents();
  /** An expression in the page, whose types are not those of Node. */
  const evaluate = <T>(page: Page, expression: string) => page.evaluate(expression) as Promise<T>;
  const readWidth = (page: Page) => evaluate<number>(page, 'document.documentElement.scrollWidth');
  const readFocus = (page: Page) => evaluate<string>(page, `document.activeElement?.textContent ?? ''`);

  async function findViolations(page: Page): Promise<string[]> {
    await page.evaluate(`${axe.source};undefined`);
    const { violations } = await evaluate<axe.AxeResults>(page, 'axe.run()');
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`),
    );
  }

  describe.each(['light', 'dark'] as const)('in the %s theme', (colorScheme) => {
    it.each(VIEWS)('has no accessibility problems in the view %s', async (view) => {
      const page = await open(urls.page, { colorScheme, hash: `#/${view}` });
      expect(await findViolations(page)).toEqual([]);
    });

    it('has no accessibility problems in the details and with filters', async () => {
      const page = await open(urls.page, {
        colorScheme,
        hash: '#/certificates?status=critical,expired&q=eu&expires=2026-11-01..2027-11-01&certificate=admin-eu1',
      });
      await page.waitForSelector('dialog[open]');
      expect(await findViolations(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.locator('.picker summary', { hasText: 'Labels' }).click();
      expect(await findViolations(page)).toEqual([]);
    });

    it('has no accessibility problems with many labels', async () => {
      const page = await open(urls.labels, { colorScheme, hash: '#/groups?by=labels.label-7' });
      expect(await findViolations(page)).toEqual([]);
    });

    it('has no accessibility problems on the page of an audit', async () => {
      const page = await open(urls.audit, { colorScheme, viewport: { width: 360, height: 740 } });
      expect(await findViolations(page)).toEqual([]);
      expect(await readWidth(page)).toBe(360);
    });

    it('has no accessibility problems when it is stale', async () => {
      const page = await open(urls.page, { colorScheme, later: 100 * HOUR });
      expect(await findViolations(page)).toEqual([]);
    });

    it('has no accessibility problems on a phone', async () => {
      const page = await open(urls.page, {
        colorScheme,
        viewport: { width: 360, height: 740 },
        hash: '#/certificates',
      });
      expect(await findViolations(page)).toEqual([]);
    });
  });

  /** Chooses values in the list with this title. */
  async function choose(page: Page, title: string, ...values: string[]): Promise<void> {
    const picker = page.locator('.picker', { has: page.locator('summary', { hasText: title }) });
    await picker.locator('summary').click();
    for (const value of values) await picker.getByText(value, { exact: true }).click();
    await page.locator('h1').click();
    expect(await picker.getAttribute('open')).toBeNull();
  }

  it('says what to do first', async () => {
    const page = await open(urls.page);
    const urgent = createFleet(SIZE).report.certificates.filter((one) =>
      ['expired', 'critical'].includes(getWorstStatus(one)),
    );
    expect(await page.textContent('h1')).toBe(`${urgent.length} certificates need action now`);
    const expired = urgent.filter((one) => getWorstStatus(one) === 'expired');
    const [latest] = expired.toSorted((a, b) => Date.parse(b.valid_to ?? '') - Date.parse(a.valid_to ?? ''));
    const first = page.locator('.task').first();
    expect(await first.locator('a.name').textContent()).toBe(latest?.certificate);
    expect(await first.textContent()).toContain(latest?.owner);
    expect(await first.textContent()).toMatch(/Renew it now: .*renew/);
  });

  it('filters by status, text, owner and label, and keeps the filters in the address', async () => {
    const page = await open(urls.page, { hash: '#/certificates' });
    await page.click('.toggle.warning');
    await page.waitForURL(/status=warning$/);
    const warnings = createFleet(SIZE).report.certificates.filter((one) => getWorstStatus(one) === 'warning');
    expect(await page.textContent('.found')).toBe(`${warnings.length} of ${SIZE} certificates`);
    await page.click('.toggle.warning');
    await page.fill('#search', 'VPN us1');
    expect((await listNames(page)).every((name) => name.startsWith('vpn-us1'))).toBe(true);
    await choose(page, 'Owner', '@example/web', '@example/data');
    await choose(page, 'Labels', 'prod');
    const address = '#/certificates?q=VPN+us1&owner=@example%2Fweb&owner=@example%2Fdata&labels.env=prod';
    await page.waitForURL(({ hash }) => hash === address);
    const names = await listNames(page);
    await page.reload();
    await page.waitForSelector('.found');
    expect(await listNames(page)).toEqual(names);
    expect(await page.inputValue('#search')).toBe('VPN us1');
    await page.click('.reset');
    await page.getByText('300 certificates', { exact: true }).waitFor();
  });

  it('shows what is not watched, with the entry to add, if it was compared', async () => {
    const page = await open(urls.page);
    await page.getByRole('link', { name: '2 known names and certificates are not watched' }).click();
    await expect.poll(() => page.textContent('h1'), PATIENCE).toBe('1 of 3 known names and certificates watched');
    const [first] = await page.locator('.known').first().locator('tbody tr').allInnerTexts();
    expect(first).toContain('- { name: api.example.com-8443, endpoint: api.example.com:8443');
    const without = await open(urls.empty, { hash: '#/watched' });
    await expect.poll(() => without.textContent('main'), PATIENCE).toContain('This page does not show it.');
    expect(await without.textContent('nav')).not.toContain('Watched');
  });

  it('downloads the filtered table as CSV, from a disk', async () => {
    const page = await open(urls.page, { hash: '#/certificates?reason=wrong+host&reason=revoked&sort=name' });
    const downloading = page.waitForEvent('download');
    await page.getByText('Download CSV').click();
    const download = await downloading;
    expect(download.suggestedFilename()).toBe('certificates-2026-11-17.csv');
    const [head, ...rows] = readFileSync(await download.path(), 'utf8')
      .trimEnd()
      .split('\r\n');
    expect(head).toMatch(/^\uFEFFcertificate,display_name,status,reasons,/);
    expect(rows.map((row) => row.split(',').slice(0, 4))).toEqual([
      ['billing-us1', 'billing-us1', 'untrusted', 'wrong host'],
      ['login-ap1', 'login-ap1', 'revoked', 'revoked'],
    ]);
  });

  it('copies a link that survives a renewal, also without a clipboard', async () => {
    for (const without of [undefined, 'navigator.clipboard']) {
      const page = await open(urls.page, {
        ...{ hash: '#/overview?certificate=grafana-eu2', permissions: ['clipboard-read', 'clipboard-write'] },
        ...(without !== undefined && { without: 'Navigator.prototype.clipboard' }),
      });
      await page.locator('dialog').getByRole('button', { name: 'Copy link' }).click();
      await page.getByRole('button', { name: 'Copied' }).waitFor();
      if (without !== undefined) continue;
      const copied = await evaluate<string>(page, 'navigator.clipboard.readText()');
      expect(copied).toBe(`${urls.page}#/certificates?certificate=grafana-eu2:certs%2Fgrafana-eu2.pem`);
    }
  });

  it('folds the filters on a phone, and says how many are set', async () => {
    const page = await open(urls.page, {
      viewport: { width: 390, height: 844 },
      hash: '#/certificates?status=ok&owner=@example%2Fweb',
    });
    const fold = page.getByRole('button', { name: 'Filters 2' });
    expect(await page.isVisible('.statuses')).toBe(false);
    await fold.click();
    expect(await page.isVisible('.statuses')).toBe(true);
    await page.locator('.picker summary', { hasText: 'Owner' }).click();
    expect(await readWidth(page)).toBe(390);
    expect(await findViolations(page)).toEqual([]);
  });

  it('shows policies with their checks and exceptions, and leads to who violates them', async () => {
    const page = await open(urls.page, { hash: '#/policies' });
    expect(await page.textContent('h1')).toBe('1 of 3 policies met');
    expect(await page.textContent('main')).toMatch(/min_key_size: 2048.*Exceptions.*change 123.*@ciso.*2027-03-01/s);
    await page.getByRole('link', { name: '25', exact: true }).click();
    await page.waitForURL(({ hash }) => hash === '#/certificates?policy=logged');
    expect(await page.textContent('.found')).toBe(`25 of ${SIZE} certificates`);
  });

  it('leaves room for the names in the table', async () => {
    const page = await open(urls.page, { viewport: { width: 1440, height: 900 }, hash: '#/certificates' });
    for (const width of [1440, 1100, 1000]) {
      await page.setViewportSize({ width, height: 900 });
      const box = await page.locator('th.main').boundingBox();
      expect(box?.width, String(width)).toBeGreaterThan(230);
    }
  });

  it('shows owners whole, or with their end', async () => {
    const page = await open(urls.page, { viewport: { width: 1280, height: 900 }, hash: '#/certificates' });
    const cut = `[...document.querySelectorAll('td.owner span')].filter((one) => one.scrollWidth > one.clientWidth).length`;
    expect(await evaluate<number>(page, cut)).toBe(0);
    await page.setViewportSize({ width: 820, height: 900 });
    expect(await evaluate<number>(page, cut)).toBeGreaterThan(0);
    const ends = await page.locator('td.owner .tail').allTextContents();
    expect(ends.filter((end) => end.startsWith('/')).length).toBeGreaterThan(20);
  });

  it('groups by one of many labels, which are a list', async () => {
    const page = await open(urls.labels, { hash: '#/groups' });
    expect(await page.locator('.segments a').allTextContents()).not.toContain('label-7');
    await page.getByRole('combobox', { name: 'Label' }).selectOption('label-7');
    await page.waitForURL(({ hash }) => hash === '#/groups?by=labels.label-7');
    expect(await page.textContent('h2')).toBe('5 groups by label label-7');
  });

  it('shows the first of many labels of a certificate', async () => {
    const page = await open(urls.labels, { hash: '#/certificates?certificate=entry-1' });
    await page.waitForSelector('dialog[open]');
    expect(await page.locator('dialog .label').filter({ visible: true }).count()).toBe(12);
    await page.getByText('48 more').click();
    expect(await page.locator('dialog .label').filter({ visible: true }).count()).toBe(60);
  });

  it('filters by post-quantum readiness', async () => {
    const page = await open(urls.page, { hash: '#/certificates?quantum=Classical+key+exchange' });
    const cells = await page.locator('td.exchange').allInnerTexts();
    expect([...new Set(cells)].sort()).toEqual(['X25519', 'secp256r1']);
  });

  it('says if nothing matches', async () => {
    const page = await open(urls.page, { hash: '#/certificates?q=nothing-like-this' });
    expect(await page.textContent('.results')).toBe('Nothing matches the filters.');
    const empty = await open(urls.empty, { hash: '#/timeline' });
    expect(await empty.textContent('.results')).toBe('No lifetime is known.');
    await empty.goto(`${urls.empty}#/overview`);
    expect(await empty.textContent('main')).toContain('No known expiry in this time.');
  });

  it('sorts by each column, both ways', async () => {
    const page = await open(urls.page, { hash: '#/certificates' });
    await page.click('th button[data-sort=name]');
    const names = await listNames(page);
    expect(names).toEqual(names.toSorted());
    await page.click('th button[data-sort=name]');
    expect(await page.getAttribute('th:has(button[data-sort=name])', 'aria-sort')).toBe('descending');
    expect((await listNames(page))[0]).not.toBe(names[0]);
    await page.waitForURL(/sort=-name$/);
  });

  it('opens details from a link, and closes them with the back button', async () => {
    const page = await open(urls.page, { hash: '#/certificates?certificate=grafana-eu2' });
    const dialog = page.locator('dialog[open]');
    await dialog.waitFor();
    for (const text of [
      'certs/grafana-eu2.pem',
      'Still presents an old certificate',
      'Trust anchor',
      'Example Root X1',
    ]) {
      expect(await dialog.textContent()).toContain(text);
    }
    await page.click('dialog .close');
    await dialog.waitFor({ state: 'detached' });
    await page.waitForURL(/#\/certificates$/);
    await page.locator('a.name').first().click();
    await dialog.waitFor();
    await page.goBack();
    await dialog.waitFor({ state: 'detached' });
  });

  it('says if a linked certificate is gone', async () => {
    const page = await open(urls.page, { hash: '#/overview?certificate=removed:0123' });
    expect(await page.textContent('.banner')).toContain('There is no certificate removed:0123 in this scan.');
  });

  it('can be used with the keyboard alone', async () => {
    const page = await open(urls.page);
    await page.keyboard.press('Tab');
    expect(await readFocus(page)).toBe('Skip to content');
    await page.keyboard.press('/');
    await page.waitForSelector('#search:focus');
    await page.keyboard.type('grafana');
    await page.keyboard.press('ArrowDown');
    const [first, second] = await listNames(page);
    expect(await readFocus(page)).toBe(first);
    await page.keyboard.press('ArrowUp');
    await page.waitForSelector('#search:focus');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    expect(await readFocus(page)).toBe(second);
    await page.keyboard.press('Enter');
    await page.waitForSelector('dialog[open]');
    expect(await readFocus(page)).toBe(second);
    await page.keyboard.press('Escape');
    await page.waitForSelector('dialog', { state: 'detached' });
    expect(await readFocus(page)).toBe(second);
    expect(await page.locator('a.name:focus').count()).toBe(1);
    await page.keyboard.press('Enter');
    await page.waitForSelector('dialog[open]');
    await page.goBack();
    await page.waitForSelector('dialog', { state: 'detached' });
    expect(await page.locator('a.name:focus').count()).toBe(1);
    expect(await readFocus(page)).toBe(second);
  });

  it.each(VIEWS)('fits the width of a phone in the view %s', async (view) => {
    const page = await open(urls.page, { viewport: { width: 360, height: 740 }, hash: `#/${view}` });
    expect(await readWidth(page)).toBe(360);
  });

  it('fits the width of a phone with details', async () => {
    const page = await open(urls.page, {
      viewport: { width: 360, height: 740 },
      hash: '#/overview?certificate=grafana-eu2',
    });
    await page.waitForSelector('dialog[open]');
    const { scroll, client } = await evaluate<{ scroll: number; client: number }>(
      page,
      `(({ scrollWidth: scroll, clientWidth: client }) => ({ scroll, client }))(document.querySelector('dialog'))`,
    );
    expect(scroll).toBe(client);
  });

  it('has no accessibility problems with hostile names, or without certificates', async () => {
    for (const [url, view] of [
      [urls.hostile, 'overview'],
      [urls.hostile, 'certificates'],
      [urls.empty, 'overview'],
    ]) {
      const page = await open(url ?? '', { hash: `#/${view}` });
      expect(await findViolations(page)).toEqual([]);
    }
  });

  it('shows hostile names as text', async () => {
    for (const view of [...VIEWS, 'certificates?certificate=entry-19']) {
      const page = await open(urls.hostile, { viewport: { width: 800, height: 700 }, hash: `#/${view}` });
      expect(await page.locator('img, main script, main b b').count()).toBe(0);
      expect(await readWidth(page)).toBe(800);
    }
  });

  it('turns the age red when the scan is old, and counts what expired since', async () => {
    const fresh = await open(urls.page);
    expect(await fresh.textContent('.age')).toContain('Scanned 2 hours ago');
    expect(await fresh.locator('.age.stale, .banner').count()).toBe(0);
    const old = await open(urls.page, { later: 10 * 24 * HOUR });
    expect(await old.textContent('.age.stale')).toContain('Scanned 10 days ago');
    expect(await old.textContent('.banner')).toMatch(
      /The last scan was 10 days ago\..* \d+ certificates? expired since then\./,
    );
  });

  it('remembers the theme that the reader chose', async () => {
    const page = await open(urls.page, { colorScheme: 'light' });
    const read = () => evaluate<string>(page, 'getComputedStyle(document.body).backgroundColor');
    const light = await read();
    await page.click('.theme');
    await expect.poll(read, PATIENCE).not.toBe(light);
    const dark = await read();
    await page.reload();
    await expect.poll(read, PATIENCE).toBe(dark);
  });

  it('shows the first rows of 10,000 certificates, and more on request', async () => {
    const page = await open(urls.large, { hash: '#/certificates' });
    expect(await page.textContent('.found')).toBe('10,000 certificates');
    const before = await page.locator('tbody tr').count();
    expect(before).toBeLessThan(500);
    await page.locator('.more-rows').click();
    expect(await page.locator('tbody tr').count()).toBeGreaterThan(before);
    await page.fill('#search', 'registry-ap1-100');
    expect(await listNames(page)).toEqual(['registry-ap1-100']);
  });

  it('works on a web server under a sub-path', async () => {
    const server = createServer((_, response) => {
      response.setHeader('content-type', 'text/html').end(readFileSync(join(directory, 'page.html')));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const { port } = server.address() as AddressInfo;
      const page = await open(`http://127.0.0.1:${port}/certificates/`, { hash: '#/certificates' });
      await page.locator('a.name').first().click();
      await page.waitForSelector('dialog[open] .locations');
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  it('blocks injected scripts, styles and requests', async () => {
    const page = await open(urls.page);
    await page.evaluate(`{
      document.body.insertAdjacentHTML('beforeend', '<img src="https://example.invalid/x.png"><i style="color:red"></i><b onclick="x()"></b>');
      // Handlers are only compiled, and reported, when they are needed.
      document.querySelector('b[onclick]').click();
      const script = document.createElement('script');
      script.textContent = 'document.title = "injected"';
      document.body.append(script);
      fetch('https://example.invalid/').catch(() => null);
    }`);
    const blocked = [
      'Loading the image',
      'Applying inline style',
      'inline event handler',
      'inline script',
      'Connecting to',
    ];
    await vi.waitFor(() => expect(blocked.filter((text) => !problems.some((one) => one.includes(text)))).toEqual([]));
    expect(await page.title()).toBe('Certificates');
    problems.length = 0;
  });

  it('shows totals and the most urgent certificates without JavaScript', async () => {
    const page = await open(urls.page, { javaScriptEnabled: false });
    await page.getByText('Search, charts and details need JavaScript').waitFor();
    expect(await page.locator('.plain tbody tr').count()).toBe(50);
  });

  it('shows the same to a browser that cannot decompress', async () => {
    const page = await open(urls.page, { without: 'DecompressionStream' });
    await page.locator('.plain tbody tr').nth(49).waitFor();
    expect(problems.splice(0)).toEqual([expect.stringContaining('DecompressionStream is not defined')]);
  });

  it('prints without navigation', async () => {
    const page = await open(urls.page);
    await page.emulateMedia({ media: 'print' });
    expect(await page.isVisible('nav')).toBe(false);
    expect(await page.isVisible('h1')).toBe(true);
  });

  it('says how many rows of a long table are not printed', async () => {
    const page = await open(urls.large, { hash: '#/certificates' });
    await page.evaluate(`dispatchEvent(new Event('beforeprint'))`);
    await page.emulateMedia({ media: 'print' });
    const printed = await page.locator('tbody tr').count();
    expect(printed).toBeGreaterThan(1000);
    expect(await page.textContent('.more-rows')).toContain(`${(10_000 - printed).toLocaleString('en')} not shown`);
    expect(await page.isVisible('.more-rows')).toBe(true);
    expect(await page.isVisible('.more-rows span')).toBe(false);
  });

  it('marks what is chosen in forced colours', async () => {
    const page = await open(urls.page, {
      forcedColors: 'active',
      hash: '#/certificates?status=warning&owner=@example%2Fweb',
    });
    const read = (selector: string) =>
      evaluate<string>(page, `getComputedStyle(document.querySelector('${selector}')).outlineStyle`);
    for (const chosen of ['nav a[aria-current]', '.toggle[aria-pressed=true]', '.picker.set summary']) {
      expect(await read(chosen), chosen).toBe('solid');
    }
    for (const other of ['nav a:not([aria-current])', '.toggle[aria-pressed=false]', '.picker:not(.set) summary']) {
      expect(await read(other), other).toBe('none');
    }
    expect(await findViolations(page)).toEqual([]);
  });

  it('prints all rows of a table, in light colours', async () => {
    const page = await open(urls.page, { colorScheme: 'dark', hash: '#/certificates' });
    await page.evaluate(`dispatchEvent(new Event('beforeprint'))`);
    expect(await page.locator('tbody tr').count()).toBe(SIZE);
    await page.emulateMedia({ media: 'print' });
    expect(await evaluate<string>(page, 'getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
    // Chromium repeats the head of a table on each page, but no buttons in it.
    expect(await evaluate<string>(page, `getComputedStyle(document.querySelector('th button')).display`)).toBe(
      'contents',
    );
  });
});

/** 60 labels, each with 5 values. */
function createLabelledSource() {
  const label = (one: number, at: number) => [`label-${at}`, `value-${(one * 7 + at) % 5}`];
  const certificates = Array.from({ length: 20 }, (_, index) => {
    const labels = Object.fromEntries(Array.from({ length: 60 }, (_, at) => label(index, at)));
    return certificate(`entry-${index}`, 'ok', 90, { labels });
  });
  return createSource(report(certificates));
}

function createHostileSource() {
  const names = [
    ...HOSTILE_NAMES,
    '</script><script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    'x'.repeat(60_000),
  ];
  const certificates = names.map((name, index) =>
    certificate(`entry-${index}`, 'critical', 3 + index, {
      ...{
        display_name: name,
        common_name: name,
        sans: [name],
        subject: `CN=${name}`,
        issuer: `CN=${name}`,
        owner: name,
      },
      ...{ labels: { [name]: name }, renewal_instructions: name, certificate_id: `entry-${index}:0123456789ab` },
      locations: [{ location: name, observed: { address: name }, error: { code: 'endpoint-timeout', detail: name } }],
    }),
  );
  return createSource(report(certificates), { dashboard: { title: '<b>title</b>', include: null } });
}
