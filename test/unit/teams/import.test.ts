import { describe, expect, test } from 'vitest';
import { readTeamFile } from '../../../src/teams/import.ts';
import { loadPlaces } from '../../../src/teams/places.ts';
import { rootDir } from '../../support/shipped-content.ts';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const places = loadPlaces(rootDir);
const HEADING = 'code,name,province,commune,hamlet';
const read = (...rows: string[]) => readTeamFile([HEADING, ...rows, ''].join('\n'), places);
const GOOD = 'LN03,Tổ công nghệ số ấp 3,75,25270,Ấp 3';
const TEAM = {
  code: 'LN03',
  name: 'Tổ công nghệ số ấp 3',
  provinceCode: '75',
  communeCode: '25270',
  hamlet: 'Ấp 3',
};

describe('a team file', () => {
  test('gives a team for every good row', () => {
    expect(read(GOOD)).toEqual({ teams: [TEAM], problems: [] });
  });

  test('of the demo is without a fault', () => {
    const { teams, problems } = readTeamFile(
      readFileSync(path.join(rootDir, 'content/demo/teams.csv'), 'utf8'),
      places,
    );
    expect(problems).toEqual([]);
    expect(teams.length).toBeGreaterThanOrEqual(3);
  });

  test('as Excel writes it is read too: byte-order mark, CRLF, semicolons, spaces, empty lines, other order, upper-case heading', () => {
    const text = '\uFEFFHamlet;Commune;Province;Name;Code\r\nẤp 3; 25270 ;75;Tổ công nghệ số ấp 3; ln03 \r\n\r\n';
    expect(readTeamFile(text, places)).toEqual({ teams: [TEAM], problems: [] });
  });

  test('may hold the other separator inside a cell', () => {
    expect(read('LN03,Tổ ấp 3; khu B,75,25270,"Ấp 3, khu B"').teams).toEqual([
      { ...TEAM, name: 'Tổ ấp 3; khu B', hamlet: 'Ấp 3, khu B' },
    ]);
  });

  test('typed on a Mac (letters and marks apart) gives the same names', () => {
    expect(readTeamFile(`${HEADING}\n${GOOD}\n`.normalize('NFD'), places).teams).toEqual([TEAM]);
  });

  test('keeps the good rows beside bad ones, and explains each bad one by its line', () => {
    const { teams, problems } = read(
      'LN01,Tổ công nghệ số ấp 1,75,25270,Ấp 1',
      'TOLN,Tổ không có số,75,25270,Ấp 2',
      '',
      'LN04,Tổ công nghệ số ấp 4,99,25270,Ấp 4',
      'LN05,Tổ công nghệ số ấp 5,75,2527,Ấp 5',
      'LN06,Tổ công nghệ số ấp 6,01,25270,Ấp 6',
      'LN01,Tổ trùng mã,75,25270,Ấp 7',
      'LN08,"Tổ hai',
      'dòng",75,25270,',
    );
    expect(teams.map(({ code }) => code)).toEqual(['LN01']);
    expect(problems).toEqual([
      { line: 3, problem: expect.stringMatching(/^code: "TOLN" không dùng được; .*ít nhất một chữ số/u) },
      { line: 5, problem: expect.stringMatching(/^province: "99" không có/u) },
      { line: 6, problem: expect.stringMatching(/^commune: "2527" .*giữ số 0 ở đầu/u) },
      { line: 7, problem: 'commune: Phường Lộc Ninh (25270) thuộc tỉnh 75, không thuộc 01' },
      { line: 8, problem: 'code: LN01 đã có ở dòng 2; mỗi tổ cần một mã riêng' },
      { line: 10, problem: expect.stringMatching(/^hamlet: /u) },
    ]);
  });

  test('says everything that is wrong with one row', () => {
    expect(read(',T,75,25270,').problems.map(({ problem }) => problem.split(':')[0])).toEqual([
      'code',
      'name',
      'hamlet',
    ]);
  });

  test('with a comma too many or a cell too few never shifts cells in silence', () => {
    const { teams, problems } = read('LN03,Tổ ấp 3,75,25270,Ấp 3, khu B', 'LN04,Tổ ấp 4,75,25270');
    expect(teams).toEqual([]);
    expect(problems).toMatchObject([
      { line: 2, problem: expect.stringContaining('có 6 ô, tiêu đề có 5') },
      { line: 3, problem: expect.stringContaining('có 4 ô, tiêu đề có 5') },
    ]);
  });

  test('of which a code was wrong once may use that code on a good row', () => {
    expect(read('LN03,Tổ ấp 3,99,25270,Ấp 3', GOOD)).toMatchObject({ teams: [TEAM], problems: [{ line: 2 }] });
  });

  test.each([
    ['nothing', '', /no column code, name, province, commune, hamlet/u],
    ['only a heading', `${HEADING}\n`, /no rows/u],
    ['other columns', 'mã,tên\nLN03,Tổ\n', /no column code, name, province, commune, hamlet/u],
    ['one column missing', 'code,name,province,commune\nLN03,Tổ ấp 3,75,25270\n', /no column hamlet/u],
    ['an open quote', `${HEADING}\n"LN03,Tổ\n`, /not a CSV table/u],
    ['other letters than UTF-8', `${HEADING}\nLN03,T\uFFFD,75,25270,\uFFFDp 3\n`, /UTF-8/u],
    ['UTF-16', Buffer.from(`${HEADING}\n${GOOD}\n`, 'utf16le').toString('utf8'), /UTF-8/u],
  ])('with %s is refused as a whole', (_what, text, message) => {
    expect(() => readTeamFile(text, places)).toThrow(
      expect.objectContaining({ code: 'TEAM_FILE_INVALID', message: expect.stringMatching(message) }),
    );
  });
});
