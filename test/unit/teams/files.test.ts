import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import writeExcel from 'write-excel-file/node';
import type { Team } from '../../../src/storage/ports.ts';
import { readTeamBytes } from '../../../src/teams/import.ts';
import { readMemberBytes } from '../../../src/teams/member-import.ts';
import { loadPlaces } from '../../../src/teams/places.ts';
import { MAX_FILE_BYTES } from '../../../src/teams/table-file.ts';
import { teamTemplate } from '../../../src/teams/template.ts';
import { rootDir } from '../../support/shipped-content.ts';
import { TEAM } from '../../support/storage-rows.ts';

const places = loadPlaces(rootDir);
const VIETNAMESE = ['Mã tổ', 'Tên tổ', 'Tỉnh', 'Xã/phường', 'Thôn/ấp', 'Số hộ'];

type Cell = string | number | null;
const sheet = (rows: readonly (readonly Cell[])[]): Promise<Buffer> =>
  writeExcel(
    rows.map((row) =>
      row.map((value) => (value === null ? null : { value, type: value.constructor as StringConstructor })),
    ),
  ).toBuffer();
const csv = (rows: readonly (readonly Cell[])[]): Buffer => Buffer.from(rows.map((row) => row.join(',')).join('\n'));

describe('a team file with Vietnamese headings and names of places', () => {
  const rows = [VIETNAMESE, ['ln03', 'Tổ công nghệ số ấp 3', 'Đồng Nai', 'Phường Lộc Ninh', 'Ấp 3', 215]];

  test.each([
    ['xlsx', sheet],
    ['csv', async (table: typeof rows) => csv(table)],
  ])('is read from %s', async (_kind, write) => {
    const { teams, problems } = await readTeamBytes(await write(rows), places);
    expect(problems).toEqual([]);
    expect(teams).toEqual([{ ...TEAM, name: 'Tổ công nghệ số ấp 3', households: 215, line: 2 }]);
  });

  test('keeps its row numbers over empty rows, and gets back the zeros that Excel ate', async () => {
    const empty = VIETNAMESE.map(() => null);
    const hanoi = ['HN01', 'Tổ công nghệ số 1', 1, 4, 'Tổ 1', null];
    const bad = ['HN02', 'Tổ công nghệ số 2', 1, 99999, 'Tổ 2', 'nhiều'];
    const read = await readTeamBytes(await sheet([VIETNAMESE, empty, hanoi, empty, bad]), places);
    expect(read.teams).toMatchObject([{ line: 3, provinceCode: '01', communeCode: '00004' }]);
    expect(read.problems).toEqual([
      { line: 5, problem: 'Số hộ: "nhiều" không phải số hộ; cần một số nguyên từ 1 đến 20.000, hoặc để trống' },
    ]);
  });

  test('says what to write instead of a place that is not there, was renamed, or is there twice', async () => {
    const of = (province: string, commune: string) => ['LN09', 'Tổ chín', province, commune, 'Ấp 9', ''];
    const read = async (province: string, commune: string) =>
      (await readTeamBytes(csv([VIETNAMESE, of(province, commune)]), places)).problems[0]?.problem;
    expect(await read('Bình Phước', 'Lộc Ninh')).toMatch(/^Tỉnh: "Bình Phước" không có.*có phải .*Đồng Nai \(75\)/u);
    expect(await read('Đồng Nai', 'Lộc Ninhh')).toMatch(/^Xã\/phường: .*có phải .*Phường Lộc Ninh \(25270\)/u);
    expect(await read('Đồng Nai', 'Ba Đình')).toMatch(/^Xã\/phường: tỉnh 75 không có/u);
    expect(await read('75', 'Lộc Thanh')).toMatch(/có 2 nơi tên "Lộc Thanh".*\(25280\).*\(25294\)/u);
    expect(await read('75', 'Xã Lộc Thạnh')).toBeUndefined();
  });

  test('with 500 bad rows explains every one of them, by its line', async () => {
    const bad = Array.from({ length: 500 }, (_unused, index) => [
      ...['KHONGSO', `Tổ ${index}`, '75', '25270', 'Ấp'],
      '',
    ]);
    for (const bytes of [await sheet([VIETNAMESE, ...bad]), csv([VIETNAMESE, ...bad])]) {
      const { teams, problems } = await readTeamBytes(bytes, places);
      expect(teams).toEqual([]);
      expect(problems.map(({ line }) => line)).toEqual(bad.map((_row, index) => index + 2));
      expect(problems.every(({ problem }) => problem.startsWith('Mã tổ: "KHONGSO" không dùng được; cần'))).toBe(true);
    }
  });

  test.each(['xlsx', 'csv'] as const)('the %s template can be imported as it is', async (format) => {
    expect(await readTeamBytes(await teamTemplate('teams', format), places)).toMatchObject({
      teams: [{ code: 'LN03', provinceCode: '75', communeCode: '25270', households: 215 }],
      problems: [],
    });
  });
});

