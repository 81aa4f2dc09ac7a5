import { describe, expect, it } from 'vitest';
import { describeCode, ZALO_ERROR_CODES, ZaloApiError, ZaloConsentError, ZaloTransportError } from 'zalo-oa-sdk';

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

  it.each([
    ['refresh', [-216, -220]],
    ['retry', [-32, -200, -214]],
    ['reschedule', [-234]],
    ['skip-recipient', [-213, -217, -218, -227, -230, -232, -244]],
  ] as const)('advises %s for the codes of that class', (advice, codes) => {
    expect(codes.map((code) => describeCode(code).advice)).toEqual(codes.map(() => advice));
  });

  it('lets an unknown code end the request without stopping the OA', () => {
    expect(describeCode(-99999)).toEqual({ meaning: 'a code unknown in 2026-11', advice: 'fix' });
  });
});

describe('ZaloApiError', () => {
  it('says what was answered to which call, and what to do', () => {
    const error = new ZaloApiError(-230, 'POST /v3.0/oa/message/cs');
    expect(error).toMatchObject({ code: -230, advice: 'skip-recipient', mayHaveBeenDelivered: false });
    expect(error.message).toBe(
      'ZALO_API_ERROR: Zalo answered -230 (the user has not interacted with the OA in the past 7 days) to ' +
        'POST /v3.0/oa/message/cs; expected 0. Leave this recipient out; the others are not affected.',
    );
  });
});

describe('ZaloTransportError', () => {
  it('keeps its cause and tells whether a repeat is safe', () => {
    const cause = new Error('socket');
    const base = { kind: 'network', method: 'GET /x', detail: 'the connection broke', cause } as const;
    const broken = new ZaloTransportError({ ...base, mayHaveBeenDelivered: true });
    expect(broken).toMatchObject({ code: 'ZALO_CONNECTION_BROKEN', cause });
    expect(broken.message).toContain('may have taken effect');
    expect(new ZaloTransportError({ ...base, mayHaveBeenDelivered: false }).message).toContain('had no effect');
  });
});

describe('ZaloConsentError', () => {
  it('tells who has to do what', () => {
    const error = new ZaloConsentError('42', 'no token is stored');
    expect(error.code).toBe('ZALO_RECONSENT_NEEDED');
    expect(error.message).toMatch(/re-consent needed for Official Account 42: no token is stored.*permission link/);
  });
});
