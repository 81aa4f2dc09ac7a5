import { describe, expect, it } from 'vitest';
import {
  ZALO_ERROR_CODES,
  ZaloApiError,
  ZaloConsentError,
  ZaloMessageError,
  ZaloTransportError,
  ZBS_ERROR_CODES,
} from 'zalo-oa-sdk';

describe('ZaloApiError', () => {
  const SEND = 'POST /v3.0/oa/message/cs';

  it('says what was answered to which call, and what to do', () => {
    const error = new ZaloApiError(-230, SEND);
    expect(error).toMatchObject({
      name: 'ZaloApiError',
      code: -230,
      table: 'oa',
      meaning: 'the user has not interacted with the OA in the past 7 days',
      method: SEND,
      advice: 'skip-recipient',
      mayHaveBeenDelivered: false,
    });
    expect(error.message).toBe(
      'ZALO_API_ERROR: Zalo answered -230 (the user has not interacted with the OA in the past 7 days) to ' +
        'POST /v3.0/oa/message/cs; expected 0. Leave this recipient out; the others are not affected.',
    );
  });

  it.each([
    [-32, 'Try again later, a limited number of times.'],
    [-216, 'Refresh the access token, then try once more.'],
    [-234, 'Send it after 06:00 in Viet Nam.'],
    [-224, 'Stop calling this API for this Official Account until its set-up, package or balance is put right.'],
    [-201, 'Change the request; the same one will be refused again.'],
  ])('ends the message for %i with the next step', (code, nextStep) => {
    expect(new ZaloApiError(code, SEND).message.endsWith(`; expected 0. ${nextStep}`)).toBe(true);
  });

  it('warns when the message may be there all the same', () => {
    const error = new ZaloApiError(-200, SEND);
    expect(error.mayHaveBeenDelivered).toBe(true);
    expect(error.message).toBe(
      'ZALO_API_ERROR: Zalo answered -200 (sending failed) to POST /v3.0/oa/message/cs; expected 0. ' +
        'Try again later, a limited number of times. ' +
        'The message may have been delivered all the same: wait for its echo first.',
    );
  });

  it.each([
    'POST /v3.0/oa/message/cs',
    'POST /v2.0/oa/message',
    'POST /v3.0/oa/message/template',
    'POST /v3.0/oa/group/message',
    'POST /message/template',
    'POST /message',
  ])('leaves open what became of a message after -200 or an unknown code to %s', (method) => {
    expect(new ZaloApiError(-200, method).mayHaveBeenDelivered).toBe(true);
    expect(new ZaloApiError(-77777, method).mayHaveBeenDelivered).toBe(true);
    expect(new ZaloApiError(-120, method, 'zbs').mayHaveBeenDelivered).toBe(true);
  });

  it.each([
    'GET /v2.0/oa/message',
    'GET /v2.0/oa/listrecentchat',
    'POST /v3.0/oa/quota/message',
    'POST /v2.0/oa/messages',
    'POST /v2.0/oa/tagmessage',
    'POST /v2.0/oa/tag/tagfollower',
    'POST message',
    'xPOST /v2.0/oa/message',
  ])('knows that %s delivers no message', (method) => {
    expect(new ZaloApiError(-200, method).mayHaveBeenDelivered).toBe(false);
    expect(new ZaloApiError(-77777, method).mayHaveBeenDelivered).toBe(false);
  });

  it('takes every other code of the tables for a refusal before sending', () => {
    const refusals = [
      ...Object.keys(ZALO_ERROR_CODES)
        .filter((code) => code !== '-200')
        .map((code) => new ZaloApiError(Number(code), SEND)),
      ...Object.keys(ZBS_ERROR_CODES).map((code) => new ZaloApiError(Number(code), 'POST /message/template', 'zbs')),
    ];
    expect(refusals.filter((error) => error.mayHaveBeenDelivered || error.message.includes('echo'))).toEqual([]);
  });

  it('reads a code in the table it belongs to', () => {
    const error = new ZaloApiError(-124, 'POST /message/template', 'zbs');
    expect(error).toMatchObject({ table: 'zbs', meaning: 'the access token is invalid', advice: 'refresh' });
    expect(new ZaloApiError(-124, 'POST /message/template')).toMatchObject({ advice: 'fix' });
    expect(new ZaloApiError(-118, 'POST /message/template', 'zbs').advice).toBe('skip-recipient');
    expect(new ZaloApiError(-118, 'POST /v4/oa/access_token', 'oauth')).toMatchObject({
      advice: 'stop',
      table: 'oauth',
    });
  });
});

describe('ZaloTransportError', () => {
  it('keeps its cause and tells whether a repeat is safe', () => {
    const cause = new Error('socket');
    const base = { kind: 'network', method: 'GET /x', detail: 'the connection broke', cause } as const;
    const broken = new ZaloTransportError({ ...base, mayHaveBeenDelivered: true });
    expect(broken).toMatchObject({
      name: 'ZaloTransportError',
      code: 'ZALO_CONNECTION_BROKEN',
      kind: 'network',
      cause,
    });
    expect(broken).toMatchObject({ method: 'GET /x', mayHaveBeenDelivered: true });
    expect(broken.status).toBeUndefined();
    expect(broken.message).toBe(
      'ZALO_CONNECTION_BROKEN: GET /x: the connection broke. The call may have taken effect: check before repeating it.',
    );
    const harmless = new ZaloTransportError({ ...base, mayHaveBeenDelivered: false, status: 404 });
    expect(harmless).toMatchObject({ mayHaveBeenDelivered: false, status: 404 });
    expect(harmless.message).toBe(
      'ZALO_CONNECTION_BROKEN: GET /x: the connection broke. The call had no effect and can be repeated.',
    );
  });

  it.each([
    ['refused', 'ZALO_UNREACHABLE'],
    ['timeout', 'ZALO_TIMEOUT'],
    ['http', 'ZALO_BAD_ANSWER'],
    ['network', 'ZALO_CONNECTION_BROKEN'],
  ] as const)('gives %s the code %s', (kind, code) => {
    const error = new ZaloTransportError({ kind, method: 'GET /x', detail: 'y', mayHaveBeenDelivered: true });
    expect(error.code).toBe(code);
    expect(error.message.startsWith(`${code}: GET /x: y. `)).toBe(true);
  });
});

describe('ZaloConsentError', () => {
  it('tells who has to do what', () => {
    const error = new ZaloConsentError('42', 'no token is stored');
    expect(error).toMatchObject({ name: 'ZaloConsentError', code: 'ZALO_RECONSENT_NEEDED', oaId: '42' });
    expect(error.oauthCode).toBeUndefined();
    expect(error.message).toBe(
      'ZALO_RECONSENT_NEEDED: re-consent needed for Official Account 42: no token is stored. ' +
        'Let an admin of the OA open the permission link again.',
    );
    expect(new ZaloConsentError('42', 'gone', -14020).oauthCode).toBe(-14020);
  });
});

describe('ZaloMessageError', () => {
  it('names the field, what is wrong with it and by how much', () => {
    const error = new ZaloMessageError('buttons[2].title', 'is too long', { limit: 100, actual: 101 });
    expect(error).toMatchObject({
      name: 'ZaloMessageError',
      code: 'ZALO_MESSAGE_INVALID',
      field: 'buttons[2].title',
      limit: 100,
      actual: 101,
      message: 'ZALO_MESSAGE_INVALID: buttons[2].title is too long',
    });
    const sizeless = new ZaloMessageError('text', 'is empty');
    expect([sizeless.limit, sizeless.actual]).toEqual([undefined, undefined]);
  });
});
