import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ZaloApiError } from 'zalo-oa-sdk';
import { readZbsSettings, ZBS_SETTINGS_KEY } from '../../../src/broadcasts/lanes/zbs.ts';
import { PLAN_SETTING_KEYS } from '../../../src/broadcasts/plan-settings.ts';
import { CONSENT_LIFE_MS } from '../../../src/console/settings/connect-actions.ts';
import { callbackPlugin } from '../../../src/console/settings/callback.ts';
import { settingsFeature } from '../../../src/console/settings/feature.ts';
import { readOffice } from '../../../src/console/settings/office.ts';
import { saveZbs } from '../../../src/console/settings/zbs-actions.ts';
import { OFFICE_CHECKED_KEY, OFFICE_HOTLINE_KEY } from '../../../src/storage/settings-ports.ts';
import { type ConsoleStage, createConsoleStage } from '../../support/console-stage.ts';
import Fastify from 'fastify';
import { OA, TEAM } from '../../support/storage-rows.ts';

let stage: ConsoleStage;
let codes: string[];
let refusal: Error | undefined;
let events: Record<string, number>;

beforeEach(async () => {
  codes = [];
  refusal = undefined;
  events = {};
  stage = await createConsoleStage({ features: [settingsFeature] });
  Object.assign(stage.deps.zalo, {
    async exchangeCode(code: string): Promise<void> {
      codes.push(code);
      if (refusal) throw refusal;
    },
    eventsSeen: async () => events,
  });
});
afterEach(() => stage.close());

const meta = (key: string) => stage.storage.readMeta({ key });
const audit = async () => (await stage.storage.listAudit({ oaId: OA, limit: 20 })).map(({ action }) => action);

describe('single values', () => {
  const OFFICE = '/cai-dat/nhom/co-quan';
  const NEWS = '/cai-dat/nhom/thong-bao';

  it('are kept page by page, with what was before in the record', async () => {
    const page = await stage.press(OFFICE, OFFICE, { department: 'Sở mới', hotline: '1022', address: 'Số 2' });
    expect(page.body).toContain('Đã lưu 3 thay đổi.');
    expect(await readOffice(stage.storage, 'mặc định')).toEqual({ name: 'Sở mới', hotline: '1022', address: 'Số 2' });
    const [line] = await stage.storage.listAudit({ oaId: OA, limit: 1 });
    expect(line).toMatchObject({ action: 'settings.save', subject: 'settings:co-quan' });
    expect(JSON.parse(line?.detail ?? '{}')).toMatchObject({ department: { before: '', after: 'Sở mới' } });
    expect((await stage.open(OFFICE)).body).toContain('value="Sở mới"');
  });

  it('go back to the default when the box is emptied', async () => {
    await stage.press(OFFICE, OFFICE, { department: 'Sở mới' });
    await stage.press(OFFICE, OFFICE, { department: '' });
    expect((await readOffice(stage.storage, 'mặc định')).name).toBe('mặc định');
  });

  it('the day of the number is the day the page was saved, and goes with the number', async () => {
    await stage.press(OFFICE, OFFICE, { hotline: '1022' });
    expect(await meta(OFFICE_CHECKED_KEY)).toBe('2026-11-22');
    await stage.clock.advance(24 * 3_600_000);
    const again = await stage.press(OFFICE, OFFICE, { hotline: '1022' });
    expect(again.body).toContain('Các ô vẫn như cũ.');
    expect(await meta(OFFICE_CHECKED_KEY)).toBe('2026-11-23');
    await stage.press(OFFICE, OFFICE, { hotline: '' });
    expect([await meta(OFFICE_HOTLINE_KEY), await meta(OFFICE_CHECKED_KEY)]).toEqual(['', '']);
  });

  it.each([
    [OFFICE, { hotline: 'gọi tôi' }, 'Số điện thoại chỉ gồm chữ số'],
    [OFFICE, { department: 'x'.repeat(121) }, 'dài nhất 120 ký tự'],
    [NEWS, { from: '5:30' }, 'Ghi giờ từ 6:00 đến 22:00'],
    [NEWS, { from: '7:75' }, 'Ghi giờ từ 6:00 đến 22:00'],
    [NEWS, { from: '10:00', to: '9:00' }, 'Giờ kết thúc phải sau giờ bắt đầu.'],
    [NEWS, { approvalFrom: '0' }, 'Ghi một số nguyên từ 1'],
    [NEWS, { approvalFrom: '1,5' }, 'Ghi một số nguyên'],
    [NEWS, { perSecond: 'nhanh' }, 'Ghi một số từ'],
    [NEWS, { articlesPerMonth: '32' }, 'đến 31'],
  ])('on %s, %o comes back as typed with its sentence and nothing is kept', async (path, fields, says) => {
    const valid = path === OFFICE ? { address: 'Số 9' } : { paidMessageVnd: '60' };
    const page = await stage.press(path, path as `/${string}`, { ...valid, ...fields });
    expect(page.body).toContain(says);
    for (const typed of Object.values({ ...valid, ...fields })) expect(page.body).toContain(`value="${typed}"`);
    expect(await audit()).toEqual([]);
  });

  it('hours are written as people write them', async () => {
    await stage.press(NEWS, NEWS, { from: '7h30', to: '20:05', perSecond: '12,5' });
    const { body } = await stage.open(NEWS);
    for (const shown of ['value="7:30"', 'value="20:05"', 'value="12.5"']) expect(body).toContain(shown);
  });

  it('a page that does not exist says so', async () => {
    expect(await stage.open('/cai-dat/nhom/khac')).toMatchObject({ statusCode: 404 });
  });
});

