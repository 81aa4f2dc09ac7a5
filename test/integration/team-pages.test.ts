import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { IDENTITY, startTestApp, type TestApp } from '../support/app.ts';
import { readPdf } from '../support/pdf-text.ts';

const SLUG = 'vneid-register-level-2';
const FLOW = 'phone-safety-check';

describe('pages that a team shares', () => {
  let running: TestApp;
  const get = (path: string): Promise<Response> => fetch(`${running.app.url}${path}`);
  const pageOf = async (path: string): Promise<string> => (await get(path)).text();

  beforeAll(async () => {
    running = await startTestApp({ env: { PUBLIC_URL: 'https://example.vn/' } });
    const team = (code: string, name: string) => ({
      code,
      name,
      provinceCode: '75',
      communeCode: '25270',
      hamlet: 'Ấp 3',
    });
    const { storage } = running.app;
    await storage.saveTeams({
      oaId: IDENTITY.oaId,
      at: 1,
      teams: [
        team('LN03', 'Tổ công nghệ số ấp 3'),
        team('OLD1', 'Tổ cũ ấp 3'),
        team('OLD2', 'Tổ cũ ấp 2'),
        team('A1O4', 'Tổ ấp 9'),
        team('A104', 'Tổ ấp 10'),
      ],
    });
    await storage.dissolveTeam({ oaId: IDENTITY.oaId, code: 'OLD1', successorCode: 'LN03', at: 5 });
    await storage.dissolveTeam({ oaId: IDENTITY.oaId, code: 'OLD2', at: 5 });
  });
  afterAll(() => running.close());

  it('say how to reach the team: steps, the code to type, the OA’s QR code with its words', async () => {
    const page = await pageOf(`/t/LN03/${SLUG}`);
    expect(page).toContain('<p class="code">TO LN03</p>');
    expect(page).toContain(`href="https://zalo.me/${IDENTITY.oaId}"`);
    expect(page).toMatch(/<svg class="qr" role="img" aria-label="Mã QR mở Zalo của trợ lý"/u);
    expect(page).toContain(`href="/h/${SLUG}/a6.pdf?to=LN03"`);
    expect(page).toContain('Trợ lý không đọc tin trong nhóm Zalo.');
  });

  it('name the team in what a link shows in a group', async () => {
    const page = await pageOf(`/t/LN03/${SLUG}`);
    expect(page).toContain('property="og:title" content="Làm tài khoản VNeID mức 2 - Tổ công nghệ số ấp 3"');
    expect(page).toMatch(/property="og:description" content="Nhắn TO LN03 để Tổ công nghệ số ấp 3 giúp\. /u);
    expect(page).toContain(`property="og:url" content="https://example.vn/t/LN03/${SLUG}"`);
    expect(page).toMatch(/property="og:image" content="https:\/\/example\.vn\/pictures\/cover-/u);
  });

  it('have no script, and none of Zalo, until somebody asks for the chat frame', async () => {
    const response = await get(`/t/LN03/${SLUG}`);
    const page = await response.text();
    expect(page).not.toMatch(/<script|zalo-chat-widget|sp\.zalo\.me/u);
    expect(page).toContain('href="?chat=1#khung-chat"');
    expect(response.headers.get('content-security-policy')).not.toContain('script-src');
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
  });

  it('open Zalo’s chat frame on request, with a policy for that response alone', async () => {
    const response = await get(`/t/LN03/${SLUG}?chat=1`);
    const page = await response.text();
    expect(page).toContain(`<div class="zalo-chat-widget" data-oaid="${IDENTITY.oaId}"`);
    expect(page.match(/<script[^>]*>/gu)).toEqual(['<script src="https://sp.zalo.me/plugins/sdk.js">']);
    expect(page).toContain('Khung chat trên trang này là của Zalo');
    expect(page).not.toContain('Trang này không theo dõi ai');
    const policy = Object.fromEntries(
      (response.headers.get('content-security-policy') ?? '').split('; ').map((rule) => {
        const [name = '', ...sources] = rule.split(' ');
        return [name, sources.join(' ')];
      }),
    );
    expect(policy).toMatchObject({
      'default-src': "'none'",
      'script-src': 'https://*.zalo.me https://*.zaloapp.com',
      'frame-src': 'https://*.zalo.me',
      'base-uri': "'none'",
      'frame-ancestors': "'none'",
    });
    expect(policy['script-src']).not.toContain('unsafe');
    for (const path of [`/h/${SLUG}?chat=1`, '/h?chat=1', '/h/khan-cap?chat=1', '/t/LN99?chat=1']) {
      const other = await get(path);
      expect(await other.text(), path).not.toContain('<script');
      expect(other.headers.get('content-security-policy'), path).not.toContain('script-src');
    }
  });

  it('show a flow: what it is for and how to begin it, with and without a team', async () => {
    const page = await pageOf(`/t/LN03/${FLOW}`);
    expect(page).toContain('<h1>Kiểm tra điện thoại của mình</h1>');
    expect(page).toContain('Em hỏi 10 câu ngắn về chiếc điện thoại của bác');
    expect(page).toContain('<p class="do">Kiểm tra điện thoại của mình</p>');
    expect(page).toContain('TO LN03');
    expect(page).toContain('href="/t/LN03/secure-account-password-2fa"');
    const plain = await pageOf(`/h/${FLOW}`);
    expect(plain).toContain('<h1>Kiểm tra điện thoại của mình</h1>');
    expect(plain).not.toContain('TO LN03');
  });

  it('find their team where 0 was typed as O, in any case', async () => {
    const page = await pageOf(`/t/lno3/${SLUG}`);
    expect(page).toContain('Tổ công nghệ số ấp 3 gửi bác hướng dẫn này.');
    expect(page).toContain(`content="https://example.vn/t/LN03/${SLUG}"`);
  });

  it('of a code that may be two teams offer both, each with the guide asked for', async () => {
    const response = await get(`/t/AIO4/${SLUG}`);
    const page = await response.text();
    expect(response.status).toBe(404);
    expect(page).toContain(`href="/t/A1O4/${SLUG}">Tổ ấp 9 (A1O4)`);
    expect(page).toContain(`href="/t/A104/${SLUG}">Tổ ấp 10 (A104)`);
    expect(page).toContain(`href="/h/${SLUG}"`);
  });

  it('of a dissolved team say who took over, and lead to that team', async () => {
    const page = await pageOf(`/t/OLD1/${SLUG}`);
    expect(page).toContain('Tổ cũ ấp 3 nay do <strong>Tổ công nghệ số ấp 3</strong> phụ trách.');
    expect(page).toContain('<p class="code">TO LN03</p>');
    expect(page).not.toContain('TO OLD1');
  });

  it('of a dissolved team without a successor are the plain guide, and say so', async () => {
    const response = await get(`/t/OLD2/${SLUG}`);
    const page = await response.text();
    expect(response.status).toBe(200);
    expect(page).toContain('Tổ cũ ấp 2 đã thôi hoạt động.');
    expect(page).toContain('<h1>Làm tài khoản VNeID mức 2</h1>');
    expect(page).not.toMatch(/TO OLD2|to=OLD2/u);
  });

  it('weigh at most 20 kB without pictures', async () => {
    expect(Buffer.byteLength(await pageOf(`/t/LN03/${SLUG}`))).toBeLessThan(20_000);
  });

  it.each([
    ['/t/LN03/the-moi.pdf', 'moi-ln03-a6.pdf', 298],
    ['/t/LN03/the-moi.pdf?kho=a4', 'moi-ln03-a4.pdf', 595],
    ['/t/OLD1/the-moi.pdf', 'moi-ln03-a6.pdf', 298],
  ])('have an invitation to print: %s', async (path, fileName, widthPt) => {
    const response = await get(path);
    expect(response.headers.get('content-disposition')).toBe(`inline; filename="${fileName}"`);
    const { pages, embeddedFonts } = readPdf(Buffer.from(await response.arrayBuffer()));
    expect(pages).toHaveLength(1);
    expect(pages[0]?.widthPt).toBeCloseTo(widthPt, 0);
    expect(embeddedFonts.length).toBeGreaterThan(1);
    const text = (pages[0]?.text ?? '').replaceAll('\u00a0', ' ');
    expect(text).toContain('Tổ công nghệ số ấp 3');
    expect(text).toContain('TO LN03');
    expect(text).toContain('example.vn/t/LN03');
    expect(text).toContain('3. Nhắn đúng mấy chữ này:');
  });

  it.each(['/t/LN99/the-moi.pdf', '/t/OLD2/the-moi.pdf', '/t/LN03/the-moi.pdf?kho=a3'])(
    'say kindly that there is no invitation at %s',
    async (path) => {
      const response = await get(path);
      expect([response.status, (await response.text()).includes('<h1>')]).toEqual([404, true]);
    },
  );
});
