import { describe, expect, it } from 'vitest';
import { readManifest, readRepositoryFile } from './repository.ts';

/**
 * Licences that ask for nothing but keeping the notice; MPL-2.0 besides for the source of its own files if they are
 * changed, which they are not (docs/adr/0011).
 */
const ALLOWED = new Set([
  'MIT',
  'MIT-0',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  '0BSD',
  // How htmx.org writes 0BSD.
  'BSD-0-Clause',
  'BlueOak-1.0.0',
  'Unlicense',
  'CC0-1.0',
  'Python-2.0',
  'OFL-1.1',
  'MPL-2.0',
]);

/** Packages whose manifest names no licence, by the licence file they ship, with the version that was read. */
const READ_BY_HAND: Readonly<Record<string, string>> = { 'node_modules/png-js@2.0.0': 'MIT' };

interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly link?: boolean;
  readonly integrity?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const locked = (JSON.parse(readRepositoryFile('package-lock.json')) as { packages: Record<string, LockedPackage> })
  .packages;
const runtime = Object.entries(locked).filter(
  ([path, entry]) => path.includes('node_modules/') && entry.dev !== true && entry.link !== true,
);

/** True for one allowed licence, or a choice that contains one. */
function isAllowed(licence: string | undefined): boolean {
  return (licence ?? '')
    .replaceAll(/[()]/gu, '')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((part) => ALLOWED.has(part.trim())));
}

describe('packages that run in production', () => {
  it('carry a licence on the allow-list', () => {
    expect(runtime.length).toBeGreaterThan(50);
    expect(
      runtime
        .map(([path, { license, version }]) => [path, license ?? READ_BY_HAND[`${path}@${version}`]] as const)
        .filter(([, license]) => !isAllowed(license))
        .map(([path, license]) => `${path}: ${license}`),
    ).toEqual([]);
  });

  it('refuse a licence with conditions, and accept a choice with one that has none', () => {
    expect(isAllowed('GPL-3.0')).toBe(false);
    expect(isAllowed(undefined)).toBe(false);
    expect(isAllowed('MIT AND GPL-3.0')).toBe(false);
    expect(isAllowed('(GPL-2.0 OR MIT)')).toBe(true);
  });

  it('are locked to the exact version the manifest asks for, with a checksum', () => {
    const { dependencies } = readManifest();
    const wrong = Object.entries(dependencies).filter(([name, version]) => {
      const entry = locked[`node_modules/${name}`];
      return entry?.link !== true && (entry?.version !== version || entry.integrity === undefined);
    });
    expect(wrong.map(([name]) => name)).toEqual([]);
    const asked = (locked[''] as { dependencies?: Record<string, string> }).dependencies;
    expect(asked).toEqual(dependencies);
  });
});

describe('package-lock.json', () => {
  it('names the optional packages of every platform, or npm ci refuses it; .ci/complete-lock.mjs adds them', () => {
    const known = new Set(Object.keys(locked).map((path) => path.split('node_modules/').at(-1)));
    const optional = Object.values(locked).flatMap(({ optionalDependencies }) =>
      Object.keys(optionalDependencies ?? {}),
    );
    expect(optional.length).toBeGreaterThan(10);
    expect(optional.filter((name) => !known.has(name))).toEqual([]);
  });
});