describe('contacts of communes', () => {
  const PATH = '/cai-dat/xa/25270';
  beforeEach(() => stage.storage.saveTeams({ oaId: OA, teams: [TEAM], at: 1 }));

  it('of communes with a team are listed as missing until they are kept, with the day of checking', async () => {
    expect((await stage.open('/cai-dat/xa')).body).toContain('Còn 1 xã có tổ nhưng chưa có số liên hệ.');
    const page = await stage.press(PATH, PATH, { hotline: '0272 388 8999', centre: 'Trung tâm' });
    expect(page.body).toContain('02723888999');
    expect(page.body).toContain('22/11/2026');
    expect(page.body).not.toContain('chưa có số liên hệ');
    const kept = await stage.storage.findCommuneContact({ oaId: OA, communeCode: '25270' });
    expect(kept).toMatchObject({ hotline: '02723888999', centre: 'Trung tâm', checkedOn: '2026-11-22' });
  });

  it('are removed by emptying every box', async () => {
    await stage.press(PATH, PATH, { hotline: '1022' });
    await stage.press(PATH, PATH, {});
    expect(await stage.storage.listCommuneContacts({ oaId: OA })).toEqual([]);
  });

  it('with letters for a number come back as typed', async () => {
    const page = await stage.press(PATH, PATH, { hotline: '02x', centre: 'Trung tâm' });
    expect(page.body).toContain('Số điện thoại chỉ gồm chữ số');
    expect(page.body).toContain('value="Trung tâm"');
    expect(await stage.storage.listCommuneContacts({ oaId: OA })).toEqual([]);
  });

  it('of a commune that does not exist cannot be opened', async () => {
    expect(await stage.open('/cai-dat/xa/99999')).toMatchObject({ statusCode: 404 });
  });
});