/** A zip archive of one deflated part; `statedBytes` is what its directory says about the size. */
function zipOf(name: string, content: Buffer, statedBytes = content.length): Buffer {
  const packed = deflateRawSync(content);
  const local = Buffer.alloc(30);
  const central = Buffer.alloc(46);
  const end = Buffer.alloc(22);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(8, 8);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(8, 10);
  for (const [header, at] of [
    [local, 18],
    [central, 20],
  ] as const) {
    header.writeUInt32LE(packed.length, at);
    header.writeUInt32LE(statedBytes, at + 4);
    header.writeUInt16LE(name.length, at + 8);
  }
  const start = local.length + name.length + packed.length;
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length + name.length, 12);
  end.writeUInt32LE(start, 16);
  return Buffer.concat([local, Buffer.from(name), packed, central, Buffer.from(name), end]);
}

describe('a file that is built to do harm', () => {
  const SHEET = 'xl/worksheets/sheet1.xml';
  const cellAt = (address: string) =>
    Buffer.from(`<worksheet><sheetData><c r="${address}"><v>1</v></c></sheetData></worksheet>`);

  test.each([
    ['larger than 5 MB', () => Buffer.alloc(MAX_FILE_BYTES + 1, 'a'), /has 5\.0 MB; at most 5 MB/u],
    ['a zip bomb', () => zipOf(SHEET, Buffer.alloc(60 * 1024 * 1024)), /larger than 40 MB when unpacked/u],
    [
      'a zip bomb that lies about its size',
      () => zipOf(SHEET, Buffer.alloc(60 * 1024 * 1024), 100),
      /larger than 40 MB/u,
    ],
    ['a lone cell far to the right', () => zipOf(SHEET, cellAt('XFD1')), /cell in column XFD/u],
    ['a lone cell far down', () => zipOf(SHEET, cellAt('A1048576')), /cell in row 1048576/u],
    ['a damaged archive', () => zipOf(SHEET, cellAt('A1')).subarray(0, 60), /damaged/u],
    ['an archive of something else', () => zipOf('word/document.xml', Buffer.from('<a/>')), /cannot be read as xlsx/u],
    [
      'an old or locked Excel file',
      () => Buffer.from('d0cf11e0a1b11ae1', 'hex'),
      /old kind \(\.xls\) or has a password/u,
    ],
    ['not UTF-8', () => Buffer.from([0x4d, 0xe3, 0x20, 0x74]), /not UTF-8/u],
    ['20,001 rows', () => csv([VIETNAMESE, ...Array.from({ length: 20_001 }, () => ['a'])]), /has 20001 rows/u],
  ])('%s is refused in words', async (_what, make, message) => {
    await expect(readTeamBytes(make(), places)).rejects.toThrow(
      expect.objectContaining({ code: 'TEAM_FILE_INVALID', message: expect.stringMatching(message) }),
    );
  });

  test('a column that stands there twice is refused', async () => {
    await expect(
      readTeamBytes(
        csv([
          ['Mã tổ', 'code'],
          ['LN03', 'LN04'],
        ]),
        places,
      ),
    ).rejects.toThrow(/"Mã tổ" twice/u);
  });
});

