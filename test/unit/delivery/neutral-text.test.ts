import { expect, test } from 'vitest';
import { neutralText } from '../../../src/delivery/neutral-text.ts';

test('a text for a whole village speaks to nobody by name', () => {
  expect(neutralText('{Bác} ơi, mời {bác} tới {xã}, hỏi {tổ}.')).toBe(
    'Bà con ơi, mời bà con tới xã, phường, hỏi tổ công nghệ số.',
  );
});

test('it names the team and the commune where they are known, and leaves other braces alone', () => {
  const readers = { communeName: 'Xã Bến Lức', teamName: 'Tổ ấp 3' };
  expect(neutralText('{tổ} ở {xã} {không có}', readers)).toBe('Tổ ấp 3 ở xã Bến Lức {không có}');
});

test('fields written with separate marks are read too', () => {
  expect(neutralText('{bác}'.normalize('NFD'))).toBe('bà con');
});
