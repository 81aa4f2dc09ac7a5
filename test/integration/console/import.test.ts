import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { confirmImport, getImport, uploadList } from '../../../src/console/import/actions.ts';
import { importFeature } from '../../../src/console/import/feature.ts';
import { teamsFeature } from '../../../src/console/teams/feature.ts';
import { inviteHash } from '../../../src/teams/registry.ts';
import { ADMIN, type ConsoleStage, createConsoleStage, OFFICER } from '../../support/console-stage.ts';
import { OA, TEAM } from '../../support/storage-rows.ts';

const HEADING = 'Mã tổ,Tên tổ,Tỉnh,Xã/phường,Thôn/ấp,Số hộ';
const GOOD = `${HEADING}\nLN01,Tổ công nghệ số ấp 1,Đồng Nai,Phường Lộc Ninh,Ấp 1,180\nLN03,Tổ mới tên,75,25270,Ấp 3,215\n`;
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const MINUTE = 60_000;

let stage: ConsoleStage;
beforeEach(async () => {
  stage = await createConsoleStage({ features: [teamsFeature, importFeature] });
  await stage.storage.saveTeams({ oaId: OA, teams: [TEAM], at: stage.clock.now() });
});
afterEach(() => stage.close());

const teams = () => stage.storage.listTeams({ oaId: OA });
const upload = (kind: 'teams' | 'members', content: string | Buffer, name = 'danh-sach.csv') =>
  stage.upload(
    '/nhap-danh-sach',
    '/nhap-danh-sach',
    { kind },
    {
      content: { name, type: name.endsWith('csv') ? 'text/csv' : XLSX, bytes: Buffer.from(content) },
    },
  );
const previewOf = (body: string): `/${string}` =>
  (/action="\/console(\/nhap-danh-sach\/[^"]+)"/u.exec(body)?.[1] ?? '/none') as `/${string}`;
const send = async (kind: 'teams' | 'members', content: string) =>
  ((await stage.run(uploadList, { kind, content: Buffer.from(content).toString('base64') })) as { importId: string })
    .importId;
const audit = async () =>
  (await stage.storage.listAudit({ oaId: OA, limit: 9 })).map(({ action, detail }) => `${action} ${detail}`);

