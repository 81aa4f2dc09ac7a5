import { describe, expect, it } from 'vitest';
import { permissionLink, readPermissionCallback, ZaloPermissionError } from 'zalo-oa-sdk';

const BACK = 'https://bot.example.vn/zalo/callback';

function failureOf(run: () => unknown): ZaloPermissionError {
  try {
    run();
  } catch (error) {
    if (error instanceof ZaloPermissionError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('permissionLink', () => {
  it('is the documented address with app and address to come back to', () => {
    expect(permissionLink({ appId: '135', redirectUri: BACK })).toBe(
      'https://oauth.zaloapp.com/v4/oa/permission?app_id=135&redirect_uri=https%3A%2F%2Fbot.example.vn%2Fzalo%2Fcallback',
    );
  });

  it('carries challenge and state, escaped', () => {
    const link = new URL(permissionLink({ appId: '135', redirectUri: BACK, codeChallenge: 'E9-_', state: 'a&b=c' }));
    expect([...link.searchParams]).toEqual([
      ['app_id', '135'],
      ['redirect_uri', BACK],
      ['code_challenge', 'E9-_'],
      ['state', 'a&b=c'],
    ]);
    expect(link.search).toContain('state=a%26b%3Dc');
  });

  it.each([
    ['http://127.0.0.1:3000/oauth', 'http://127.0.0.1:3000/oauth/v4/oa/permission?'],
    ['http://127.0.0.1:3000/oauth//', 'http://127.0.0.1:3000/oauth/v4/oa/permission?'],
    ['https://oauth.example/', 'https://oauth.example/v4/oa/permission?'],
  ])('keeps the path of the OAuth address %s', (oauthUrl, start) => {
    expect(permissionLink({ appId: '1', redirectUri: BACK, oauthUrl }).startsWith(start)).toBe(true);
  });

  it.each(['ftp://oauth.zaloapp.com', 'oauth.zaloapp.com', '', 'httpsx://a', 'xhttp://a'])(
    'refuses the OAuth address %j',
    (oauthUrl) => {
      expect(() => permissionLink({ appId: '1', redirectUri: BACK, oauthUrl })).toThrow(
        new TypeError(`ZALO_BAD_URL: oauthUrl is '${oauthUrl}'; expected an address like https://oauth.zaloapp.com.`),
      );
    },
  );

  it.each(['http://127.0.0.1:8080/back', 'http://localhost/back', 'https://localhost/back', 'https://a.vn'])(
    'accepts the address to come back to %s',
    (redirectUri) => {
      expect(permissionLink({ appId: '1', redirectUri })).toContain(encodeURIComponent(redirectUri));
    },
  );

  it.each([
    ['callback', 'is not an address; Zalo answers -14003. Expected one like https://bot.example.vn/zalo/callback.'],
    [
      'http://bot.example.vn/back',
      'begins with http:; Zalo answers -14003. Expected https:// on a domain verified in the console.',
    ],
    [
      'http://127.0.0.1.example.vn/',
      'begins with http:; Zalo answers -14003. Expected https:// on a domain verified in the console.',
    ],
    [
      'ftp://localhost/',
      'begins with ftp:; Zalo answers -14003. Expected https:// on a domain verified in the console.',
    ],
    [`${BACK}?oa=1`, 'has a query string; Zalo answers -14003. Put what it says into state instead.'],
    [`${BACK}?`, 'has a query string; Zalo answers -14003. Put what it says into state instead.'],
    ['http://localhost/?a', 'has a query string; Zalo answers -14003. Put what it says into state instead.'],
    [`${BACK}#top`, 'has a fragment; Zalo answers -14003. Leave out everything from # on.'],
    [`${BACK}#`, 'has a fragment; Zalo answers -14003. Leave out everything from # on.'],
  ])('refuses the address to come back to %s', (redirectUri, problem) => {
    const error = failureOf(() => permissionLink({ appId: '1', redirectUri }));
    expect(error).toMatchObject({ name: 'ZaloPermissionError', code: 'ZALO_BAD_REDIRECT_URI', oauthCode: undefined });
    expect(error.message).toBe(`ZALO_BAD_REDIRECT_URI: redirectUri ${problem}`);
  });
});

describe('readPermissionCallback', () => {
  const GRANT = { code: 'abc', oaId: '2468013579246801357' };
  const QUERY = 'code=abc&oa_id=2468013579246801357';

  it.each<[string, string | URL | URLSearchParams]>([
    ['a whole address', `${BACK}?${QUERY}`],
    ["a path and query, as Node's request.url", `/zalo/callback?${QUERY}`],
    ['an address with a fragment', `${BACK}?${QUERY}#_=_`],
    ['an address with a fragment of two lines', `${BACK}?${QUERY}#a\nb`],
    ['a URL', new URL(`${BACK}?${QUERY}`)],
    ['parameters', new URLSearchParams(QUERY)],
    ['an error code of 0', `/?error_code=0&${QUERY}`],
    ['parameters nobody expects', `/?x=1&${QUERY}&state=s`],
  ])('reads code and OA from %s', (_form, callback) => {
    expect(readPermissionCallback(callback)).toEqual(GRANT);
  });

  it('decodes what is escaped', () => {
    expect(readPermissionCallback('/?code=a%2Bb%3D&oa_id=1')).toEqual({ code: 'a+b=', oaId: '1' });
  });

  it('accepts the state that was sent out', () => {
    expect(readPermissionCallback(`/?${QUERY}&state=s-1`, { expectedState: 's-1' })).toEqual(GRANT);
  });

  it.each([
    ['another state', '&state=s-2', 's-1'],
    ['a longer state', '&state=s-11', 's-1'],
    ['a state in another case', '&state=S-1', 's-1'],
    ['no state', '', 's-1'],
    ['an empty state', '&state=', 's-1'],
    ['two states', '&state=s-1&state=s-1', 's-1'],
    ['no state where an empty one is expected', '', ''],
  ])('refuses %s', (_what, state, expectedState) => {
    const error = failureOf(() => readPermissionCallback(`/?${QUERY}${state}`, { expectedState }));
    expect(error.code).toBe('ZALO_CALLBACK_BAD_STATE');
    expect(error.message).toBe(
      'ZALO_CALLBACK_BAD_STATE: the state of the callback is not the one that was sent out; expected the same text. ' +
        'Do not use this grant: start again with a new permission link.',
    );
  });

  it.each([
    ['/callback', 'code'],
    ['code=a&oa_id=1', 'code'],
    ['', 'code'],
    ['/?oa_id=1', 'code'],
    ['/?code=&oa_id=1', 'code'],
    ['/?code=a&code=a&oa_id=1', 'code'],
    ['/?code=a', 'oa_id'],
    ['/?code=a&oa_id=', 'oa_id'],
    ['/?code=a&oa_id=1&oa_id=2', 'oa_id'],
    ['/?code=a&oa_id=12x', 'oa_id'],
    ['/?code=a&oa_id=x12', 'oa_id'],
  ])('finds %j incomplete', (callback, missing) => {
    const error = failureOf(() => readPermissionCallback(callback));
    expect(error.code).toBe('ZALO_CALLBACK_INCOMPLETE');
    expect(error.message).toBe(
      `ZALO_CALLBACK_INCOMPLETE: the callback has no usable ${missing}; expected it exactly once and not empty. ` +
        'Let the admin open the link again.',
    );
  });

  it('recognises an error before anything else', () => {
    const error = failureOf(() => readPermissionCallback(`/?error_code=-14003&${QUERY}`, { expectedState: 's' }));
    expect(error).toMatchObject({ code: 'ZALO_CALLBACK_REFUSED', oauthCode: -14003 });
    expect(error.message).toBe(
      'ZALO_CALLBACK_REFUSED: Zalo sent the error -14003 (the redirect URI is invalid); expected a code and an oa_id. ' +
        'Put the settings of the app right, then let the admin open the link again.',
    );
  });

  it.each(['abc', '', '-', '1e3', '-1 4', 'x1', '1x', '1234567890'])(
    'does not repeat the error code %j',
    (errorCode) => {
      const query = new URLSearchParams({ error_code: errorCode, code: 'a', oa_id: '1' });
      const error = failureOf(() => readPermissionCallback(query));
      expect(error).toMatchObject({ code: 'ZALO_CALLBACK_REFUSED', oauthCode: undefined });
      expect(error.message).toBe(
        'ZALO_CALLBACK_REFUSED: Zalo sent an error_code that is not a number; expected a code and an oa_id. ' +
          'Let the admin open the link again.',
      );
    },
  );

  it.each([
    ['7', 7],
    ['123456789', 123456789],
  ])('reads the error code %s', (text, oauthCode) => {
    expect(failureOf(() => readPermissionCallback(`/?error_code=${text}`)).oauthCode).toBe(oauthCode);
  });
});
