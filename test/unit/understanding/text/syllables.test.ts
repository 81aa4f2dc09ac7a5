import { describe, expect, test } from 'vitest';
import { fold } from '../../../../src/shared/vietnamese.ts';
import { isSyllable } from '../../../../src/understanding/text/syllables.ts';

describe('a folded syllable', () => {
  test.each('nghiêng đường không quyển khuỷu giếng yêu oách uống a ừ xoèn tuyết ngoằn phương'.split(' '))(
    'is %s without its marks',
    (word) => expect(isSyllable(fold(word))).toBe(true),
  );

  test.each(['', 'k', 'shop', 'ddanwg', 'vneid', 'zalo', 'nghiengg', 'đường', 'Duong', 'dang ky', 'boong'])(
    'is not %j',
    (word) => expect(isSyllable(word)).toBe(false),
  );
});
