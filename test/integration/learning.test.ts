import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tellMastery, tellReach } from '../../src/mastery-command.ts';
import { doQuestions, type QuestionPlace } from '../../src/questions-command.ts';
import { doTips, type TipOptions, type TipPlace } from '../../src/tips-command.ts';
import { IDENTITY, startTestApp, type TestApp } from '../support/app.ts';
import { eventually } from '../support/eventually.ts';
import { MORNING } from '../support/manual-clock.ts';
import { readPdf } from '../support/pdf-text.ts';
import { shippedCatalogue } from '../support/shipped-content.ts';

const { oaId } = IDENTITY;
const CHIN = '3691470258369147025';
const DAY = 24 * 3_600_000;
const CERTIFICATE = {
  ...{ oaId, code: '7K3AR91F', userId: CHIN, topic: 'e-payments', name: 'Lê Thị <Chín>', placeName: 'Tổ số ấp 3' },
  ...{ teamCode: 'LN03', communeCode: '25270', day: '2026-11-22' },
};

describe('the certificate of a member, public', () => {
  let running: TestApp;
  const get = (path: string): Promise<Response> => fetch(`${running.app.url}${path}`);

  beforeAll(async () => {
    running = await startTestApp({ env: { PUBLIC_URL: 'https://example.vn' } });
    await running.app.storage.saveMember({
      ...{ oaId, userId: CHIN, role: 'member', state: 'active', teamCode: 'LN03', communeCode: '25270' },
      ...{ name: 'Lê Thị Chín', joinedAt: 1 },
    });
    await running.app.storage.saveCertificate(CERTIFICATE);
  });
  afterAll(() => running.close());

  it.each(['7K3AR91F', '7k3a-r9if', '7K3A%20R9LF'])(
    'is shown for the code typed as %s, kept and indexed by nobody',
    async (typed) => {
      const response = await get(`/c/${typed}`);
      const page = await response.text();
      expect(response.status).toBe(200);
      for (const words of [
        'Lê Thị &lt;Chín&gt;',
        'Tổ số ấp 3',
        'Thanh toán',
        '22/11/2026',
        '7K3A-R91F',
        'không thay giấy tờ',
      ])
        expect(page).toContain(words);
      expect(page).toContain('<meta name="robots" content="noindex">');
      expect(response.headers.get('x-robots-tag')).toBe('noindex');
      expect(response.headers.get('cache-control')).toBe('private, no-store');
      expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    },
  );

  it('is a PDF on one lying page, A5 or A4', async () => {
    for (const [query, width] of [
      ['', 595],
      ['?kho=a4', 842],
    ] as const) {
      const response = await get(`/c/7K3AR91F/giay.pdf${query}`);
      expect(response.headers.get('content-type')).toBe('application/pdf');
      const { pages } = readPdf(Buffer.from(await response.arrayBuffer()));
      expect(pages.map(({ widthPt }) => Math.round(widthPt))).toEqual([width]);
      expect(pages[0]?.text).toContain('Lê Thị <Chín>');
    }
    expect((await get('/c/7K3AR91F/giay.pdf?kho=a0')).status).toBe(404);
  });

  it('is kindly unknown for a code of nobody and for a slip, and says how to check', async () => {
    const nobody = await get('/c/00000000');
    expect([nobody.status, (await nobody.text()).includes('không có giấy nào')]).toEqual([404, true]);
    const slip = await get('/c/7K3AR92F');
    const page = await slip.text();
    expect([slip.status, page.includes('sai mất một chữ'), page.includes('href="/c"')]).toEqual([404, true, true]);
    expect(await (await get('/c')).text()).toContain('example.vn/c/7K3A-S9Q2');
    expect((await get('/c/%3Cscript%3E')).status).toBe(404);
  });

  it('is gone with the member', async () => {
    await running.app.storage.eraseResident({ oaId, userId: CHIN, pseudonym: 'p', at: 1, via: 'command' });
    const response = await get('/c/7K3AR91F');
    expect(response.status).toBe(404);
    expect(await response.text()).not.toContain('Lê Thị');
    expect((await get('/c/7K3AR91F/giay.pdf')).status).toBe(404);
  });
});

