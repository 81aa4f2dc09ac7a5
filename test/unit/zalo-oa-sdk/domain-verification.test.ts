import { describe, expect, it } from 'vitest';
import { domainVerification, ZaloSetupError } from 'zalo-oa-sdk';

const CODE = 'Jl-s6_Rq1mb1jzPZplydT5lZuMYSNd0CE0';

describe('domainVerification', () => {
  it('gives the file, the tag and the DNS record for a code', () => {
    const metaTag = `<meta property="zalo-platform-site-verification" content="${CODE}" />`;
    expect(domainVerification(CODE)).toEqual({
      path: `/zalo_verifier${CODE}.html`,
      html: expect.stringMatching(/^<!DOCTYPE html>\n<html>\n<head>/),
      metaTag,
      txtRecordNames: ['@', 'zalo_verifier'],
      txtRecordValue: `zalo-platform-site-verification=${CODE}`,
    });
    expect(domainVerification(CODE).html.split('</head>')[0]).toContain(metaTag);
  });

  it('accepts a code of 1 and of 128 characters', () => {
    expect(domainVerification('a').path).toBe('/zalo_verifiera.html');
    expect(domainVerification('a'.repeat(128)).path).toHaveLength('/zalo_verifier.html'.length + 128);
  });

  it.each([
    ['', 'nothing'],
    ['a'.repeat(129), 'a text that is too long'],
    ['"><script>alert(1)</script>', 'markup'],
    ["x' onload='y", 'a quote'],
    ['../../etc/passwd', 'a path'],
    ['a.b', 'a dot'],
    [`${CODE}\n`, 'a line break at the end'],
    [` ${CODE}`, 'a space'],
    ['%2e%2e', 'an escape'],
    ['mã', 'a letter outside ASCII'],
    [`zalo-platform-site-verification=${CODE}`, 'the DNS form'],
    [undefined as unknown as string, 'no text'],
  ])('refuses %j: %s', (code) => {
    expect(() => domainVerification(code)).toThrow(ZaloSetupError);
    expect(() => domainVerification(code)).toThrow(
      /^ZALO_BAD_SETUP: code is not a verification code; expected 1 to 128/,
    );
  });
});
