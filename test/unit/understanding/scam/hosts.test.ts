import { describe, expect, test } from 'vitest';
import { parseHost } from '../../../../src/understanding/scam/hosts.ts';
import { createHostJudge } from '../../../../src/understanding/scam/impostors.ts';
import { loadReaderParts } from '../../../../src/understanding/scam/load.ts';
import { ROOT } from '../../../guards/repository.ts';

const judge = createHostJudge(loadReaderParts(ROOT).officialHosts);
const standing = (host: string): string => {
  const judged = judge(parseHost(host));
  return judged.type === 'impostor' && judged.hard ? 'hard impostor' : judged.type;
};

describe('a host', () => {
  test.each([
    ['vietcombank.com.vn', 'vietcombank.com.vn', 'com.vn'],
    ['a.b.vietcombank.vn-login.top', 'vn-login.top', 'top'],
    ['www.evil.com.vn', 'evil.com.vn', 'com.vn'],
    ['my-shop.github.io', 'my-shop.github.io', 'io'],
    ['103.9.78.145', '103.9.78.145', ''],
  ])('%s is registered as %s', (host, registrable, ending) => {
    expect(parseHost(host)).toMatchObject({ registrable, ending });
  });
});

describe('the standing of a host', () => {
  test.each([
    'vietcombank.com.vn',
    'portal.vietcombank.com.vn',
    'VIETCOMBANK.COM.VN.',
    'anything.gov.vn',
    'tv360.vn',
    'myviettel.go.link',
    'vnexpress.net',
  ])('%s is official: the domain itself or a true sub-domain', (host) => {
    expect(standing(host)).toBe('official');
  });

  test.each([
    ['the name in a strange domain', 'vietcombank.vn-hotro9.top'],
    ['the official domain in front of another', 'vietcombank.com.vn.xac-nhan.top'],
    ['the state in front of another', 'dichvucong.gov.vn.xac-minh.club'],
    ['the state inside a label', 'vndichvucong-gov.com'],
    ['the name behind a hyphen', 'xacthuc-vpbank.com'],
    ['a typing error', 'agrlbank.vip'],
    ['two letters that look like one', 'sacornbank.com-chan.cc'],
    ['a zero for an o', 'm0mo-vn.top'],
    ['Cyrillic letters', 'vietcombаnk.com'],
    ['Cyrillic letters as punycode', 'xn--vietcombnk-zij.com'],
    ['a short name as a whole word', 'acb.i-xacthuc.vip'],
    ['a short name with a known tail', 'vcbdigibank-x.online'],
    ['the name on a free service', 'bidv.web.app'],
  ])('%s is an impostor: %s', (_how, host) => {
    expect(standing(host)).toBe('hard impostor');
  });

  test.each(['nhahangque.vn', 'macbook.vn', 'vibrant.vn', 'shopee-tips.net', 'zalora.com', 'bit.ly', 'momonga.com'])(
    '%s accuses nobody by a chance likeness',
    (host) => {
      expect(standing(host)).not.toBe('hard impostor');
    },
  );
});