describe('lessons, questions and tips at the command line', () => {
  let running: TestApp;
  let said: string[] = [];
  const catalogue = shippedCatalogue();
  const now = (): number => Date.now();
  const base = () => ({
    ...{ storage: running.app.storage, oaId, claim: async () => {}, now: now() },
    say: (text: string) => void said.push(text),
  });
  const output = async (work: Promise<void>): Promise<string> => {
    said = [];
    await work;
    return said.join('\n');
  };
  const tips = (words: string[], options: Partial<TipOptions> = {}): Promise<string> => {
    const nothing: TipOptions = { title: undefined, text: undefined, card: undefined, month: undefined, dryRun: false };
    const place: TipPlace = { ...base(), catalogue, newId: () => 'a1b2' };
    return output(doTips(words, { ...nothing, ...options }, place));
  };
  const questions = (words: string[], options: Partial<Parameters<typeof doQuestions>[1]> = {}): Promise<string> => {
    const nothing = { text: undefined, card: undefined, commune: undefined, share: false, all: false };
    const place: QuestionPlace = {
      ...base(),
      hasCard: (slug) => catalogue.card(slug) !== undefined,
      communeName: () => 'Lộc Ninh',
    };
    return output(doQuestions(words, { ...nothing, ...options }, place));
  };
  const saveMember = (userId: string, name: string) =>
    running.app.storage.saveMember({
      ...{ oaId, userId, role: 'member', state: 'active', teamCode: 'LN03', communeCode: '25270', name, joinedAt: 1 },
    });

  beforeAll(async () => {
    running = await startTestApp();
    await running.say(CHIN, 'menu');
    await eventually(() => running.zalo.calls.some(({ userId }) => userId === CHIN));
    await saveMember(CHIN, 'Lê Thị Chín');
    await saveMember('silent', 'Ông Mười');
  });
  afterAll(() => running.close());

  it('tells who holds what, and whom to phone', async () => {
    const { storage } = running.app;
    await storage.markLesson({ oaId, userId: CHIN, topic: 'e-payments', item: 'vietqr-pay-and-receive', at: now() });
    await storage.saveCertificate(CERTIFICATE);
    await storage.markLesson({ oaId, userId: 'silent', topic: 'e-payments', item: '', at: now() });
    const told = await output(tellMastery({ team: 'ln03', commune: undefined }, base()));
    expect(told).toContain('có giấy 1, đang học 1\n    có giấy: Lê Thị Chín\n    đang học: Ông Mười 0 bài');
    await expect(tellMastery({ team: undefined, commune: undefined }, base())).rejects.toMatchObject({
      code: 'CLI_USAGE',
    });
    const reach = await output(tellReach({ team: undefined, commune: undefined }, { ...base(), now: now() + 9 * DAY }));
    expect(reach).toContain('Nhắn được 0 người, cần gọi điện 2 người.');
    expect(reach).toContain('LN03\tLê Thị Chín\t9 ngày chưa nhắn');
    expect(reach).toContain('LN03\tÔng Mười\tchưa nhắn lần nào');
  });

  it('answers a question for the province, masked', async () => {
    await running.app.storage.saveMemberQuestion({
      ...{ oaId, id: 'q1', userId: CHIN, teamCode: 'LN03', communeCode: '25270', level: 'commune', at: MORNING },
      text: 'Thẻ mờ thì làm sao',
    });
    expect(await questions([])).toMatch(/q1\t.*chờ xã\tLN03, Lộc Ninh\n {2}Hỏi: Thẻ mờ thì làm sao/u);
    await questions(['forward', 'q1']);
    expect(await questions(['list'], { commune: '25270' })).toContain('CHỜ TỈNH');
    const answered = await questions(['answer', 'q1'], { text: 'Ra Công an xã, gọi 0912345678.', share: true });
    expect(answered).toContain('Ra Công an xã, gọi [số điện thoại].');
    expect(await questions([])).toContain('Không có câu hỏi nào');
    expect(await questions([], { all: true })).toContain('đã trả lời');
    await expect(questions(['answer', 'q1'], { text: 'Lần nữa' })).rejects.toMatchObject({ code: 'TEAM_CHANGED' });
    await expect(questions(['answer', 'q9'], { text: 'x' })).rejects.toMatchObject({ code: 'QUESTION_UNKNOWN' });
    await expect(questions(['answer', 'q1'])).rejects.toMatchObject({ code: 'QUESTION_INVALID' });
    await expect(questions(['answer', 'q1'], { text: 'x', card: 'none' })).rejects.toMatchObject({
      code: 'QUESTION_INVALID',
    });
    await expect(questions(['burn'])).rejects.toMatchObject({ code: 'CLI_USAGE' });
  });

  it('adds a tip, shows who gets it, gives it to whom it may, and stops it', async () => {
    const tip = { title: 'Chủ đề tháng: quét mã', text: 'Xem tên người nhận trước khi bấm chuyển.' };
    await expect(tips(['add'], { ...tip, text: 'ngắn' })).rejects.toMatchObject({ code: 'TIP_INVALID' });
    await expect(tips(['add'], { ...tip, card: 'none' })).rejects.toMatchObject({ code: 'TIP_INVALID' });
    await expect(tips(['add'], { ...tip, month: '2026-13' })).rejects.toMatchObject({ code: 'TIP_INVALID' });
    await expect(tips(['send', 'none'])).rejects.toMatchObject({ code: 'TIP_UNKNOWN' });
    expect(await tips(['add'], { ...tip, card: 'vietqr-pay-and-receive', month: '2026-12' })).toContain(
      'tips send a1b2',
    );
    const dry = await tips(['send', 'a1b2'], { dryRun: true });
    expect(dry).toContain('Gửi được: 1 thành viên');
    expect(dry).toContain('Quá 7 ngày chưa nhắn, Zalo không cho gửi: 1');
    expect(await tips(['list'])).toContain('chưa gửi');
    expect(await tips(['send', 'a1b2'])).toContain('Đã xếp hàng 1 người');
    expect(await tips(['send', 'a1b2'])).toContain('đã nhận mẹo này 1');
    const announcement = await running.app.storage.findAnnouncement({ id: 'tip-a1b2' });
    expect(announcement?.content.ready).toContain('#desk:tip-try|a1b2');
    expect(announcement?.content.ready).toContain('NGỪNG NHẬN MẸO');
    expect(await tips(['list'])).toContain('đã xếp gửi 1, đã bấm 0');
    await tips(['stop', 'a1b2']);
    await expect(tips(['send', 'a1b2'])).rejects.toMatchObject({ code: 'ANNOUNCEMENT_CANCELLED' });
  });
});