describe('a list of teams', () => {
  it('is looked at first, saves nothing, and is then saved as a whole', async () => {
    const preview = await upload('teams', GOOD);
    expect(preview.statusCode).toBe(200);
    expect(preview.body).toContain('Chưa lưu gì.');
    expect(preview.body).toContain('Tổ công nghệ số ấp 3 → Tổ mới tên');
    expect(preview.body).toContain('Nhập 2 tổ');
    expect((await teams()).map(({ name }) => name)).toEqual([TEAM.name]);
    const path = previewOf(preview.body);
    const done = await stage.press(path, path);
    expect(done.body).toContain('Đã nhập: 1 tổ mới, 1 tổ được sửa.');
    expect((await teams()).map(({ code, name }) => `${code} ${name}`)).toEqual([
      'LN01 Tổ công nghệ số ấp 1',
      'LN03 Tổ mới tên',
    ]);
    expect(await audit()).toEqual(['imports.confirm {"added":1,"changed":1,"skippedLines":0,"codes":["LN01","LN03"]}']);
  });

  it('with bad rows names line, column and what to write, and saves the good ones only when told to', async () => {
    const preview = await upload('teams', `${GOOD}L,Tổ,75,99999,,một\nTB01,Tổ Tân Bình,Đồng Nai,Xã Không Có,Ấp 2,\n`);
    expect(preview.body).toContain('2 dòng lỗi');
    expect(preview.body).toMatch(
      /<th scope="row" class="text">Dòng\u00a04<\/th><td class="text" data-label="Cột">Mã tổ/u,
    );
    expect(preview.body).toContain('không phải số hộ');
    expect(preview.body).toContain('Xã Không Có');
    const path = previewOf(preview.body);
    const stopped = await stage.press(path, path);
    expect(stopped.statusCode).toBe(400);
    expect(stopped.body).toContain('Đánh dấu ô này để bỏ qua 2 dòng lỗi');
    expect(await teams()).toHaveLength(1);
    const done = await stage.press(path, path, { skipBad: 'yes' });
    expect(done.body).toContain('Đã bỏ qua 2 dòng lỗi.');
    expect((await teams()).map(({ code }) => code)).toEqual(['LN01', 'LN03']);
  });

  it('with 500 bad rows shows the first fifty and says how many there are', async () => {
    const bad = Array.from({ length: 500 }, (_, index) => `T${index},Tổ ${index},Đồng Nai,Xã Sai ${index},Ấp,100`);
    const preview = await upload('teams', `${HEADING}\n${bad.join('\n')}\n`);
    expect(preview.body).toContain('500 dòng lỗi');
    expect(preview.body).toContain('50 lỗi đầu');
    expect(preview.body.match(/data-label="Cần sửa"/gu)).toHaveLength(50);
    expect(preview.body).toContain('Không có dòng nào để nhập.');
  });

  it.each([
    ['a PDF', Buffer.from('%PDF-1.7 ...'), 'a.pdf', 'Đây là tệp PDF'],
    ['an old Excel file', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'a.xls', 'Excel kiểu cũ'],
    ['another encoding', Buffer.from([0x4d, 0xe3, 0x20, 0x74, 0xf4, 0x2c]), 'a.csv', 'không phải UTF-8'],
    ['a missing column', Buffer.from('Mã tổ,Tên tổ\nLN01,Tổ một\n'), 'a.csv', 'thiếu cột &quot;Tỉnh&quot;'],
    ['a heading alone', Buffer.from(`${HEADING}\n`), 'a.csv', 'chưa có dòng nào'],
    ['a broken workbook', Buffer.from('504b0304ffff', 'hex'), 'a.xlsx', 'Không đọc được tệp Excel'],
  ])('that is none is explained in Vietnamese beside the field: %s', async (_name, bytes, file, sentence) => {
    const answer = await upload('teams', bytes, file);
    expect(answer.statusCode).toBe(400);
    expect(answer.body).toContain(sentence);
    expect(answer.body).toContain(`Vừa tải lên: ${file}`);
  });

  it('asks for a file when none was chosen', async () => {
    const answer = await stage.upload('/nhap-danh-sach', '/nhap-danh-sach', { kind: 'teams' }, {});
    expect(answer.body).toContain('Chọn một tệp .xlsx hoặc .csv.');
  });

  it('is another person’s for nobody, and forgotten after half an hour', async () => {
    const importId = await send('teams', GOOD);
    stage.signIn({ ...ADMIN, id: 'acc-2', accountId: 'acc-2' });
    await expect(stage.run(getImport, { id: importId })).rejects.toThrow('đã hết hạn');
    await expect(stage.run(confirmImport, { id: importId })).rejects.toThrow('đã hết hạn');
    stage.signIn(ADMIN);
    await stage.run(getImport, { id: importId });
    await stage.clock.advance(31 * MINUTE);
    await expect(stage.run(confirmImport, { id: importId })).rejects.toThrow('đã hết hạn');
    expect(await teams()).toHaveLength(1);
  });

  it('is looked at again when somebody changed teams meanwhile', async () => {
    const importId = await send('teams', GOOD);
    await stage.storage.saveTeams({ oaId: OA, teams: [{ ...TEAM, name: 'Tổ vừa đổi' }], at: stage.clock.now() });
    await expect(stage.run(confirmImport, { id: importId })).rejects.toThrow('vừa có người thay đổi');
    expect(await teams()).toMatchObject([{ name: 'Tổ vừa đổi' }]);
    await stage.run(confirmImport, { id: importId });
    expect(await teams()).toHaveLength(2);
  });

  it('is saved once by a double click, and the second click shows the same result', async () => {
    const path = previewOf((await upload('teams', GOOD)).body);
    const page = await stage.open(path);
    const once = /name="_once" value="([^"]+)"/u.exec(page.body)?.[1] ?? '';
    const click = () =>
      stage.server.inject({
        method: 'POST',
        url: `/console${path}`,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        payload: new URLSearchParams({ _csrf: 'csrf-token', _once: once }).toString(),
      });
    expect((await click()).headers.location).toBe('/console/to');
    expect((await click()).headers.location).toBe('/console/to');
    expect(await audit()).toHaveLength(1);
  });

  it('of an officer reaches the own commune alone, also by the code of a team elsewhere', async () => {
    await stage.storage.saveTeams({ oaId: OA, teams: [{ ...TEAM, code: 'TB01', communeCode: '25280' }], at: 1 });
    stage.signIn(OFFICER);
    const list = `${HEADING}\nTB01,Tổ lấy về,75,25270,Ấp 1,\nTB02,Tổ xã khác,75,25280,Ấp 1,\nLN05,Tổ của xã,75,25270,Ấp 5,\n`;
    const importId = await send('teams', list);
    const view = (await stage.run(getImport, { id: importId })) as {
      added: number;
      changed: number;
      problems: { line: number; problem: string }[];
    };
    expect([view.added, view.changed]).toEqual([1, 0]);
    expect(view.problems.map(({ line }) => line)).toEqual([2, 3]);
    expect(view.problems[0]?.problem).toContain('chỉ nhập được cho xã của mình');
    await stage.run(confirmImport, { id: importId, skipBad: 'yes' });
    expect((await teams()).map(({ code, name }) => `${code} ${name}`)).toEqual([
      'LN03 Tổ công nghệ số ấp 3',
      'LN05 Tổ của xã',
      'TB01 Tổ công nghệ số ấp 3',
    ]);
  });
});