describe('the template of the paid lane', () => {
  const PATH = '/cai-dat/zbs';
  const LINES = 'title: {tiêu đề}\nlink: {liên kết}\n\nnote: Sở: tin mới';

  it('is kept from lines, says that its price is missing, and is on with one', async () => {
    const page = await stage.press(PATH, PATH, { templateId: '123456', lines: LINES });
    expect(page.body).toContain('chưa có giá');
    expect(await readZbsSettings(stage.storage)).toBeUndefined();
    await stage.storage.writeMeta({ key: PLAN_SETTING_KEYS.zbsMessageVnd, value: '200' });
    expect(await readZbsSettings(stage.storage)).toEqual({
      templateId: '123456',
      priceVnd: 200,
      fields: { title: '{tiêu đề}', link: '{liên kết}', note: 'Sở: tin mới' },
    });
    const { body } = await stage.open(PATH);
    expect(body).toContain('Đang bật');
    expect(body).toContain('note: Sở: tin mới');
  });

  it.each([
    [{ templateId: 'abc', lines: 'a: b' }, 'Mã mẫu chỉ gồm chữ số'],
    [{ templateId: '1', lines: 'không có dấu' }, 'Dòng 1 thiếu tên tham số hoặc dấu hai chấm'],
    [{ templateId: '1', lines: 'a: b\na: c' }, 'Tham số a được ghi hai lần.'],
    [{ templateId: '1', lines: 'tên: b' }, 'chưa đúng: chỉ gồm chữ không dấu'],
    [{ templateId: '1', lines: 'a:' }, 'ghi giá trị'],
    [{ templateId: '1', lines: 'a: {tên}' }, 'không có chỗ điền {tên}'],
    [{ templateId: '1', lines: `a: ${'x'.repeat(401)}` }, 'dài nhất 400 ký tự'],
    [{ templateId: '', lines: 'a: b' }, 'Ghi mã mẫu, hoặc xóa hết tham số để tắt.'],
    [{ templateId: '1', lines: Array.from({ length: 21 }, (_, n) => `a${n}: b`).join('\n') }, 'Nhiều nhất 20 tham số.'],
  ])('refuses %o with a sentence, as typed, and keeps nothing', async (fields, says) => {
    const page = await stage.press(PATH, PATH, fields);
    expect(page.body).toContain(says);
    expect(page.body).toContain(fields.lines.split('\n')[0]);
    expect(await meta(ZBS_SETTINGS_KEY)).toBeUndefined();
  });

  it('is turned off by emptying it, and one that cannot be used is as good as none', async () => {
    await stage.press(PATH, PATH, { templateId: '123456', lines: LINES });
    expect((await stage.press(PATH, PATH, { templateId: '', lines: '' })).body).toContain('Đã tắt tin mẫu.');
    expect(await readZbsSettings(stage.storage)).toBeUndefined();
    await stage.storage.writeMeta({ key: ZBS_SETTINGS_KEY, value: '{"templateId":"x"}' });
    expect((await stage.open(PATH)).body).toContain('Đang tắt');
    await stage.run(saveZbs, { templateId: '7', fields: { a: 'b' } });
    expect(await meta(ZBS_SETTINGS_KEY)).toBe('{"templateId":"7","fields":{"a":"b"}}');
  });
});

