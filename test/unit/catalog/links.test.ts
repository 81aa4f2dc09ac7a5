import { describe, expect, it } from 'vitest';
import { isOfficial, isShortLink, readHosts } from '../../../src/catalog/rules/links.ts';

describe('isShortLink', () => {
  it.each(['https://bit.ly/abc', 'tinyurl.com/x', 'https://t.co/1', 'goo.gl/a', 'https://zalo.me/s/123', 's.id/x'])(
    'knows %s',
    (address) => expect(isShortLink(address)).toBe(true),
  );

  it.each(['https://dichvucong.gov.vn/', 'zalo.me/1234567', 'Link lạ như bit.ly thì đừng bấm', 'https://not.t.com/x'])(
    'leaves %s alone',
    (address) => expect(isShortLink(address)).toBe(false),
  );
});

describe('isOfficial', () => {
  const hosts = readHosts('domain\tarea\nvietcombank.com.vn\tpay\n# a remark\n\nMoMo.vn\tpay\n');

  it('reads the first column of a list behind its header', () => {
    expect(hosts).toEqual(new Set(['vietcombank.com.vn', 'momo.vn']));
  });

  it.each(['vietcombank.com.vn', 'www.VietcomBank.com.vn', 'momo.vn', 'dichvucong.gov.vn', 'sub.hanoi.gov.vn'])(
    'knows %s',
    (host) => expect(isOfficial(host, hosts)).toBe(true),
  );

  it.each(['vietcombank.com.vn.hotro.top', 'xvietcombank.com.vn', 'gov.vn.top', 'momo.vn-uudai.com', 'com.vn'])(
    'refuses %s',
    (host) => expect(isOfficial(host, hosts)).toBe(false),
  );
});
