import { describe, expect, test, vi } from 'vitest';
import { createBlocklist } from '../../../../src/understanding/scam/blocklist.ts';

const TEXT = '# a remark\nbad.top\nfacebook.com/Fake.Page\nfacebook.com/profile.php?id=1\nshop.example/a/b\n';
const blocklist = createBlocklist(() => TEXT);

describe('the blocklist', () => {
  test('names a host exactly, with any page of it', () => {
    expect(blocklist.lists('bad.top', '')).toBe(true);
    expect(blocklist.lists('www.BAD.top', '/anything')).toBe(true);
    expect(blocklist.lists('not-bad.top', '')).toBe(false);
    expect(blocklist.lists('sub.bad.top', '')).toBe(false);
  });

  test('accuses by a page entry that page and nothing else', () => {
    expect(blocklist.lists('facebook.com', '/fake.page')).toBe(true);
    expect(blocklist.lists('m.facebook.com', '/Fake.Page/?fbclid=x')).toBe(true);
    expect(blocklist.lists('facebook.com', '')).toBe(false);
    expect(blocklist.lists('facebook.com', '/fake.page2')).toBe(false);
    expect(blocklist.lists('facebook.com', '/profile.php?id=1')).toBe(true);
    expect(blocklist.lists('facebook.com', '/profile.php?id=2')).toBe(false);
    expect(blocklist.lists('shop.example', '/a')).toBe(false);
  });

  test('is no pattern: a remark, a line end or nothing is never on it', () => {
    expect(blocklist.lists('', '')).toBe(false);
    expect(blocklist.lists('# a remark', '')).toBe(false);
    expect(blocklist.lists('bad.top\nfacebook.com', '/fake.page')).toBe(false);
  });

  test('reads its text once, at the first question', () => {
    const readText = vi.fn<() => string>(() => TEXT);
    const lazy = createBlocklist(readText);
    expect(readText).not.toHaveBeenCalled();
    lazy.lists('a.example', '/x');
    lazy.lists('bad.top', '');
    expect(readText).toHaveBeenCalledTimes(1);
  });
});
