import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSealer } from '../../../src/pictures/seal.ts';
import { makeTempDir } from '../../support/temp-dir.ts';
import { openPictures, sizeOf } from './stage.ts';

const CERTIFICATE = { title: 'Nhận ra lừa đảo', name: 'Nguyễn Thị Ổ', day: '22/11/2026' };
const KEY = 'a key of the tests';

describe('the name of a certificate', () => {
  it('carries what is drawn and nothing else, and only whoever has the key can make one', () => {
    const token = createSealer(KEY).seal(CERTIFICATE);
    expect(token).toMatch(/^[A-Za-z0-9_-]+-[0-9a-f]{32}$/u);
    const payload = Buffer.from(token.slice(0, -33), 'base64url').toString();
    expect(JSON.parse(payload)).toEqual([1, 'Nhận ra lừa đảo', '22/11/2026', 'Nguyễn Thị Ổ']);
    expect(createSealer(KEY).open(token)).toEqual(CERTIFICATE);
    expect(createSealer(Buffer.from(KEY)).open(token)).toEqual(CERTIFICATE);
    expect(createSealer('another key').open(token)).toBeUndefined();
  });

  it('carries the check code of a member beside a name or without one', () => {
    const sealer = createSealer(KEY);
    const withCode = { ...CERTIFICATE, code: '7K3AS9Q2' };
    expect(sealer.open(sealer.seal(withCode))).toEqual(withCode);
    const { name: _name, ...nameless } = withCode;
    expect(sealer.open(sealer.seal(nameless))).toEqual(nameless);
  });

  it('is refused when one letter of it is changed, wherever', () => {
    const sealer = createSealer(KEY);
    const token = sealer.seal(CERTIFICATE);
    const changed = Array.from(
      token,
      (letter, at) => `${token.slice(0, at)}${letter === 'a' ? 'b' : 'a'}${token.slice(at + 1)}`,
    );
    expect(changed.filter((other) => sealer.open(other) !== undefined)).toEqual([]);
    for (const other of ['', '-', token.slice(1), token.slice(0, -1), `${token}0`, 'a'.repeat(5_000)])
      expect(sealer.open(other)).toBeUndefined();
  });

  it('takes a name of at most 60 letters, without signs that cannot be drawn', () => {
    const sealer = createSealer(KEY);
    const nameOf = (name: string) => sealer.open(sealer.seal({ ...CERTIFICATE, name }))?.name;
    expect(nameOf('ộ'.repeat(90))).toBe('ộ'.repeat(60));
    expect(nameOf('  Bà\n Năm 🌾 <b>\u0000\u202E ')).toBe('Bà Năm b');
    expect(nameOf('🌾')).toBeUndefined();
    expect(nameOf('Ba\u0300 Na\u0306m')).toBe('Bà Năm');
    expect(nameOf(`a${'\u0301'.repeat(5_000)}`)?.length).toBeLessThanOrEqual(120);
  });

  it('fits an address also with the longest name and title', () => {
    const token = createSealer(KEY).seal({ title: 'ộ'.repeat(300), name: 'ộ'.repeat(300), day: '22/11/2026' });
    expect(token.length).toBeLessThan(1_000);
    expect(createSealer(KEY).open(token)?.title).toBe('ộ'.repeat(100));
  });
});

describe('a certificate', () => {
  let home: ReturnType<typeof makeTempDir>;
  beforeEach(() => {
    home = makeTempDir();
  });
  afterEach(() => home[Symbol.dispose]());

  it('is drawn from its name alone, also after a restart, and never touches the disk', async () => {
    const folder = join(home.dir, 'pictures');
    const name = openPictures(folder).fileName({ kind: 'certificate', ...CERTIFICATE })!;
    const restarted = openPictures(folder);
    const png = await restarted.read(name);
    expect(sizeOf(png!)).toEqual([1280, 720]);
    expect(await restarted.read(name)).toBe(png);
    expect(existsSync(folder)).toBe(false);
    expect(await restarted.read(name.replace(/.\.png$/u, 'g.png'))).toBeUndefined();
    expect(await openPictures(folder, { key: 'another' }).read(name)).toBeUndefined();
  });

  it('keeps the name of a person out of the error when it cannot be drawn', async () => {
    const pictures = openPictures(home.dir, {
      renderer: { render: () => Promise.reject(new Error('broken')), rest: async () => {} },
    });
    const name = pictures.fileName({ kind: 'certificate', ...CERTIFICATE })!;
    const error = await pictures.read(name).catch((thrown: unknown) => thrown as Error);
    expect((error as Error).message).toContain('certificate-…');
    expect((error as Error).message).not.toContain(name.slice(12, 40));
  });
});