describe('the consent of the OA', () => {
  const WIZARD = '/cai-dat/ket-noi';

  /** Begins a consent; its state, as the link carries it. */
  const begin = async (): Promise<string> => {
    const page = await stage.press(WIZARD, `${WIZARD}/cap-quyen`);
    return /state=([\w-]+)/u.exec(page.body)?.[1] ?? '';
  };
  const back = async (query: string): Promise<string> => {
    const server = Fastify();
    await server.register(callbackPlugin, { deps: stage.deps });
    const response = await server.inject(`/callback${query}`);
    await server.close();
    expect(response.statusCode).toBe(303);
    expect(response.headers['referrer-policy']).toBe('no-referrer');
    return String(response.headers.location).split('ket-qua=')[1] ?? '';
  };

  it('comes back with the right state once: the code is exchanged, recorded, and the page says so', async () => {
    const state = await begin();
    expect(state).not.toBe('');
    expect(await back(`?code=C1&oa_id=${OA}&state=${state}`)).toBe('xong');
    expect(codes).toEqual(['C1']);
    expect(await audit()).toContain('settings.consent-done');
    expect((await stage.open(`${WIZARD}?ket-qua=xong`)).body).toContain('Đã nhận quyền từ Zalo.');
    expect(await back(`?code=C2&oa_id=${OA}&state=${state}`)).toBe('sai-duong-dan');
    expect(codes).toEqual(['C1']);
  });

  it('two callbacks at one moment with the same state exchange one code', async () => {
    const state = await begin();
    const server = Fastify();
    await server.register(callbackPlugin, { deps: stage.deps });
    const url = (code: string): string => `/callback?code=${code}&oa_id=${OA}&state=${state}`;
    await Promise.all([server.inject(url('C1')), server.inject(url('C2'))]);
    await server.close();
    expect(codes).toEqual(['C1']);
  });

  it.each([
    ['a forged state', () => `?code=C1&oa_id=${OA}&state=forged`],
    ['no state', () => `?code=C1&oa_id=${OA}`],
    ['the state twice', (state: string) => `?code=C1&oa_id=${OA}&state=${state}&state=${state}`],
    ['no code', (state: string) => `?oa_id=${OA}&state=${state}`],
    ['an error of Zalo', (state: string) => `?error_code=-14003&state=${state}`],
    ['an OA that is no number', (state: string) => `?code=C1&oa_id=%3Cscript%3E&state=${state}`],
    ['nothing', () => ''],
  ])('with %s nothing is exchanged, and the right one still works', async (_name, query) => {
    const state = await begin();
    expect(await back(query(state))).toBe('sai-duong-dan');
    expect(codes).toEqual([]);
    expect(await back(`?code=C1&oa_id=${OA}&state=${state}`)).toBe('xong');
  });

  it('that took longer than half an hour is over', async () => {
    const state = await begin();
    await stage.clock.advance(CONSENT_LIFE_MS + 1);
    expect(await back(`?code=C1&oa_id=${OA}&state=${state}`)).toBe('sai-duong-dan');
    expect(codes).toEqual([]);
  });

  it('of another OA is refused by name and used up', async () => {
    const state = await begin();
    expect(await back(`?code=C1&oa_id=999&state=${state}`)).toBe('oa-khac');
    expect(codes).toEqual([]);
    expect((await stage.open(`${WIZARD}?ket-qua=oa-khac`)).body).toContain('không phải OA của máy chủ này');
  });

  it('whose code Zalo refuses is said, and records no success', async () => {
    const state = await begin();
    refusal = new Error('refused');
    expect(await back(`?code=C1&oa_id=${OA}&state=${state}`)).toBe('tu-choi');
    expect(await audit()).not.toContain('settings.consent-done');
  });

  it('a second link makes the first one worth nothing', async () => {
    const first = await begin();
    const second = await begin();
    expect(await back(`?code=C1&oa_id=${OA}&state=${first}`)).toBe('sai-duong-dan');
    expect(await back(`?code=C1&oa_id=${OA}&state=${second}`)).toBe('xong');
  });

  it('what came of it is one of four sentences, whatever stands in the address', async () => {
    const plain = await stage.open(WIZARD);
    const once = (body: string): string => body.replaceAll(/name="_once" value="[^"]*"/gu, '');
    for (const words of ['__proto__', 'constructor', '<b>']) {
      const page = await stage.open(`${WIZARD}?ket-qua=${encodeURIComponent(words)}`);
      expect([page.statusCode, once(page.body)]).toEqual([200, once(plain.body)]);
    }
  });

  it('cannot begin without a public address, and says why', async () => {
    const lonely = await createConsoleStage({ features: [settingsFeature], deps: { publicUrl: () => undefined } });
    const page = await lonely.press(WIZARD, `${WIZARD}/cap-quyen`);
    expect(page.body).toContain('chưa có địa chỉ công khai (PUBLIC_URL)');
    expect((await lonely.open(WIZARD)).body).toContain('Thiếu địa chỉ công khai');
    await lonely.close();
  });
});

describe('the connection', () => {
  it('shows neither token nor key, and which events came', async () => {
    await stage.storage.saveOaTokens({
      oaId: OA,
      accessToken: 'access-secret',
      refreshToken: 'refresh-secret',
      expiresAt: stage.clock.now() + 3_600_000,
    });
    events = { user_send_text: 3 };
    const { body } = await stage.open('/cai-dat/ket-noi');
    expect(body).toContain('Đã cấp');
    expect(body).toContain('https://tro-ly.example.vn/webhook/zalo');
    expect(body.match(/Đã thấy/gu)).toHaveLength(1);
    for (const secret of ['access-secret', 'refresh-secret']) expect(body).not.toContain(secret);
  });

  it('is tried by a button: the profile, or the code of what Zalo said', async () => {
    const page = await stage.press('/cai-dat/ket-noi', '/cai-dat/ket-noi/kiem-tra');
    expect(page.body).toContain('cơ quan nhà nước');
    Object.assign(stage.deps.zalo, {
      profile: async () => {
        throw new ZaloApiError(-216, 'access token is invalid');
      },
    });
    const failed = await stage.press('/cai-dat/ket-noi', '/cai-dat/ket-noi/kiem-tra');
    expect(failed.body).toContain('Chưa gọi được Zalo (mã');
  });
});
