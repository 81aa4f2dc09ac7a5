import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CatalogueParts } from '../../../src/catalog/catalogue-of.ts';
import { keptCatalogue } from '../../../src/catalog/kept-catalogue.ts';
import { loadCatalogue } from '../../../src/catalog/load.ts';
import { loadCatalogueSync } from '../../../src/catalog/load-now.ts';
import { rootDir } from '../../support/shipped-content.ts';

const sources = [{ file: 'content/messages.yaml', text: 'menu: Chào bác' }];
let folder: string;
let built: number;

const build = (): Promise<CatalogueParts> => {
  built += 1;
  const fieldLog = { sections: {}, groups: {}, kinds: {} } as unknown as CatalogueParts['fieldLog'];
  return Promise.resolve({ cards: [], flows: [], messages: {} as CatalogueParts['messages'], outcomes: {}, fieldLog });
};

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'kept-'));
  built = 0;
});

afterEach(() => {
  chmodSync(folder, 0o700);
  rmSync(folder, { recursive: true, force: true });
});

describe('a kept catalogue', () => {
  it('is built once for the same sources', async () => {
    const first = await keptCatalogue(folder, sources, build);
    expect(await keptCatalogue(folder, sources, build)).toEqual(first);
    expect(built).toBe(1);
  });

  it('is built anew when a letter, a name or the number of files changes, and only the last one is kept', async () => {
    await keptCatalogue(folder, sources, build);
    await keptCatalogue(folder, [{ file: 'content/messages.yaml', text: 'menu: Chào cô' }], build);
    await keptCatalogue(folder, [{ file: 'content/outcomes.yaml', text: 'menu: Chào cô' }], build);
    await keptCatalogue(folder, [...sources, { file: 'content/outcomes.yaml', text: '' }], build);
    expect(built).toBe(4);
    expect(readdirSync(folder)).toHaveLength(1);
  });

  it('is built anew when the file cannot be read', async () => {
    await keptCatalogue(folder, sources, build);
    const [file = ''] = readdirSync(folder);
    writeFileSync(path.join(folder, file), readFileSync(path.join(folder, file), 'utf8').slice(0, 5));
    await keptCatalogue(folder, sources, build);
    expect(built).toBe(2);
  });

  it('is built every time where nothing can be kept', async () => {
    const nowhere = path.join(folder, 'file');
    writeFileSync(nowhere, '');
    await keptCatalogue(nowhere, sources, build);
    await keptCatalogue(nowhere, sources, build);
    expect(built).toBe(2);
  });

  it('says the same as the files themselves', async () => {
    await loadCatalogue(rootDir, folder);
    const kept = await loadCatalogue(rootDir, folder);
    const fresh = loadCatalogueSync(rootDir);
    expect(kept.cards()).toEqual(fresh.cards());
    expect(kept.flows()).toEqual(fresh.flows());
    expect(kept.entries()).toEqual(fresh.entries());
    expect(kept.messages).toEqual(fresh.messages);
    expect(Object.isFrozen(kept.cards()[0]?.steps)).toBe(true);
  });
});