describe('a list of members', () => {
  const MEMBERS = 'Mã tổ,Họ tên,Vai trò,Điện thoại\nLN03,Trần Văn Ba,Tổ trưởng,0912345678\nLN03,Lê Thị Chín,,\n';

  it('becomes a code for each, shown once with a file, and invites nobody twice', async () => {
    const path = previewOf((await upload('members', MEMBERS)).body);
    const codes = await stage.press(path, path);
    expect(codes.body).toContain('2 mã mời đã sẵn sàng');
    expect(codes.body).not.toContain('0912345678');
    const first = /VÀO TỔ <span class="secret">([0-9A-Z]{4})-([0-9A-Z]{4})/u.exec(codes.body)?.slice(1).join('') ?? '';
    expect(await stage.storage.findInvite({ oaId: OA, codeHash: inviteHash(OA, first) })).toMatchObject({
      name: 'Trần Văn Ba',
      role: 'leader',
    });
    expect(JSON.stringify(await stage.storage.listAudit({ oaId: OA, limit: 5 }))).not.toContain('Ba');
    const again = await upload('members', MEMBERS);
    expect(again.body).toContain('Mọi dòng trong tệp đều đã có.');
    expect(await stage.storage.listInvites({ oaId: OA, at: stage.clock.now() })).toHaveLength(2);
  });

  it('of an officer has neither other communes nor officers in it', async () => {
    await stage.storage.saveTeams({ oaId: OA, teams: [{ ...TEAM, code: 'TB01', communeCode: '25280' }], at: 1 });
    stage.signIn(OFFICER);
    const importId = await send(
      'members',
      'Mã tổ,Họ tên,Vai trò,Tỉnh,Xã/phường\nTB01,Ông Mười,,,\n,Cô Sáu,Cán bộ xã,75,25270\nLN03,Bà Tư,,,\n',
    );
    const view = (await stage.run(getImport, { id: importId })) as {
      added: number;
      problems: { line: number; column: string }[];
    };
    expect(view.added).toBe(1);
    expect(view.problems).toMatchObject([
      { line: 2, column: 'Xã/phường' },
      { line: 3, column: 'Vai trò' },
    ]);
  });
});

describe('a file to fill in', () => {
  it.each(['teams', 'members'] as const)('is read back without a mistake of its own: %s', async (kind) => {
    for (const format of ['xlsx', 'csv']) {
      const file = await stage.open(`/nhap-danh-sach/mau/${kind}.${format}`);
      expect(file.headers['content-disposition']).toContain(`.${format}`);
      const preview = await upload(kind, file.rawPayload, `mau.${format}`);
      expect(preview.statusCode).toBe(200);
      expect(preview.body).not.toContain('dòng lỗi.');
    }
  });
});