describe('a member file', () => {
  const gone: Team = { ...TEAM, code: 'LN02', dissolvedAt: 1, successorCode: 'LN03' };
  const teams = new Map<string, Team>([TEAM, gone].map((team) => [team.code, team]));
  const read = (rows: readonly (readonly Cell[])[], known: readonly string[] = []) =>
    readMemberBytes(csv(rows), {
      places,
      team: (code) => teams.get(code),
      isKnown: (place, name) => known.includes(`${place} ${name}`),
    });
  const HEADING = ['Mã tổ', 'Họ tên', 'Vai trò', 'Số điện thoại', 'Xã/phường'];

  test('gives members, leaders and officers, and passes telephone numbers over', async () => {
    const result = await read([
      HEADING,
      ['ln03', 'Trần  Văn Ba', 'Tổ trưởng', '0912345678', ''],
      ['LN03', 'Lê Thị Chín', '', '', ''],
      ['', 'Nguyễn Thị Sáu', 'Cán bộ xã', '', '25270'],
    ]);
    expect(result).toEqual({
      people: [
        { role: 'leader', name: 'Trần Văn Ba', teamCode: 'LN03', communeCode: '25270', line: 2 },
        { role: 'member', name: 'Lê Thị Chín', teamCode: 'LN03', communeCode: '25270', line: 3 },
        { role: 'officer', name: 'Nguyễn Thị Sáu', teamCode: '', communeCode: '25270', line: 4 },
      ],
      known: 0,
      problems: [],
    });
    expect(JSON.stringify(result)).not.toContain('0912345678');
  });

  test('explains every bad row', async () => {
    const { people, problems } = await read([
      HEADING,
      ['LN99', 'Lê Thị Chín', '', '', ''],
      ['LN02', 'Lê Thị Chín', '', '', ''],
      ['', '', 'vua', '', ''],
      ['LN03', 'Chín 0912345678', 'Thành viên', '', ''],
      ['LN03', 'Trần Văn Ba', 'Tổ trưởng', '', ''],
      ['LN03', 'Ông Mười', 'Tổ trưởng', '', ''],
      ['LN03', 'TRẦN VĂN BA', 'Thành viên', '', ''],
      ['', 'Cô Sáu', 'Cán bộ xã', '', ''],
      ['LN03', 'Cô <b>Sáu</b>', '', '', ''],
    ]);
    expect(people.map(({ line }) => line)).toEqual([6]);
    expect(problems.map(({ line, problem }) => `${line} ${problem}`)).toEqual([
      '2 Mã tổ: chưa có tổ "LN99"; nhập tổ trước, hoặc sửa mã',
      '3 Mã tổ: tổ LN02 đã giải thể; tổ thay là LN03',
      '4 Mã tổ: đang trống; cần mã tổ, ví dụ LN03',
      '4 Họ tên: "" không dùng được; cần họ tên, 2–60 chữ',
      '4 Vai trò: "vua" không dùng được; cần Thành viên, Tổ trưởng hoặc Cán bộ xã',
      '5 Họ tên: có số trong tên; không ghi số điện thoại hay số giấy tờ vào đây',
      '7 tổ LN03 đã có tổ trưởng ở dòng 6; mỗi tổ một tổ trưởng, người kia ghi Thành viên',
      '8 TRẦN VĂN BA đã có ở dòng 6; nếu là hai người cùng tên, hãy thêm chữ để phân biệt, ví dụ "TRẦN VĂN BA (ấp 2)"',
      '9 Xã/phường: đang trống; cán bộ xã cần mã xã (năm chữ số), hoặc Tỉnh và tên xã',
      '10 Họ tên: "Cô <b>Sáu</b>" có ký tự lạ; chỉ dùng chữ, khoảng trắng, dấu chấm, gạch nối',
    ]);
  });

  test('leaves out who is there already, so that a longer list can be given again', async () => {
    const result = await read([HEADING, ['LN03', 'Lê Thị Chín', '', '', '']], ['LN03 Lê Thị Chín']);
    expect(result).toEqual({ people: [], known: 1, problems: [] });
  });

  test('of something else is refused as a whole', async () => {
    await expect(read([['Tên tổ'], ['Tổ ba']])).rejects.toThrow(
      expect.objectContaining({ code: 'MEMBER_FILE_INVALID', message: expect.stringMatching(/no column team, name/u) }),
    );
  });
});
