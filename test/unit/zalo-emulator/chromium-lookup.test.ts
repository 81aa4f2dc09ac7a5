import { describe, expect, it } from 'vitest';
import { findChromium } from '../../support/chromium.ts';

describe('findChromium', () => {
  it('takes CHROMIUM_PATH when it names a program', () => {
    expect(findChromium({ CHROMIUM_PATH: process.execPath })).toBe(process.execPath);
  });

  it('does not fall back to another browser when CHROMIUM_PATH names nothing', () => {
    expect(findChromium({ CHROMIUM_PATH: '/nowhere/chromium' })).toBeUndefined();
  });
});
