import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { accountsFeature } from '../../../src/console/accounts/feature.ts';
import { oasFeature } from '../../../src/console/oas/feature.ts';
import { settingsFeature } from '../../../src/console/settings/feature.ts';
import { DEPARTMENT_NAME_KEY } from '../../../src/storage/settings-ports.ts';
import { type Browser, type ConsoleDoor, openConsoleDoor, PASSWORD } from '../../support/console-door.ts';
import { OA } from '../../support/storage-rows.ts';

const COMMUNE = '5550000000000000001';
const OFFICE = '/cai-dat/nhom/co-quan';

let door: ConsoleDoor;
beforeEach(async () => {
  const features = [accountsFeature, settingsFeature, oasFeature];
  door = await openConsoleDoor({ mode: 'demo', others: [COMMUNE], features });
  await door.addAccount({ id: 'a-all', login: 'tinh', name: 'Chị Tỉnh', everyOa: true });
  await door.addAccount({ id: 'a-first', login: 'dau', name: 'Anh Đầu' });
  await door.addAccount({ id: 'a-commune', login: 'xa', name: 'Cô Xã', oaId: COMMUNE });
});
afterEach(() => door[Symbol.asyncDispose]());

/** Signs in; the demo lets the second factor wait. */
async function enter(login: string): Promise<Browser> {
  const browser = door.browser();
  await browser.fill('/dang-nhap', '/dang-nhap', { login, password: PASSWORD });
  await browser.fill('/thiet-lap-xac-thuc', '/thiet-lap-xac-thuc', { 'de-sau': '1' });
  return browser;
}
const moveTo = (browser: Browser, oaId: string) => browser.fill('/tai-khoan', '/oa/chuyen', { oaId });

describe('whoever works for every OA', () => {
  test('sees one OA at a time and changes to another with a plain form', async () => {
    const browser = await enter('tinh');
    const here = (await browser.open('/can-bo')).body;
    for (const name of ['Chị Tỉnh', 'Anh Đầu']) expect(here).toContain(name);
    expect(here).not.toContain('Cô Xã');
    expect((await moveTo(browser, COMMUNE)).body).toContain(`<option value="${COMMUNE}" selected>`);
    const there = (await browser.open('/can-bo')).body;
    for (const name of ['Chị Tỉnh', 'Cô Xã']) expect(there).toContain(name);
    expect(there).not.toContain('Anh Đầu');
    await moveTo(browser, OA);
    expect((await browser.open('/can-bo')).body).toContain('Anh Đầu');
  });

  test('changes to no OA that is not of the installation', async () => {
    const browser = await enter('tinh');
    await moveTo(browser, '9999999999999999999');
    expect((await browser.open('/can-bo')).body).toContain('Anh Đầu');
  });

  test('adds people for the OA they work for, and only those who may give every OA away give it', async () => {
    const browser = await enter('tinh');
    await moveTo(browser, COMMUNE);
    await browser.fill('/can-bo/them', '/can-bo/them', { login: 'moi', name: 'Người mới', role: 'editor' });
    expect(await door.deps.storage.findStaff({ login: 'moi' })).toMatchObject({ oaId: COMMUNE });
    const local = await enter('xa');
    await local.fill('/can-bo/them', '/can-bo/them', { login: 'x1', name: 'Kẻ xấu', role: 'admin', everyOa: 'true' });
    expect(await door.deps.storage.findStaff({ login: 'x1' })).toBeUndefined();
  });

  test('links their own Zalo account at the OA of their account alone', async () => {
    const browser = await enter('tinh');
    await moveTo(browser, COMMUNE);
    expect((await browser.fill('/tai-khoan', '/tai-khoan/zalo', {})).body).toContain('được nối ở');
  });
});

describe('whoever works for one OA', () => {
  test('is there from the first page on, and finds no way to another one', async () => {
    const browser = await enter('xa');
    const { body } = await browser.open('/can-bo');
    expect(body).toContain('Cô Xã');
    for (const name of ['Chị Tỉnh', 'Anh Đầu', '/oa/chuyen']) expect(body).not.toContain(name);
    for (const page of ['/oa', '/oa/them', `/oa/${OA}`]) expect((await browser.open(page)).statusCode).toBe(403);
  });

  test('changes nobody of another OA, and nobody who works for all', async () => {
    const before = await Promise.all(['a-all', 'a-first'].map((id) => door.deps.storage.findStaff({ id })));
    const browser = await enter('xa');
    const { body } = await browser.open('/can-bo');
    const csrf = /name="_csrf" value="([^"]+)"/u.exec(body)?.[1] ?? '';
    for (const id of ['a-all', 'a-first']) {
      expect((await browser.open(`/can-bo/${id}`)).statusCode).toBe(404);
      for (const deed of ['cap-mat-khau', 'bo-xac-thuc', 'dang-xuat', 'ngung'])
        await browser.post(`/can-bo/${id}/${deed}`, { _csrf: csrf });
      await browser.post(`/can-bo/${id}/sua`, { _csrf: csrf, name: 'Khác', role: 'editor' });
    }
    expect(await Promise.all(['a-all', 'a-first'].map((id) => door.deps.storage.findStaff({ id })))).toEqual(before);
  });

  test('does not move their session by a forged form', async () => {
    const browser = await enter('xa');
    const csrf = /name="_csrf" value="([^"]+)"/u.exec((await browser.open('/tai-khoan')).body)?.[1] ?? '';
    await browser.post('/oa/chuyen', { _csrf: csrf, oaId: OA });
    expect((await browser.open('/can-bo')).body).not.toContain('Anh Đầu');
  });

  test('sets values of that OA alone; those of the first OA, which hold for all, are for who works for all', async () => {
    const { storage } = door.deps;
    await storage.writeMeta({ key: DEPARTMENT_NAME_KEY, value: 'Sở' });
    const local = await enter('xa');
    expect((await local.open(OFFICE)).body).toContain('value="Sở"');
    await local.fill(OFFICE, OFFICE, { department: 'UBND xã' });
    expect((await local.open(OFFICE)).body).toContain('value="UBND xã"');
    expect(await storage.readMeta({ key: DEPARTMENT_NAME_KEY })).toBe('Sở');
    const first = await enter('dau');
    expect((await first.fill(OFFICE, OFFICE, { department: 'Khác' })).body).toContain('dùng chung cho mọi OA');
    await (await enter('tinh')).fill(OFFICE, OFFICE, { department: 'Sở mới' });
    expect(await storage.readMeta({ key: DEPARTMENT_NAME_KEY })).toBe('Sở mới');
  });
});

describe('a key of the API', () => {
  test('works for the OA it was made for', async () => {
    const browser = await enter('tinh');
    await moveTo(browser, COMMUNE);
    const page = await browser.fill('/khoa-api', '/khoa-api/them', { name: 'Phần mềm xã', scopes: 'accounts.manage' });
    const key = /tls_[\w-]+/u.exec(page.body)?.[0] ?? '';
    const answer = await door.server.inject({
      url: '/console/api/v1/accounts',
      headers: { authorization: `Bearer ${key}` },
    });
    const names = (answer.json() as { accounts: { login: string }[] }).accounts.map(({ login }) => login);
    expect(names).toEqual(['tinh', 'xa']);
  });
});
