import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { IDENTITY, startTestApp, type TestApp } from '../support/app.ts';
import { readPdf } from '../support/pdf-text.ts';

const SLUG = 'vneid-register-level-2';

describe('public pages', () => {
  let running: TestApp;
  const get = (path: string, init?: RequestInit): Promise<Response> => fetch(`${running.app.url}${path}`, init);
  const headersOf = ({ headers }: Response, ...names: readonly string[]): object =>
    Object.fromEntries(names.map((name) => [name, headers.get(name)]));

  beforeAll(async () => {
    running = await startTestApp({ env: { PUBLIC_URL: 'https://example.vn/' } });
    await running.app.storage.saveTeams({
      oaId: IDENTITY.oaId,
      at: 1,
      teams: [{ code: 'LN03', name: 'Tổ công nghệ số ấp 3', provinceCode: '75', communeCode: '25270', hamlet: 'Ấp 3' }],
    });
  });
  afterAll(() => running.close());

  it('shows a card with its addresses in full and the way to the OA', async () => {
    const response = await get(`/h/${SLUG}`);
    expect(response.status).toBe(200);
    const page = await response.text();
    expect(page).toContain('<h1>Làm tài khoản VNeID mức 2</h1>');
    expect(page).toContain(`content="https://example.vn/h/${SLUG}"`);
    expect(page).toMatch(/content="https:\/\/example\.vn\/pictures\/cover-vneid-register-level-2-[0-9a-f]{8}\.png"/u);
    expect(page).toContain(`https://zalo.me/${IDENTITY.oaId}`);
  });

  it('names only pictures that are there', async () => {
    const page = await (await get(`/h/${SLUG}`)).text();
    const pictures = [...page.matchAll(/(?:src="|example\.vn)(\/pictures\/[^"]+)"/gu)].map(([, path = '']) => path);
    expect(pictures.length).toBeGreaterThan(0);
    for (const path of pictures) expect({ path, status: (await get(path)).status }).toEqual({ path, status: 200 });
  });

  it('allows nothing but its own style and its own pictures, and tells nobody where a reader came from', async () => {
    const response = await get(`/h/${SLUG}`);
    const policy = response.headers.get('content-security-policy') ?? '';
    const [style = ''] = /(?<=<style>).*?(?=<\/style>)/su.exec(await response.text()) ?? [];
    const hash = createHash('sha256').update(style).digest('base64');
    expect(policy.split('; ').toSorted()).toEqual(
      [
        "base-uri 'none'",
        "default-src 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "img-src 'self'",
        `style-src 'sha256-${hash}'`,
      ].toSorted(),
    );
    expect(headersOf(response, 'referrer-policy', 'x-content-type-options', 'set-cookie', 'content-type')).toEqual({
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'set-cookie': null,
      'content-type': 'text/html; charset=utf-8',
    });
  });

  it('answers HEAD like GET without the body, and 304 to who has the page already', async () => {
    const whole = await get(`/h/${SLUG}`);
    const etag = whole.headers.get('etag') ?? '';
    const head = await get(`/h/${SLUG}`, { method: 'HEAD' });
    expect([head.status, await head.text(), head.headers.get('etag')]).toEqual([200, '', etag]);
    expect(head.headers.get('content-length')).toBe(String(Buffer.byteLength(await whole.text())));
    const again = await get(`/h/${SLUG}`, { headers: { 'if-none-match': `W/${etag}` } });
    expect([again.status, await again.text()]).toEqual([304, '']);
    const other = await get('/h/scam-first-hour', { headers: { 'if-none-match': etag } });
    expect(other.status).toBe(200);
    expect(headersOf(whole, 'cache-control')).toEqual({ 'cache-control': 'public, max-age=300' });
  });

  it('lists all cards by subject, with and without a slash at the end', async () => {
    const page = await (await get('/h')).text();
    expect([...page.matchAll(/<h2 id="([a-z-]+)"/gu)].map(([, id]) => id)).toEqual([
      'public-services',
      'e-payments',
      'e-commerce',
      'scam-safety',
      'other-platforms',
    ]);
    expect(page).toContain(`href="/h/${SLUG}"`);
    expect(await (await get('/h/')).text()).toBe(page);
  });

  it('searches without script, keeps the words in the box alone and nothing of them anywhere', async () => {
    const response = await get(`/h?q=${encodeURIComponent('Chuyển nhầm <b>tiền</b> qwertz')}`);
    const page = await response.text();
    expect(page).toContain('href="/h/transfer-wrong-account"');
    expect(page).toContain('value="Chuyển nhầm &lt;b&gt;tiền&lt;/b&gt; qwertz"');
    expect(page).toContain('noindex');
    expect(headersOf(response, 'cache-control', 'etag')).toEqual({ 'cache-control': 'private, no-store', etag: null });
    expect(running.log()).not.toContain('qwertz');
  });

  it('shows the way to the emergency card first when the words sound like one', async () => {
    const page = await (await get(`/h?q=${encodeURIComponent('toi vua bi lua mat 5 trieu')}`)).text();
    expect(page.indexOf('href="/h/khan-cap">Việc khẩn cấp: làm ngay')).toBeLessThan(page.indexOf('<form'));
  });

  it('has the emergency card: bank first, numbers to press, steps', async () => {
    const page = await (await get('/h/khan-cap')).text();
    const order = ['Gọi ngay ngân hàng để khóa', 'href="tel:113"', 'href="tel:111"', '<ol class="steps"'].map((part) =>
      page.indexOf(part),
    );
    expect(Math.min(...order)).toBeGreaterThan(-1);
    expect(order).toEqual(order.toSorted((one, other) => one - other));
  });

  it('says kindly that a page does not exist, with the nearest cards, wherever below /h it is', async () => {
    for (const path of ['/h/vneid-level-2', '/h/vneid-level-2/a4.pdf', '/h/vneid-level-2/x/y', `/h/${SLUG}/a3.pdf`]) {
      const response = await get(path);
      const page = await response.text();
      expect({ path, status: response.status }).toEqual({ path, status: 404 });
      expect(page).toContain('Không tìm thấy trang này');
      expect(page).toContain(`href="/h/${SLUG}"`);
      expect(headersOf(response, 'cache-control')).toEqual({ 'cache-control': 'private, no-store' });
    }
  });

  it('shows nothing of a wrong address on the page', async () => {
    const page = await (await get('/h/%3Cscript%3Ealert(1)')).text();
    expect(page).not.toMatch(/alert|<script/u);
  });

  it.each(['a4', 'a5', 'a6'])('gives the %s sheet as a PDF with its text and fonts inside', async (size) => {
    const response = await get(`/h/${SLUG}/${size}.pdf`);
    expect(headersOf(response, 'content-type', 'content-disposition')).toEqual({
      'content-type': 'application/pdf',
      'content-disposition': `inline; filename="${SLUG}-${size}.pdf"`,
    });
    const content = readPdf(Buffer.from(await response.arrayBuffer()));
    expect(content.embeddedFonts.length).toBeGreaterThan(1);
    expect(content.pages[0]?.text).toContain('Làm tài khoản VNeID mức 2');
    const etag = response.headers.get('etag') ?? '';
    expect((await get(`/h/${SLUG}/${size}.pdf`, { headers: { 'if-none-match': etag } })).status).toBe(304);
  });

  it('prints the code of a team that exists, typed in any case', async () => {
    const response = await get(`/h/${SLUG}/a6.pdf?to=ln03`);
    expect(headersOf(response, 'content-disposition')).toEqual({
      'content-disposition': `inline; filename="${SLUG}-a6-ln03.pdf"`,
    });
    const text = readPdf(Buffer.from(await response.arrayBuffer()))
      .pages.map((page) => page.text)
      .join(' ');
    expect(text).toContain('Nhắn "TO LN03" cho Zalo Trợ lý số');
    expect(text).toContain('example.vn/t/LN03/');
  });

  it.each(['LN99', 'LN03%20OR%201', '', '../../etc', 'LN03&to=LN03'])(
    'says kindly that no team has the code "%s", and keeps the card within reach',
    async (code) => {
      const response = await get(`/h/${SLUG}/a6.pdf?to=${code}`);
      const page = await response.text();
      expect(response.status).toBe(404);
      expect(page).toContain('Chưa có tổ nào mang mã này');
      expect(page).toContain(`href="/h/${SLUG}"`);
    },
  );

  it('shows a card as a team shares it, and says so of a team nobody knows', async () => {
    const page = await (await get(`/t/ln03/${SLUG}`)).text();
    expect(page).toContain('Tổ công nghệ số ấp 3 gửi bác hướng dẫn này.');
    expect((await get('/t/LN03')).status).toBe(200);
    expect((await get('/t/LN99')).status).toBe(404);
    expect((await get(`/t/LN99/${SLUG}`)).status).toBe(404);
    expect((await get('/t/LN03/no-such-card')).status).toBe(404);
  });
});
