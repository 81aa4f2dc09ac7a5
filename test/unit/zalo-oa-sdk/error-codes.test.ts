import { describe, expect, it } from 'vitest';
import { type CodeTable, describeCode, OAUTH_ERROR_CODES, ZALO_ERROR_CODES, ZBS_ERROR_CODES } from 'zalo-oa-sdk';
import { adviceFor, type ApiAdvice } from '../../../src/zalo-oa-sdk/error-codes.ts';

const PUBLISHED = [
  -32, -100, -200, -201, -204, -205, -209, -210, -211, -212, -213, -214, -216, -217, -218, -219, -220, -221, -223, -224,
  -227, -230, -232, -233, -234, -235, -237, -238, -240, -241, -242, -244, -248, -249, -320, -321, -403, -1340, -1341,
];
const OLD = [-207, -208, -215, -222, -305, -311];

describe('describeCode', () => {
  it('has every published and every old code', () => {
    expect(
      Object.keys(ZALO_ERROR_CODES)
        .map(Number)
        .toSorted((a, b) => b - a),
    ).toEqual([...PUBLISHED, ...OLD].toSorted((a, b) => b - a));
  });

  /** Every code by what a sender should do. */
  const BY_ADVICE: Record<ApiAdvice, readonly number[]> = {
    refresh: [-216, -220],
    retry: [-32, -200, -214],
    reschedule: [-234],
    'skip-recipient': [-213, -217, -218, -227, -230, -232, -237, -244, -305, -311, -403],
    stop: [-204, -205, -209, -211, -212, -219, -221, -223, -224, -235, -240, -320, -321],
    fix: [...[-100, -201, -207, -208, -210, -215, -222, -233, -238, -241, -242, -248, -249], ...[-1340, -1341]],
  };

  it.each(Object.entries(BY_ADVICE))('advises %s for the codes of that class', (advice, codes) => {
    expect(codes.filter((code) => describeCode(code).advice !== advice)).toEqual([]);
    expect(codes.map((code) => adviceFor(code))).toEqual(codes.map(() => advice));
  });

  it('has an advice for every code', () => {
    expect(Object.values(BY_ADVICE).flat().length).toBe(Object.keys(ZALO_ERROR_CODES).length);
  });

  it('lets an unknown code end the request without stopping the OA', () => {
    expect(describeCode(-99999)).toEqual({
      meaning: 'a code unknown in 2026-11',
      advice: 'fix',
      mayHaveBeenDelivered: true,
    });
  });

  it('leaves delivery open for -200 alone', () => {
    const open = Object.entries(ZALO_ERROR_CODES).filter(([, row]) => row.mayHaveBeenDelivered);
    expect(open.map(([code]) => code)).toEqual(['-200']);
    const elsewhere = { ...ZBS_ERROR_CODES, ...OAUTH_ERROR_CODES };
    expect(Object.values(elsewhere).filter((row) => row.mayHaveBeenDelivered)).toEqual([]);
  });

  it.each<[CodeTable, Readonly<Record<number, object>>]>([
    ['oa', ZALO_ERROR_CODES],
    ['zbs', ZBS_ERROR_CODES],
    ['oauth', OAUTH_ERROR_CODES],
  ])('has words of its own for every code of the table %s', (table, rows) => {
    const meanings = Object.keys(rows).map((code) => describeCode(Number(code), table).meaning);
    expect(meanings.filter((meaning) => !/^[a-z].{8,}[^.]$/i.test(meaning))).toEqual([]);
    expect(Object.keys(rows).map((code) => describeCode(Number(code), table))).toEqual(Object.values(rows));
  });
});

describe('describeCode for template messages by phone', () => {
  const BY_ADVICE: Partial<Record<ApiAdvice, readonly number[]>> = {
    refresh: [-124],
    reschedule: [-133],
    'skip-recipient': [-108, -114, -118, -119],
    stop: [-115, -131, -137, -144, -147],
    fix: [-109, -1241],
  };

  it.each(Object.entries(BY_ADVICE))('advises %s for the codes of that class', (advice, codes) => {
    expect(codes.map((code) => adviceFor(code, 'zbs'))).toEqual(codes.map(() => advice));
  });

  it('has an advice for every code', () => {
    const codes = Object.values(BY_ADVICE).flat();
    expect(Object.keys(ZBS_ERROR_CODES).map(Number).toSorted()).toEqual(codes.toSorted());
  });

  it.each([
    [-99, 'a code unknown in 2026-11'],
    [-100, 'a ZBS code whose meaning was not known in 2026-11'],
    [-162, 'a ZBS code whose meaning was not known in 2026-11'],
    [-163, 'a code unknown in 2026-11'],
    [-230, 'a code unknown in 2026-11'],
  ])('does not take %i for a code of the OA API', (code, meaning) => {
    expect(describeCode(code, 'zbs')).toEqual({ meaning, advice: 'fix', mayHaveBeenDelivered: true });
  });

  it('reads the range of that list nowhere else', () => {
    expect(describeCode(-120).meaning).toBe('a code unknown in 2026-11');
    expect(describeCode(-120, 'oauth').meaning).toBe('an OAuth code unknown in 2026-11');
  });
});

describe('describeCode for OAuth', () => {
  it('knows the codes that clients have met, and stops the OA for any other', () => {
    const rows = Object.entries(OAUTH_ERROR_CODES).map(([code, { advice }]) => [Number(code), advice]);
    expect(rows.toSorted(([a], [b]) => Number(b) - Number(a))).toEqual([
      [-32, 'retry'],
      [-118, 'stop'],
      [-14002, 'stop'],
      [-14003, 'fix'],
      [-14012, 'stop'],
      [-14014, 'stop'],
      [-14020, 'stop'],
      [-14024, 'stop'],
      [-14029, 'stop'],
    ]);
    expect(describeCode(-216, 'oauth')).toEqual({ meaning: 'an OAuth code unknown in 2026-11', advice: 'stop' });
  });
});
